"""A real browser for the page: one Chromium and one set of files for all tests of a process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, sync_playwright

from tests.interfaces.kiosk.browser.coach_stub import PAGE_FOLDER, page_files
from tests.interfaces.kiosk.browser.gallery import launch
from tests.interfaces.kiosk.browser.kiosk_process import kiosk

HERE = Path(__file__).resolve().parent
SMOKE = "test_smoke.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all but the smoke: a browser wants the cores for itself, so start.py runs these by themselves."""
    for item in items:
        if HERE in item.path.parents and item.path.name != SMOKE:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        chromium = launch(playwright.chromium)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def chromium(browser: Browser) -> BrowserType:
    """The driver that the session's browser runs under: there can be one only."""
    return browser.browser_type


@pytest.fixture(scope="session")
def kiosk_address(model: Path) -> Iterator[str]:
    """A running kiosk."""
    with kiosk("--model", str(model), "--conversations", "16") as served:
        yield served


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The page's files, without a coach behind them."""
    with page_files(PAGE_FOLDER) as served:
        yield served
