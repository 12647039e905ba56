"""The page under glass: any screen of the gallery at any size; run as a program it writes pictures of them.

`python -m tests.interfaces.kiosk.browser.gallery FOLDER [--size NAME] [--theme NAME] [--text N] [SCREEN...]`
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserType, Page, sync_playwright

from tests.interfaces.kiosk.browser.coach_stub import PAGE_FOLDER, CoachStub, page_files
from tests.interfaces.kiosk.browser.views import SCREENS, VIEWS

CHROMIUM = "/usr/bin/chromium"
SIZES = {"landscape": (1920, 1080), "portrait": (1080, 1920), "panel": (800, 480), "phone": (390, 844)}
THEMES = ("light", "dark")


def launch(chromium: BrowserType, *arguments: str, environment: Mapping[str, str] | None = None) -> Browser:
    """Debian's Chromium, without a window; `environment` names the sound server whose devices it uses."""
    return chromium.launch(
        executable_path=CHROMIUM,
        args=["--no-sandbox", *arguments],
        env=dict(environment) if environment is not None else None,
        ignore_default_args=["--mute-audio"] if environment is not None else None,
    )


class Glass:
    """One open page whose screens are shown one after another."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.stub = CoachStub(page, VIEWS["attract"])
        self.address = address

    def load(self) -> None:
        """Open the page anew, with all drawings there."""
        self.page.goto(self.address)
        self.page.locator("html[data-drawings]").wait_for(state="attached")
        self.on("attract")

    def on(self, screen: str) -> None:
        """Wait until this screen is the one that is seen."""
        self.page.locator(f"body[data-screen={screen}]").wait_for()

    def display(self, name: str) -> None:
        """Show one screen of the gallery."""
        if self.page.locator("#options[open]").count():
            self.page.locator("#options button[value=close]").click()
        match name:
            case "connecting":
                self.stub.answers = False
                self.page.reload()
                self.on("connecting")
                self.stub.answers = True
            case "lost" | "emergency-offline":
                self.stub.drop()
                self.on("lost")
                if name == "emergency-offline":
                    self.page.click("#emergency")
                    self.on("emergency")
            case "muscles":
                self.stub.show("talk")
                self.page.locator("[data-for=talk] .choose").click()
                self.on("muscles")
            case "options":
                self.stub.show("hold")
                self.page.click("#options-open")
            case _:
                self.stub.show(name)
                screen = "paused" if VIEWS[name]["paused"] else VIEWS[name]["screen"]
                self.on(screen)

    def back(self) -> None:
        """After a screen that cut the line: open it again."""
        self.stub.refuses = False
        self.stub.view = VIEWS["attract"]
        self.load()


@contextmanager
def glass(
    browser: Browser, address: str, size: tuple[int, int], *, theme: str = "light", text: str = "1"
) -> Iterator[Glass]:
    """A page of this size, its text at 1, 1.4 or 2 times."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=theme, reduced_motion="reduce"
    )
    context.add_init_script(f"""sessionStorage.setItem("preferences", JSON.stringify({{text: "{text}"}}))""")
    shown = Glass(context.new_page(), address)
    shown.load()
    yield shown
    context.close()


def main() -> None:
    """Write FOLDER/SIZE-THEME-SCREEN.png."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("screens", nargs="*", default=SCREENS, metavar="SCREEN")
    parser.add_argument("--size", choices=SIZES, action="append")
    parser.add_argument("--theme", choices=THEMES, action="append")
    parser.add_argument("--text", choices=("1", "1.4", "2"), default="1")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with page_files(PAGE_FOLDER) as address, sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        for size in chosen.size or SIZES:
            for theme in chosen.theme or THEMES:
                with glass(browser, address, SIZES[size], theme=theme, text=chosen.text) as shown:
                    for screen in chosen.screens:
                        shown.display(screen)
                        shown.page.screenshot(path=chosen.folder / f"{size}-{theme}-{screen}.png", full_page=True)
                        if shown.stub.refuses or screen == "connecting":
                            shown.back()
        browser.close()


if __name__ == "__main__":
    main()
