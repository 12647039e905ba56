"""`voice-coach log`: what happened, read like a conversation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.journal.test_stats import CALF, CHEST, MUMBLED, NOBODY, log
from voice_coach.interfaces.cli import main
from voice_coach.journal.entry import write_entry
from voice_coach.journal.event_log import CURRENT


def shown(folder: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert main(["log", "--folder", str(folder), *options]) == 0
    return capsys.readouterr().out


def test_it_reads_like_a_conversation_without_anybody_s_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log(tmp_path, CALF, MUMBLED)
    text = shown(tmp_path, capsys)
    assert text.count(", conversation ") == 2
    assert "you  -> cramp_relief muscle=calf" in text
    assert "coach  Do you have chest pain, or trouble breathing?" in text
    assert "not understood" in text
    assert "mill" not in text


def test_the_last_conversations_are_shown_and_the_rest_on_demand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log(tmp_path, CALF, CHEST, NOBODY)
    assert shown(tmp_path, capsys).count(", conversation ") == 2
    assert "LEVEL emergency" in shown(tmp_path, capsys, "--last", "1")
    assert "not understood" not in shown(tmp_path, capsys)
    assert "not understood" in shown(tmp_path, capsys, "--all")


def test_as_json_it_is_what_was_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log(tmp_path, CALF)
    assert shown(tmp_path, capsys, "--json") == (tmp_path / CURRENT).read_text()
    assert all(json.loads(line)["event"] for line in (tmp_path / CURRENT).read_text().splitlines())


def test_a_clock_that_went_back_is_shown_where_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taps = [write_entry({"t": 1.0, "event": "tapped", "button": "no"}, "a", at) for at in (2e9, 1.9e9)]
    (tmp_path / CURRENT).write_bytes(b"".join(taps))
    assert shown(tmp_path, capsys).count("clock went back") == 1


def test_an_erased_log_is_gone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log(tmp_path, CALF)
    assert "deleted" in shown(tmp_path, capsys, "--erase")
    assert list(tmp_path.iterdir()) == []
    assert "nothing to show" in shown(tmp_path, capsys)
    assert "no event log" in shown(tmp_path, capsys, "--erase")


@pytest.mark.parametrize("option", [("--last", "0"), ("--days", "-1"), ("--days", "nan")])
def test_numbers_that_mean_nothing_are_bad_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: tuple[str, str]
) -> None:
    assert main(["log", "--folder", str(tmp_path), *option]) == 2
    assert "give 1 or more" in capsys.readouterr().err
