"""Settings by name: every one has a type, limits and words about it."""

from __future__ import annotations

import pytest

from voice_coach.configuration.key import keys, suggestion


def test_every_setting_says_what_it_is_about_and_takes_its_own_default() -> None:
    assert len(keys()) > 25
    for name, key in keys().items():
        assert len(key.about) > 20, name
        assert key.default is None or key.take(key.default) == key.default


def test_every_setting_of_the_dataclasses_can_be_set() -> None:
    from dataclasses import fields

    from voice_coach.settings import Settings

    assert len(keys()) == sum(len(fields(getattr(Settings(), room.name))) for room in fields(Settings))


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("log.words", "Yes", True),
        ("log.words", " off ", False),
        ("log.days", "30", 30.0),
        ("voice.words_per_minute", "140", 140),
        ("dialogue.country", "GB", "GB"),
        ("dialogue.emergency_number", "112", "112"),
    ],
)
def test_text_is_read_as_what_it_means(name: str, text: str, value: object) -> None:
    read = keys()[name].read(text)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("log.words", "maybe", "true or false"),
        ("log.days", "-1", "a number from 0 to 36500"),
        ("log.days", "nan", "a number"),
        ("log.days", "long", "a number"),
        ("voice.words_per_minute", "140.5", "a whole number from 80 to 300"),
        ("voice.words_per_minute", "1e9", "a whole number"),
        ("dialogue.country", " ", "text that is not empty"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_could(name: str, text: str, expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        keys()[name].read(text)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("dialogue.contry", "dialogue.country"),
        ("log.country", "dialogue.country"),
        ("country", "dialogue.country"),
        ("Wake.Needed", "wake.needed"),
    ],
)
def test_a_name_that_is_nearly_right_is_mended(written: str, meant: str) -> None:
    assert suggestion(written) == f"did you mean {meant}?"


def test_a_name_like_no_other_leads_to_the_list() -> None:
    assert "config show" in suggestion("qqqq.zzzz")
