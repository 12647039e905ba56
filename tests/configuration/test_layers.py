"""Which layer wins, and what a mistake says."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_coach.configuration.layers import layered
from voice_coach.configuration.toml_file import read_file
from voice_coach.errors import BadInput
from voice_coach.settings import Settings

FILE = '# ours\n[dialogue]\ncountry = "IE"\n\n[wake]\nwindow = 5\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(FILE)
    return path


def test_without_anything_the_defaults_are_in_force(tmp_path: Path) -> None:
    now = layered(tmp_path / "none.toml", {}, {})
    assert now.settings == Settings()
    assert set(now.origins.values()) == {"default"}


def test_file_environment_and_command_line_go_one_before_the_other(file: Path) -> None:
    now = layered(file, {}, {})
    assert now.settings.dialogue.country == "IE"
    assert now.settings.wake.window == 5.0
    assert now.origins["dialogue.country"] == "file, line 3"
    now = layered(file, {"VOICE_COACH_COUNTRY": "GB"}, {"dialogue.country": None})
    assert now.settings.dialogue.country == "GB"
    assert now.origins["dialogue.country"] == "environment (VOICE_COACH_COUNTRY)"
    now = layered(file, {"VOICE_COACH_COUNTRY": "GB"}, {"dialogue.country": "US"})
    assert now.settings.dialogue.country == "US"
    assert now.origins["dialogue.country"] == "command line"
    assert now.settings.wake.window == 5.0


def test_every_setting_has_a_variable_and_an_empty_one_sets_nothing(file: Path) -> None:
    now = layered(file, {"VOICE_COACH_LOG_WORDS": "on", "VOICE_COACH_COUNTRY": " "}, {})
    assert now.settings.log.words is True
    assert now.settings.dialogue.country == "IE"


def test_a_variable_that_cannot_be_used_is_named(file: Path) -> None:
    with pytest.raises(BadInput, match="VOICE_COACH_LOG_WORDS=perhaps: set it to true or false"):
        layered(file, {"VOICE_COACH_LOG_WORDS": "perhaps"}, {})


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[dialogue]\ncontry = "GB"\n', 2, "did you mean dialogue.country?"),
        ('country = "GB"\n', 1, "did you mean dialogue.country?"),
        ("[dialog]\noutside = true\n", 2, "did you mean dialogue.outside?"),
        ('\n\n[log]\nwords = "yes"\n', 4, "write true or false"),
        ("[log]\ndays = -3\n", 2, "a number from 0 to 36500"),
        ("log.days = true\n", 1, "a number from 0 to 36500"),
        ('[log]\n"days" = []\n', 2, "a number from 0 to 36500"),
        ("[voice]\nwords_per_minute = 150.0\n", 2, "a whole number"),
        ("[dialogue]\ncountry = GB\n", 2, 'text in "quotes"'),
        ("[dialogue\n", 1, "below a `[table]`"),
        ("[log]\ndays = 1\ndays = 2\n", 3, "Cannot overwrite"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_mend(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    _, (mistake,) = read_file(path)
    assert str(mistake).startswith(f"{path}:{line}: ")
    assert says in str(mistake)
    with pytest.raises(BadInput):
        layered(path, {}, {})


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\x00"])
def test_what_is_no_text_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(data)
    _, mistakes = read_file(path)
    assert len(mistakes) == 1
    assert str(mistakes[0]).count("\n") == 0


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    _, (mistake,) = read_file(tmp_path)
    assert "cannot be read" in str(mistake)


def test_several_mistakes_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[log]\ndays = -1\nword = true\n")
    with pytest.raises(BadInput, match="validate` shows 1 more"):
        layered(path, {}, {})
