"""What every screen must hold: no accessibility violation, nothing cut off, targets that a thumb hits."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TARGET = 64
"""Smallest side of a touch target, CSS pixels; WCAG 2.5.8 wants 24."""

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]}

OVERFLOW = """() => {
  const seen = [...document.querySelectorAll('body *')].filter((element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    !element.closest('.skip, .echoed, svg, [aria-hidden=true]'));
  const clipped = (element) => {
    for (let up = element; up; up = up.parentElement) if (getComputedStyle(up).clipPath !== 'none') return true;
    return false;
  };
  const name = (element) => `${element.tagName}#${element.id} ${element.textContent.trim().slice(0, 40)}`;
  const cut = seen.filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width && !clipped(element) && (box.left < -1 || box.right > innerWidth + 1);
  });
  const spilled = seen.filter((element) =>
    element.matches('button, li, .card') && element.scrollWidth > element.clientWidth + 1);
  const wide = document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [];
  return { wide, cut: cut.map(name), spilled: spilled.map(name) };
}"""

SMALL = """(least) => [...document.querySelectorAll('button, a, label')]
  .filter((element) => element.checkVisibility() && !element.closest('.skip'))
  .filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width && (box.height < least - 0.5 || box.width < least - 0.5);
  })
  .map((element) => `${element.textContent.trim()} ${element.getBoundingClientRect().height}`)"""


def violations(page: Page) -> list[str]:
    """What axe-core finds on the screen as it stands, one line each."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


def overflow(page: Page) -> dict[str, list[str]]:
    """What sticks out, by kind; empty when all is well."""
    found: dict[str, list[str]] = page.evaluate(OVERFLOW)
    return {kind: names for kind, names in found.items() if names}


def small_targets(page: Page) -> list[str]:
    """Buttons that a thumb may miss."""
    found: list[str] = page.evaluate(SMALL, TARGET)
    return found
