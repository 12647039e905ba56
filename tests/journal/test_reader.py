"""The event log read back, whatever state it is in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voice_coach.errors import BadInput
from voice_coach.journal.entry import read_entry, write_entry
from voice_coach.journal.event_log import CURRENT
from voice_coach.journal.reader import OPEN_AT_ONCE, LogReader, conversations

TAPPED = {"t": 1.0, "event": "tapped", "button": "next"}
LINE = write_entry(TAPPED, "0a1b2c3d", 1_790_000_000.0)


def test_a_line_read_back_is_what_was_written() -> None:
    entry = read_entry(LINE)
    assert entry is not None
    assert entry.record == TAPPED
    assert entry.conversation == "0a1b2c3d"
    assert entry.at.timestamp() == 1_790_000_000.0


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        LINE[:-20],
        b"\x00" * 500,
        b"[1, 2]",
        b'"at"',
        b"null",
        b"[" * 100_000,
        LINE.replace(b'"t": 1.0', b'"t": "soon"'),
        LINE.replace(b'"t": 1.0', b'"t": true'),
        LINE.replace(b'"button"', b'"bottom"'),
        LINE.replace(b'"tapped"', b'"tapdance"'),
        LINE.replace(b'"tapped"', b'["tapped"]'),
        LINE.replace(b'"0a1b2c3d"', b"7"),
        b'{"at": "2026-01-01T00:00:00", "conversation": "a", "t": 1.0, "event": "tapped", "button": "no"}',
    ],
)
def test_a_damaged_line_is_no_entry(line: bytes) -> None:
    assert read_entry(line) is None


@given(data=st.binary(max_size=300), at=st.integers(0, len(LINE)))
@settings(max_examples=200, deadline=None)
def test_no_damage_raises(data: bytes, at: int) -> None:
    read_entry(data)
    read_entry(LINE[:at] + data + LINE[at:])


@given(noise=st.binary(min_size=1, max_size=2000))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_stands_around_the_damage_is_read(tmp_path: Path, noise: bytes) -> None:
    (tmp_path / CURRENT).write_bytes(LINE + noise.replace(b"\n", b"") + b"\n" + LINE)
    reader = LogReader(tmp_path)
    assert len(list(reader.entries())) == 2


def test_only_the_last_days_are_read_when_asked(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    lines = [write_entry(TAPPED, str(days), (now - timedelta(days=days)).timestamp()) for days in (40, 6, 1)]
    (tmp_path / CURRENT).write_bytes(b"".join(lines))
    assert [entry.conversation for entry in LogReader(tmp_path).entries(days=7)] == ["6", "1"]


def test_an_empty_or_missing_folder_is_an_empty_log(tmp_path: Path) -> None:
    assert list(LogReader(tmp_path / "none").entries()) == []


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / CURRENT).write_bytes(LINE)

    def refuse(*arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(BadInput, match=r"events\.jsonl cannot be read \(Permission denied\)"):
        list(LogReader(tmp_path).entries())


def test_conversations_that_never_end_do_not_fill_the_memory() -> None:
    entries = [read_entry(write_entry(TAPPED, f"{number:08x}", 1.0)) for number in range(OPEN_AT_ONCE + 50)]
    told = conversations(entry for entry in entries if entry is not None)
    assert next(told)[0].conversation == "00000000"
    assert len(list(told)) == OPEN_AT_ONCE + 49
