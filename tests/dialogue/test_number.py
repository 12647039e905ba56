"""Number: whom to call, by country or as it was typed, shown in digits and spoken digit by digit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.dialogue.driver import Talk, script
from voice_coach.content.document import read_document
from voice_coach.dialogue.actions import Say
from voice_coach.dialogue.core import new_session
from voice_coach.dialogue.number import Number, load_numbers, read_numbers, require_number
from voice_coach.errors import EXIT_BAD_INPUT, BadInput, BrokenContent, MissingNumber
from voice_coach.interfaces.cli import main
from voice_coach.settings import DialogueSettings


def spoken(settings: DialogueSettings) -> list[Say]:
    """What is said in an emergency with these settings."""
    talk = Talk(new_session(script(), settings, 0.0))
    talk.say("emergency", symptom="chest_pain")
    return [action for action in talk.actions if isinstance(action, Say)]


@pytest.mark.parametrize(
    ("country", "shown", "said"),
    [
        ("GB", "999", "nine nine nine"),
        ("IE", "112", "one one two"),
        ("US", "911", "nine one one"),
        ("AU", "000", "triple zero"),
        ("NZ", "111", "one one one"),
        ("EU", "112", "one one two"),
        ("NO", "113", "one one three"),
        ("gb", "999", "nine nine nine"),
        (" de ", "112", "one one two"),
    ],
)
def test_a_country_has_its_number_shown_in_digits_and_spoken_one_by_one(country, shown, said):
    call = spoken(DialogueSettings(country=country))[0]
    assert f"Have someone call {shown};" in call.text
    assert f"Have someone call {said};" in call.spoken


def test_a_number_that_is_typed_goes_before_the_countrys_and_is_spoken_digit_by_digit():
    call = spoken(DialogueSettings(country="GB", emergency_number="the desk on 4 0"))[0]
    assert "call the desk on 4 0;" in call.text
    assert "call the desk on four zero;" in call.spoken


def test_without_a_number_the_words_of_the_content_are_said():
    call = spoken(DialogueSettings())[0]
    assert "call your emergency number;" in call.text
    assert call.spoken == call.text


def test_lines_without_a_number_are_spoken_as_they_are_shown():
    says = spoken(DialogueSettings(country="GB"))
    assert all(say.spoken == say.text for say in says if "999" not in say.text)
    assert any(say.spoken != say.text for say in says)


@pytest.mark.parametrize("country", ["XX", "England", "", "G"])
def test_an_unknown_country_is_one_sentence_that_names_the_codes(country):
    with pytest.raises(BadInput) as raised:
        script().numbers.of(DialogueSettings(country=country))
    assert "GB" in str(raised.value)
    assert "--emergency-number" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_an_unknown_country_ends_a_command_with_exit_code_2(capsys):
    assert main(["text", "--country", "XX"]) == EXIT_BAD_INPUT
    told = capsys.readouterr().err
    assert '"XX"' in told
    assert "IE" in told
    assert len(told.strip().splitlines()) == 1


def test_a_coach_without_anybody_beside_it_needs_a_number(capsys):
    with pytest.raises(MissingNumber, match="--country"):
        require_number(DialogueSettings())
    with pytest.raises(MissingNumber):
        require_number(DialogueSettings(country=" ", emergency_number="  "))
    require_number(DialogueSettings(country="GB"))
    require_number(DialogueSettings(emergency_number="112"))
    assert main(["run", "--unattended"]) == EXIT_BAD_INPUT
    assert "--emergency-number" in capsys.readouterr().err


def test_every_number_of_the_content_names_who_says_so():
    numbers = load_numbers(Path(__file__).resolve().parents[2] / "intents")
    assert numbers == script().numbers
    assert len(numbers.countries) > 20
    for code, number in numbers.countries.items():
        assert number.source is not None, code
        assert number.shown.isdigit(), code
        assert not any(mark.isdigit() for mark in number.spoken), code


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("country: GB", "country: UK2"), "not a country code"),
        (("country: GB", "country: gb"), "not a country code"),
        (("country: GB", "country: IE"), "twice"),
        (('"0": zero, ', ""), "the digit 0 has no word"),
        (("  unset: your emergency number\n", ""), '"unset" is missing'),
    ],
)
def test_a_mistake_in_the_numbers_is_named_with_its_line(tmp_path, change, problem):
    text = (Path(__file__).resolve().parents[2] / "intents/dialogue/numbers.yaml").read_text(encoding="utf-8")
    file = tmp_path / "numbers.yaml"
    file.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(BrokenContent, match=rf"numbers\.yaml, line \d+: .*{problem}"):
        read_numbers(read_document(file).mapping(required=("numbers",))["numbers"])


def test_a_content_folder_without_numbers_knows_none(tmp_path):
    assert load_numbers(tmp_path).countries == {}
    with pytest.raises(BadInput, match="use one of none"):
        load_numbers(tmp_path).of(DialogueSettings(country="GB"))


def test_a_typed_number_needs_no_country():
    settings = replace(DialogueSettings(), emergency_number=" 1 1 2 ")
    assert script().numbers.of(settings) == Number("1 1 2", "one one two")
