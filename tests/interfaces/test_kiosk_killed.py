"""`voice-coach kiosk` as a service: killed in the middle of a conversation, its browser is back on the same step."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.interfaces.kiosk.command import start_kiosk
from tests.interfaces.kiosk.conftest import PATIENCE, eventually
from tests.interfaces.kiosk.pages import Browser, Kiosk
from tests.interfaces.test_run_killed import Watching

ANOTHER = "voice_coach_browser=another-browser-another-browser"


@contextmanager
def served(model: Path, state: Path, **environment: str) -> Iterator[tuple[Kiosk, subprocess.Popen[str]]]:
    own = {**os.environ, "VOICE_COACH_STATE": str(state), **environment}
    process, port = start_kiosk(model, "--country", "GB", environment=own)
    try:
        yield Kiosk(port, None), process
    finally:
        process.kill()
        process.communicate(timeout=PATIENCE)


def name_of(page: Browser) -> str:
    return next(message["conversation"] for message in page.told if message["type"] == "welcome")


def kept(state: Path) -> int:
    """How many conversations are on the disk."""
    with contextlib.closing(sqlite3.connect(state / "conversation.sqlite")) as database:
        return int(database.execute("SELECT count(*) FROM conversation").fetchone()[0])


def events(state: Path) -> list[dict]:
    """What the log holds."""
    return [json.loads(line) for line in (state / "log" / "events.jsonl").read_text().splitlines()]


def on_massage(view: dict) -> bool:
    return view["step"] is not None and view["step"]["step"] == "massage"


def to_massage(page: Browser) -> dict:
    """Touch the way from a calf cramp to its massage; the view there."""
    page.touch("cramp.calf")
    for question in ("chest_breathing", "faint_confused", "pop_tear", "fall_hit"):
        page.asked(question)
        page.touch("no")
    page.until(lambda view: view["hold"] is not None)
    page.touch("eased")
    for question in ("swelling", "tingling"):
        page.asked(question)
        page.touch("no")
    return page.until(on_massage)


def test_the_emergency_screen_is_back_although_its_conversation_was_over(model: Path, tmp_path: Path) -> None:
    with served(model, tmp_path) as (kiosk, process), kiosk.page() as page:
        page.touch("emergency")
        page.until(lambda view: view["screen"] == "emergency" and view["speaking"])
        page.touch("stop")
        page.until(lambda view: view["screen"] == "emergency" and not view["speaking"])
        name = name_of(page)
        with eventually(lambda: events(tmp_path)[-1]["event"] == "end"):
            pass
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=PATIENCE)
    with served(model, tmp_path) as (kiosk, process), kiosk.page(name) as page:
        assert page.until(lambda view: view["screen"] == "emergency")["emergency"]["number"] == "999"
        page.touch("start")
        page.until(lambda view: view["screen"] == "talk")
        with eventually(lambda: kept(tmp_path) == 0):
            pass


def test_killed_in_the_middle_the_same_browser_is_on_the_same_step(model: Path, tmp_path: Path) -> None:
    watching = Watching(tmp_path / "notify")
    watched = {"NOTIFY_SOCKET": watching.address, "WATCHDOG_USEC": "2000000"}
    with served(model, tmp_path, **watched) as (kiosk, process):
        with kiosk.page() as page:
            before = to_massage(page)
            name = name_of(page)
            with eventually(lambda: watching.told[1:2] == ["WATCHDOG=1"]):
                assert watching.told[0] == "READY=1"
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
            assert kept(tmp_path) == 1
            with kiosk.page() as other:
                other.touch("cramp.foot")
                other.until(lambda view: view["question"] is not None)
                assert kept(tmp_path) == 2
                other.touch("stop")
                other.until(lambda view: view["screen"] in ("talk", "closing") and view["question"] is None)
                with eventually(lambda: kept(tmp_path) == 1):
                    pass
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PATIENCE) == 130
    assert kept(tmp_path) == 1, "a server that is stopped to be updated ends nobody's conversation"
    assert {"content", "tapped", "restored", "step"} <= {event["event"] for event in events(tmp_path)}
