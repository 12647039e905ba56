"""The owner's counts, checked against conversations that were really had."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from tests.conversation import Talk
from voice_coach.interfaces.cli import main
from voice_coach.journal.event_log import CURRENT, EventLog
from voice_coach.settings import LogSettings

EIGHT_IN_THE_EVENING = 1_790_020_800.0


def log(folder: Path, *told: tuple[str, ...], words: bool = False) -> None:
    """Conversations, each with a coach of its own."""
    events = EventLog(folder, LogSettings(words=words), lambda text: None, clock=lambda: EIGHT_IN_THE_EVENING)
    for lines in told:
        talk = Talk()
        talk.coach._emit = events.emitter()
        talk.hear(*lines)


CALF = ("my calf is cramping", "no", "stop")
CHEST = ("my calf is cramping", "yes", "stop")
MUMBLED = ("my calf is cramping", "the old mill", "stop")
NOBODY = ("banana bread",)


def stats(folder: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict:
    assert main(["stats", "--folder", str(folder), "--json", *options]) == 0
    return json.loads(capsys.readouterr().out)


def test_it_counts_by_intent_level_hour_and_what_was_not_understood(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    log(tmp_path, CALF, CHEST, MUMBLED, NOBODY)
    counts = stats(tmp_path, capsys)
    assert counts["conversations"] == 3
    assert counts["intents"]["cramp_relief"] == 3
    assert counts["levels"] == {"emergency": 1}
    assert sum(counts["hours"]) == 3
    assert max(counts["hours"]) == 3
    assert sum(counts["unmatched"].values()) == 2
    assert counts["phrases"] == {}
    assert counts["ends"] == {"stopped": 3}


def test_phrases_are_counted_only_where_the_owner_has_words_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log(tmp_path, MUMBLED, MUMBLED, words=True)
    assert stats(tmp_path, capsys)["phrases"] == {"the old mill": 2}
    assert main(["stats", "--folder", str(tmp_path)]) == 0
    assert "the old mill" in capsys.readouterr().out


def test_the_table_says_that_words_are_not_kept_and_how_to_keep_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log(tmp_path, CALF, MUMBLED)
    assert main(["stats", "--folder", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert "2 conversations" in shown
    assert "voice-coach config set log.words true" in shown
    assert "old mill" not in shown


def test_an_empty_log_is_no_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", "--folder", str(tmp_path)]) == 0
    assert "nobody has talked" in capsys.readouterr().out
    assert stats(tmp_path, capsys)["conversations"] == 0


def test_damage_is_told_and_counted_around(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log(tmp_path, CALF)
    with (tmp_path / CURRENT).open("ab") as file:
        file.write(b'{"at": "2026-\n\x00\x00\xff\n{"torn')
    assert main(["stats", "--folder", str(tmp_path)]) == 0
    told = capsys.readouterr()
    assert "1 conversation," in told.out
    assert told.err == "voice-coach: 3 damaged lines of the event log were left out\n"


def test_the_plot_is_a_picture_with_something_on_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log(tmp_path, CALF, CHEST)
    picture = tmp_path / "stats.png"
    assert main(["stats", "--folder", str(tmp_path), "--plot", str(picture)]) == 0
    colours = Image.open(picture).convert("RGB").getcolors(1_000_000)
    assert colours is not None
    assert len(colours) > 20


@pytest.mark.parametrize("name", ["nowhere/stats.png", "stats.nonsense"])
def test_a_picture_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["stats", "--folder", str(tmp_path), "--plot", str(tmp_path / name)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
