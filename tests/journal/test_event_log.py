"""The event log on a real disk: private, whole, rotated, and never in the coach's way."""

from __future__ import annotations

import errno
import json
import os
import stat
import threading
from pathlib import Path

import jsonschema
import pytest

from tests.conversation import Talk
from voice_coach.interfaces.record import Record
from voice_coach.journal.event_log import CURRENT, EventLog, log_files
from voice_coach.journal.reader import LogReader, conversations
from voice_coach.settings import LogSettings

DAY = 86_400.0
START = 1_790_000_000.0


class Clock:
    """A wall clock that the test moves, forwards and backwards."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


class Written:
    """A log in a folder, and what it said."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.folder = folder
        self.clock = Clock()
        self.said: list[str] = []
        self.log = EventLog(folder, LogSettings(**settings), self.said.append, self.clock)
        self.emit = self.log.emitter()

    def tap(self, times: int = 1) -> None:
        for _ in range(times):
            self.emit(tapped("next"))

    @property
    def lines(self) -> list[dict]:
        return [json.loads(line) for file in log_files(self.folder) for line in file.read_text().splitlines()]


def tapped(button: str) -> Record:
    return {"t": 1.0, "event": "tapped", "button": button}


def heard(folder: Path, *lines: str, **settings: object) -> Written:
    """A real conversation, written down."""
    written = Written(folder, **settings)
    talk = Talk()
    talk.coach._emit = written.emit
    talk.hear(*lines)
    return written


def test_without_leave_no_word_of_a_person_reaches_the_disk(tmp_path: Path) -> None:
    heard(tmp_path, "my left calf is cramping", "my name is rosalind and i live in the old mill", "no", "stop")
    kept = (tmp_path / CURRENT).read_text()
    assert "cramping" not in kept.replace("cramp_relief", "")
    assert "rosalind" not in kept
    assert '"intent": "cramp_relief"' in kept
    assert '"muscle": "calf"' in kept


def test_with_leave_the_words_are_kept(tmp_path: Path) -> None:
    heard(tmp_path, "my left calf is cramping", "the old mill", words=True)
    assert '"text": "my left calf is cramping"' in (tmp_path / CURRENT).read_text()
    assert '"text": "the old mill"' in (tmp_path / CURRENT).read_text()


def test_every_line_is_an_event_of_the_contract_with_its_time_and_its_conversation(root: Path, tmp_path: Path) -> None:
    written = heard(tmp_path, "my calf is cramping", "no", "banana", "i have chest pain", "stop", "stop")
    schema = json.loads((root / "voice_coach/interfaces/schema/events.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    assert {"heard", "rejected", "say", "ask", "level", "end"} <= {line["event"] for line in written.lines}
    for line in written.lines:
        assert line.pop("at").startswith("20")
        assert len(line.pop("conversation")) in (0, 8)
        validator.validate(line)


def test_each_conversation_has_a_name_of_its_own_also_side_by_side(tmp_path: Path) -> None:
    written = Written(tmp_path)
    other = written.log.emitter()
    for _ in range(2):
        written.emit(tapped("yes"))
        other(tapped("no"))
        written.emit({"t": 2.0, "event": "end", "reason": "stopped"})
    told = list(conversations(LogReader(tmp_path).entries()))
    assert [[entry.record.get("button", "end") for entry in events] for events in told] == [
        ["yes", "end"],
        ["yes", "end"],
        ["no", "no"],
    ]


def test_files_and_folder_are_the_owner_s_alone(tmp_path: Path) -> None:
    mask = os.umask(0)
    try:
        written = Written(tmp_path / "new" / "log")
        written.tap()
    finally:
        os.umask(mask)
    assert stat.S_IMODE((written.folder / CURRENT).stat().st_mode) == 0o600
    assert stat.S_IMODE(written.folder.stat().st_mode) == 0o700


def test_switched_off_it_leaves_nothing(tmp_path: Path) -> None:
    Written(tmp_path / "log", enabled=False).tap()
    assert list(tmp_path.iterdir()) == []


def test_it_never_takes_more_room_than_it_may_and_loses_the_oldest(tmp_path: Path) -> None:
    written = Written(tmp_path, megabytes=0.02)
    for number in range(400):
        written.emit(tapped(str(number)))
    assert sum(file.stat().st_size for file in log_files(tmp_path)) <= 20_000
    buttons = [int(line["button"]) for line in written.lines]
    assert buttons == list(range(buttons[0], 400))
    assert 100 < buttons[0] < 300


def test_what_is_too_old_goes(tmp_path: Path) -> None:
    written = Written(tmp_path, days=30)
    for _ in range(12):
        written.tap()
        os.utime(tmp_path / CURRENT, (written.clock.now, written.clock.now))
        written.clock.now += 8 * DAY
    assert len(log_files(tmp_path)) == 4
    assert written.said == []


def test_a_clock_that_goes_back_is_told_once_and_loses_nothing(tmp_path: Path) -> None:
    written = Written(tmp_path, days=1)
    written.tap()
    written.clock.now -= 400 * DAY
    written.tap(3)
    assert len(written.said) == 1
    assert "went back" in written.said[0]
    assert len(written.lines) == 4


def test_a_clock_that_is_no_date_is_survived(tmp_path: Path) -> None:
    written = Written(tmp_path)
    written.clock.now = 1e300
    written.tap()
    assert written.lines[0]["at"].startswith("1970-01-01")


def test_the_line_after_a_torn_one_is_whole(tmp_path: Path) -> None:
    (tmp_path / CURRENT).write_bytes(b'{"at": "2026-01-01T00:0')
    Written(tmp_path).tap()
    reader = LogReader(tmp_path)
    assert len(list(reader.entries())) == 1
    assert reader.damaged == 1


def test_a_full_disk_is_told_once_and_survived(tmp_path: Path) -> None:
    # A device that is always full: every write to it fails as on a full disk.
    (tmp_path / CURRENT).symlink_to("/dev/full")
    written = Written(tmp_path)
    written.tap(3)
    assert len(written.said) == 1
    assert "No space left on device" in written.said[0]
    assert "free some space" in written.said[0]
    (tmp_path / CURRENT).unlink()
    written.tap(2)
    assert len(written.lines) == 2
    assert written.said[1:] == ["the event log is written again; 3 events are missing in it"]


def test_a_line_that_a_filling_disk_cut_off_does_not_take_the_next_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = Written(tmp_path)
    written.tap()
    whole = os.write
    monkeypatch.setattr(os, "write", lambda file, data: whole(file, data[: len(data) // 2]))
    written.tap()
    monkeypatch.setattr(os, "write", whole)
    written.tap()
    reader = LogReader(tmp_path)
    assert len(list(reader.entries())) == 2
    assert reader.damaged == 1
    assert [os.strerror(errno.ENOSPC) in said for said in written.said] == [True, False]


@pytest.mark.parametrize("place", ["/proc/nowhere/log", "FILE/log"])
def test_a_folder_that_cannot_be_written_is_told_once_and_survived(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("")
    written = Written(Path(place.replace("FILE", str(tmp_path / "file"))))
    written.tap(5)
    assert len(written.said) == 1
    assert "goes on without it" in written.said[0]


def test_a_log_that_somebody_deletes_or_moves_is_begun_anew(tmp_path: Path) -> None:
    written = Written(tmp_path)
    written.tap()
    (tmp_path / CURRENT).unlink()
    written.tap()
    assert len(written.lines) == 1


def test_two_coaches_may_write_to_one_folder_while_it_is_rotated(tmp_path: Path) -> None:
    both = [Written(tmp_path, megabytes=0.2), Written(tmp_path, megabytes=0.2)]
    threads = [threading.Thread(target=written.tap, args=(300,)) for written in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(written_lines := both[0].lines) == 600, [written.said for written in both]
    assert len({line["conversation"] for line in written_lines}) == 2
