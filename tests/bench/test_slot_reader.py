"""Slots read from a transcript, the longest value first."""

from pathlib import Path

from voice_coach.bench.slot_reader import read_slots, spoken_values
from voice_coach.understanding.library import load_library


def test_the_longest_value_wins_over_one_inside_it(root: Path):
    values = spoken_values(load_library(root / "bench" / "barista"))
    text = "can i have a medium roast large iced coffee with a lot of skim milk and sugar"
    assert read_slots(text, values) == {
        "roast": "medium roast",
        "size": "large",
        "coffee_drink": "iced coffee",
        "milk_amount": "a lot of skim milk",
        "sugar_amount": "sugar",
    }


def test_words_that_are_no_value_are_passed_over(tiny_library):
    values = spoken_values(tiny_library)
    assert read_slots("[unk] my lower uh lower leg", values) == {"muscle": "calf"}
    assert read_slots("", values) == {}
    assert read_slots("lower", {}) == {}


def test_every_label_of_the_barista_set_can_be_spoken_with_its_templates(root: Path, shared: Path):
    from voice_coach.bench.labels import read_labels

    library = load_library(root / "bench" / "barista")
    values = {name: {str(value) for value in entries.values} for name, entries in library.lists.items()}
    labels = read_labels(shared / "audio" / "barista" / "labels.json")
    assert len(labels) == 104
    for name, label in labels.items():
        for slot, value in label.slots.items():
            assert value in values[slot], f"{name}: {slot} has no {value}"
