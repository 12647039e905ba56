"""Every screen, in every size and theme: axe-core finds nothing, nothing is cut off, every target is large."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.interfaces.kiosk.browser.checks import overflow, small_targets, violations
from tests.interfaces.kiosk.browser.gallery import SIZES, THEMES, Glass, glass
from tests.interfaces.kiosk.browser.views import SCREENS


def check(shown: Glass, screens: tuple[str, ...], *, axe: bool) -> dict[str, object]:
    """All that is wrong, by screen."""
    wrong: dict[str, object] = {}
    for screen in screens:
        shown.display(screen)
        found = {
            "axe": violations(shown.page) if axe else [],
            "overflow": overflow(shown.page),
            "small": small_targets(shown.page),
        }
        wrong |= {screen: {key: value for key, value in found.items() if value}} if any(found.values()) else {}
        if shown.stub.refuses or screen == "connecting":
            shown.back()
    return wrong


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES)
def test_every_screen_is_clean(browser: Browser, address: str, size: str, theme: str) -> None:
    with glass(browser, address, SIZES[size], theme=theme) as shown:
        assert check(shown, SCREENS, axe=True) == {}


@pytest.mark.parametrize("size", SIZES)
def test_every_screen_holds_double_text(browser: Browser, address: str, size: str) -> None:
    with glass(browser, address, SIZES[size], text="2") as shown:
        assert check(shown, SCREENS, axe=size == "landscape") == {}


def test_double_text_is_twice_as_large(browser: Browser, address: str) -> None:
    sizes = []
    for text in ("1", "2"):
        with glass(browser, address, SIZES["landscape"], text=text) as shown:
            sizes.append(shown.page.evaluate("parseFloat(getComputedStyle(document.querySelector('.lead')).fontSize)"))
    assert sizes[1] == pytest.approx(2 * sizes[0])


SPOILED = """() => {
  document.querySelector('.answers button').replaceChildren();
  const hero = document.querySelector('#question-hero');
  hero.textContent = 'A'.repeat(200);
  hero.style.overflowWrap = 'normal';
  const button = document.querySelector('#controls button:not([hidden])');
  button.style.minHeight = button.style.height = '20px';
}"""


def test_the_checks_find_what_is_wrong(browser: Browser, address: str) -> None:
    with glass(browser, address, SIZES["panel"]) as shown:
        shown.display("question-danger")
        shown.page.evaluate(SPOILED)
        assert any("button-name" in line for line in violations(shown.page))
        assert overflow(shown.page)
        assert small_targets(shown.page)
