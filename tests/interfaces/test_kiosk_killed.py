"""`voice-coach kiosk` as a service: killed in the middle of a conversation, its browser is back on the same step."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.interfaces.kiosk.conftest import PATIENCE
from tests.interfaces.kiosk.pages import Browser, Kiosk
from tests.interrupts import heed_interrupts

ANOTHER = "voice_coach_browser=another-browser-another-browser"


@contextmanager
def served(model: Path, state: Path) -> Iterator[tuple[Kiosk, subprocess.Popen[str]]]:
    command = [sys.executable, "-m", "voice_coach.interfaces.cli", "kiosk", "--country", "GB", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--model", str(model)], env={**os.environ, "VOICE_COACH_STATE": str(state)},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, preexec_fn=heed_interrupts,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        lines = [process.stdout.readline(), process.stdout.readline()]
        found = re.search(r":(\d+)/", lines[1])
        assert found, lines
        yield Kiosk(int(found[1]), None), process
    finally:
        process.kill()
        process.communicate(timeout=PATIENCE)


def name_of(page: Browser) -> str:
    return next(message["conversation"] for message in page.told if message["type"] == "welcome")


def on_massage(view: dict) -> bool:
    return view["step"] is not None and view["step"]["step"] == "massage"


def test_killed_in_the_middle_the_same_browser_is_on_the_same_step(model: Path, tmp_path: Path) -> None:
    with served(model, tmp_path) as (kiosk, process):
        with kiosk.page() as page:
            page.touch("cramp.calf")
            for question in ("chest_breathing", "faint_confused", "pop_tear", "fall_hit"):
                page.asked(question)
                page.touch("no")
            page.until(lambda view: view["hold"] is not None)
            page.touch("eased")
            for question in ("swelling", "tingling"):
                page.asked(question)
                page.touch("no")
            before = page.until(on_massage)
            name = name_of(page)
            process.send_signal(signal.SIGKILL)
            process.wait(timeout=PATIENCE)
        assert process.returncode == -signal.SIGKILL
    with served(model, tmp_path) as (kiosk, process):
        with kiosk.page(name, cookie=ANOTHER) as other:
            assert name_of(other) != name
            assert other.view["screen"] == "attract"
        with kiosk.page(name) as page:
            assert name_of(page) == name
            after = page.until(on_massage)
            assert after["step"] == before["step"]
            again = page.until(lambda view: view["said"] is not None and not view["speaking"])
            assert again["said"]["line"].startswith("relief.massage"), "the step is said again"
            page.touch("next")
            page.until(lambda view: view["step"] is not None and view["step"]["step"] == "hydrate")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PATIENCE) == 130
    # Stopped on purpose, it keeps where they were all the same: an update of the service is no end of anything.
    with served(model, tmp_path) as (kiosk, process), kiosk.page(name) as page:
        page.until(lambda view: view["step"] is not None and view["step"]["step"] == "hydrate")
        page.touch("stop")
        page.until(lambda view: view["step"] is None and not view["speaking"])
        page.touch("stop")
        page.until(lambda view: view["screen"] == "attract")
    with served(model, tmp_path) as (kiosk, process), kiosk.page(name) as page:
        assert page.view["screen"] == "attract", "what is over is over"
    assert (tmp_path / "log" / "events.jsonl").is_file()
