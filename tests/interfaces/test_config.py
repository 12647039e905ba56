"""`voice-coach config`, and that every command heeds what it sets."""

from __future__ import annotations

import io
import json
import stat
import sys
from pathlib import Path

import pytest

from voice_coach.interfaces.cli import main


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "settings" / "config.toml"
    monkeypatch.setenv("VOICE_COACH_CONFIG", str(path))
    for name in ("VOICE_COACH_COUNTRY", "VOICE_COACH_NUMBER"):
        monkeypatch.delenv(name, raising=False)
    return path


def config(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(["config", *arguments]) == code
    told = capsys.readouterr()
    return told.out if code == 0 or told.out else told.err


def test_what_is_set_is_shown_with_its_origin(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config(capsys, "set", "dialogue.country", "GB")
    assert config(capsys, "get", "dialogue.country") == "GB\n"
    shown = json.loads(config(capsys, "show", "--json"))
    assert shown["dialogue.country"]["value"] == "GB"
    assert shown["dialogue.country"]["origin"] == "file, line 2"
    assert shown["log.words"]["origin"] == "default"
    table = config(capsys, "show", "--about")
    assert "file, line 2" in table
    assert "Country code" in table
    assert config(capsys, "path") == f"{file}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_setting_one_thing_leaves_the_rest_and_the_comments_alone(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.parent.mkdir()
    file.write_text('# The gym in Mill Lane\n[dialogue] # ours\ncountry = "IE" # for now\noutside = false\n')
    config(capsys, "set", "dialogue.country", "GB")
    config(capsys, "set", "log.days", "30")
    text = file.read_text()
    assert '# The gym in Mill Lane\n[dialogue] # ours\ncountry = "GB" # for now\noutside = false\n' in text
    assert "[log]\ndays = 30" in text
    config(capsys, "unset", "log.days")
    assert json.loads(config(capsys, "show", "--json"))["log.days"]["origin"] == "default"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("set", "dialogue.contry", "GB"), "did you mean dialogue.country?"),
        (("get", "nonsense"), "config show"),
        (("set", "log.words", "perhaps"), "give true or false"),
        (("set", "dialogue.country", "Atlantis"), "no emergency number is known"),
    ],
)
def test_what_cannot_be_set_is_refused_and_nothing_is_written(
    file: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str
) -> None:
    told = config(capsys, *arguments, code=2)
    assert says in told
    assert told.count("\n") == 1
    assert not file.exists()


def test_a_broken_file_is_not_written_over(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.parent.mkdir()
    file.write_text("[dialogue\n")
    assert f"{file}:1: " in config(capsys, "set", "log.words", "true", code=2)
    assert file.read_text() == "[dialogue\n"
    assert f"{file}:1: " in config(capsys, "validate", code=2)


def test_validate_shows_every_mistake(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "is not there" in config(capsys, "validate")
    file.parent.mkdir()
    file.write_text("[log]\nday = 1\nwords = 7\n")
    assert config(capsys, "validate", code=2).count(f"{file}:") == 2
    file.write_text("[log]\nwords = true\n")
    assert "all can be used" in config(capsys, "validate")


def test_a_place_that_cannot_be_written_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICE_COACH_CONFIG", "/proc/nowhere/config.toml")
    assert "VOICE_COACH_CONFIG" in config(capsys, "set", "log.words", "true", code=2)


def test_a_command_heeds_the_file_and_its_own_options_first(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    config(capsys, "set", "dialogue.emergency_number", "12345")

    def said(*options: str) -> str:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"i have chest pain\n")))
        assert main(["text", *options]) == 0
        return capsys.readouterr().out

    assert "12345" in said()
    assert "12345" not in said("--emergency-number", "678")
    file.write_text("[dialog]\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert main(["text"]) == 2
    assert f"{file}:1: " in capsys.readouterr().err


def test_what_the_file_switches_on_an_option_switches_off(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from voice_coach.interfaces.cli import build_parser
    from voice_coach.interfaces.commands._options import settings_from

    config(capsys, "set", "wake.needed", "true")
    config(capsys, "set", "log.enabled", "no")

    def settings(*options: str):
        return settings_from(build_parser().parse_args(["run", *options]))

    assert settings().wake.needed
    assert not settings("--no-wake").wake.needed
    assert not settings("--push-to-talk").wake.needed, "whoever presses a key need not call"
    assert not settings().log.enabled
    assert settings("--log").log.enabled
    monkeypatch.setenv("VOICE_COACH_WAKE_NEEDED", "off")
    assert not settings().wake.needed
    assert settings("--wake").wake.needed
    assert settings("--input", "2").sound.input == "2"
