"""Every screen in every size: `python -m tests.interfaces.kiosk.browser.gallery FOLDER [SCREEN...]` writes the pictures."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.interfaces.kiosk.browser.coach_stub import PAGE_FOLDER, CoachStub, page_files
from tests.interfaces.kiosk.browser.views import SCREENS, VIEWS

CHROMIUM = "/usr/bin/chromium"
SIZES = {"landscape": (1920, 1080), "portrait": (1080, 1920), "panel": (800, 480), "phone": (390, 844)}
THEMES = ("light", "dark")


@contextmanager
def opened(
    browser: Browser, address: str, screen: str, size: tuple[int, int], theme: str = "light", text: str = "1"
) -> Iterator[tuple[Page, CoachStub]]:
    """A page that shows one screen of the gallery, its text at 1, 1.4 or 2 times."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=theme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.add_init_script(f"""sessionStorage.setItem("preferences", JSON.stringify({{text: "{text}"}}))""")
    stub = CoachStub(page, VIEWS.get(screen, VIEWS["hold"]), answers=screen != "connecting")
    page.goto(address)
    if screen == "connecting":
        page.locator("[data-for=connecting] h1").wait_for()
    else:
        page.locator(".screen:not([data-for=connecting]) >> visible=true").first.wait_for()
    if screen in ("lost", "emergency-offline"):
        stub.drop()
        page.locator("[data-for=lost] h1").wait_for()
    if screen == "emergency-offline":
        page.click("#emergency")
        page.locator("[data-for=emergency] h1").wait_for()
    if screen == "options":
        page.click("#options-open")
    page.locator("html[data-drawings]").wait_for(state="attached")
    yield page, stub
    context.close()


def main(folder: Path, screens: list[str]) -> None:
    """Write FOLDER/SIZE-THEME-SCREEN.png."""
    folder.mkdir(parents=True, exist_ok=True)
    with page_files(PAGE_FOLDER) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, size in SIZES.items():
            for theme in THEMES:
                for screen in screens or SCREENS:
                    with opened(browser, address, screen, size, theme) as (page, _):
                        page.screenshot(path=folder / f"{name}-{theme}-{screen}.png")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
