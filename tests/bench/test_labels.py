"""Labels: what is read, and what is refused with file, clip and mend."""

import json

import pytest

from voice_coach.bench.labels import Label, read_labels
from voice_coach.errors import BadInput
from voice_coach.understanding.interpretation import Polarity, Situation


def write(tmp_path, content):
    path = tmp_path / "labels.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "line 1"),
        ("[]", "file names"),
        ({}, "file names"),
        ({"a.wav": "yes"}, "a.wav"),
        ({"a.wav": {}}, "says nothing"),
        ({"a.wav": {"intent": "answer", "slot": {}}}, '"slot" is not known'),
        ({"a.wav": {"intent": 3, "slots": {}}}, "intent is no text"),
        ({"a.wav": {"slots": {"muscle": ["calf"]}}}, "one value each"),
        ({"a.wav": {"intent": "answer", "situation": "asleep"}}, '"asleep" is not known'),
        ({"a.wav": {"intent": "answer", "polarity": "perhaps"}}, '"perhaps" is not known'),
    ],
)
def test_a_broken_label_is_named_with_its_mend(tmp_path, content, message):
    with pytest.raises(BadInput, match=message):
        read_labels(write(tmp_path, content))


def test_a_missing_label_file_is_named(tmp_path):
    with pytest.raises(BadInput, match=r"nowhere\.json"):
        read_labels(tmp_path / "nowhere.json")


def test_both_forms_of_a_label_are_read_in_the_order_of_names(tmp_path):
    labels = read_labels(
        write(
            tmp_path,
            {
                "b.flac": {"numberOfShots": "single shot", "group": "people"},
                "a.flac": {
                    "intent": "answer",
                    "polarity": "affirm",
                    "situation": "question",
                    "slots": {"duration": 60},
                },
            },
        )
    )
    assert list(labels) == ["a.flac", "b.flac"]
    assert labels["a.flac"] == Label({"duration": "60"}, "answer", Polarity.AFFIRM, Situation.QUESTION)
    assert labels["b.flac"] == Label({"number_of_shots": "single shot"}, group="people")
