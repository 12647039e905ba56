"""A short smoke of the page in a real browser: it stands, talks to its coach, and breaks no rule of the policy."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.interfaces.kiosk.browser.checks import overflow, violations
from tests.interfaces.kiosk.browser.gallery import SIZES, glass


def test_the_page_shows_what_the_coach_says_and_tells_what_is_touched(browser: Browser, address: str) -> None:
    with glass(browser, address, SIZES["panel"]) as shown:
        complaints: list[str] = []
        shown.page.on("console", lambda message: complaints.append(message.text))
        shown.page.on("pageerror", lambda error: complaints.append(str(error)))
        shown.display("question-danger")
        assert violations(shown.page) == []
        assert overflow(shown.page) == {}
        shown.page.get_by_role("button", name="Not sure").click()
        shown.display("hold")
        shown.page.keyboard.press("ArrowRight")
        shown.page.keyboard.press("e")
        shown.display("emergency")
        assert shown.page.locator("#emergency-number").inner_text() == "999"
        assert shown.stub.touches == ["unsure", "eased", "emergency"]
        assert complaints == []
