"""Barge-in in a browser, measured: `python -m tests.interfaces.kiosk.browser.barge_in` prints it for this machine.

A real Chromium with the real kiosk on a private PulseAudio whose speaker leaks into its microphone, the delay between
the two drifting: somebody says "stop" over a question, again and again until it is heard. Once with the coach's own
canceller, once with the browser's.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from tests.interfaces.kiosk.browser.kiosk_process import kiosk
from tests.interfaces.kiosk.browser.person import Person, person_in_a_room, ready
from tests.sound_server import Fed, clip, echoing_sound_server
from voice_coach.paths import PACKAGE

TRIES: Final = 4
"""Times that something is said over the coach's voice, as people do."""

PAUSE: Final = 1.0
"""Seconds after which somebody says it again."""


def stop_over_a_question(somebody: Person, server: Fed, root: Path) -> int | None:
    """Begin with a calf cramp, let the first question be asked, and say "stop" over its second asking.

    Returns how many times it was said until it was heard; None when it was not.
    """
    ready(somebody)
    somebody.say(clip(root, "my_calf_is_cramping"), server)
    somebody.until_screen("question")
    somebody.until(lambda seen: somebody.silent())
    somebody.until(lambda seen: not somebody.silent())  # it asks again in other words
    for tries in range(1, TRIES + 1):
        somebody.say(clip(root, "stop", after=PAUSE), server)
        if any("stop" in heard for heard in somebody.heard):
            return tries
    return None


def main() -> None:
    """Print how often "stop" was heard, and after how many tries."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=6, help="conversations with each canceller")
    times = parser.parse_args().times
    root = PACKAGE.parent
    with sync_playwright() as playwright:
        for name, options in (("the coach's canceller", ()), ("the browser's canceller", ("--no-canceller",))):
            found: list[int | None] = []
            other: list[str] = []
            with kiosk(*options) as address:
                for _ in range(times):
                    with (
                        echoing_sound_server() as server,
                        person_in_a_room(playwright.chromium, address, server) as somebody,
                    ):
                        found.append(stop_over_a_question(somebody, server, root))
                        other += [heard for heard in somebody.heard[1:] if set(heard.split()) != {"stop"}]
            print(
                f'{name}: "stop" over a question heard at the first try in {found.count(1)}, '
                f"within {TRIES} in {times - found.count(None)} of {times} conversations; heard besides: {other}",
                flush=True,
            )


if __name__ == "__main__":
    main()
