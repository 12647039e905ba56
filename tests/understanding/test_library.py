"""The library: what it offers, and the sentence that each kind of mistake is answered with."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_coach.errors import BrokenContent
from voice_coach.understanding.library import IntentLibrary, load_library

CONTRACT = [
    "emergency",
    "cramp_relief",
    "is_it_serious",
    "see_doctor",
    "night_cramps",
    "causes",
    "prevention",
    "hydration",
    "supplements",
    "medication",
    "heat_or_cold",
    "twitch_or_cramp",
    "soreness_or_cramp",
    "keep_training",
    "energy_drinks",
    "stress",
    "eyelid",
    "recurring",
    "at_risk",
    "answer",
    "nav_next",
    "nav_repeat",
    "nav_back",
    "nav_pause",
    "nav_resume",
    "nav_stop",
    "nav_restart",
    "nav_help",
    "nav_slower",
    "nav_louder",
    "eased",
    "not_working",
    "more",
    "why",
]
MUSCLES = [
    "calf",
    "hamstring",
    "quad",
    "foot",
    "abs",
    "back",
    "neck",
    "glute",
    "biceps",
    "forearm",
    "hand",
    "shoulder",
    "side",
    "eyelid",
    "many",
    "other",
]

TOPIC = "intent: greet\nsentences:\n"


def content(folder: Path, **files: str) -> Path:
    """A content folder with these files; `topics` is topics/a.yaml."""
    (folder / "topics").mkdir()
    for name, text in files.items():
        path = folder / ("topics/a.yaml" if name == "topics" else f"{name}.yaml")
        path.write_text(text, encoding="utf-8")
    return folder


def test_every_intent_of_the_contract_has_sentences(library: IntentLibrary) -> None:
    assert set(CONTRACT) <= set(library.intents)


def test_every_muscle_of_the_contract_is_a_value(library: IntentLibrary) -> None:
    assert set(MUSCLES) == set(library.lists["muscle"].values)


def test_phrases_stay_few_enough_to_match_in_milliseconds(library: IntentLibrary) -> None:
    assert 2000 <= len(library.phrases()) <= 14000


def test_every_word_comes_with_its_place(library: IntentLibrary) -> None:
    words = library.words()
    assert words["hamstring"].file == "lists.yaml"
    assert all(place.line >= 1 and place.file.endswith(".yaml") for place in words.values())
    assert {word for phrase in library.phrases() for word in phrase.text.split()} <= set(words)


def test_short_words_of_the_gym_are_no_phrases(library: IntentLibrary) -> None:
    texts = {phrase.text for phrase in library.phrases()}
    assert texts.isdisjoint(
        ["on", "off", "go", "up", "down", "left", "right", "one", "two", "three", "four", "five", "ready", "set"]
    )


def test_a_list_puts_its_value_in_the_slot(tmp_path: Path) -> None:
    folder = content(
        tmp_path,
        topics=TOPIC + '  - "hello [dear] {name}"\n',
        lists="name:\n  - {in: (ann|annie), out: ann}\n  - {in: bob, out: 7}\n",
    )
    phrases = load_library(folder).phrases()
    assert {(phrase.text, phrase.slots["name"]) for phrase in phrases} == {
        ("hello ann", "ann"),
        ("hello annie", "ann"),
        ("hello bob", 7),
        ("hello dear ann", "ann"),
        ("hello dear annie", "ann"),
        ("hello dear bob", 7),
    }
    assert phrases[0].listed == {"name"}


def test_permutations_stand_for_every_order(tmp_path: Path) -> None:
    folder = content(tmp_path, topics=TOPIC + '  - "(red;blue) ball"\n')
    assert {phrase.text for phrase in load_library(folder).phrases()} == {"red blue ball", "blue red ball"}


def test_spoken_content_beside_the_sentences_is_left_to_the_dialogue(tmp_path: Path) -> None:
    text = TOPIC + "  - hello\nanswer:\n  - {id: a, say: Hello., source: {outside: somewhere}}\nmore: []\n"
    assert load_library(content(tmp_path, topics=text)).intents == ("greet",)


LONG = " ".join(["(a|b|c)"] * 8)

MISTAKES = {
    "unknown key": ({"topics": TOPIC + "  - hello\nsentence: oops\n"}, "topics/a.yaml, line 4", "use one of"),
    "missing key": ({"topics": "sentences: [hello]\n"}, "topics/a.yaml, line 1", "add `intent:`"),
    "no sentences": ({"topics": "intent: greet\nsentences: []\n"}, "topics/a.yaml, line 2", "add at least one"),
    "empty file": ({"topics": ""}, "topics/a.yaml, line 1", "write its content"),
    "empty sentence": ({"topics": TOPIC + '  - ""\n'}, "topics/a.yaml, line 3", "write the text"),
    "bad intent name": ({"topics": "intent: Say Hi\nsentences: [hello]\n"}, "topics/a.yaml, line 1", "lower-case"),
    "bad context": ({"topics": TOPIC + "  - hello\ncontext: always\n"}, "topics/a.yaml, line 4", "idle, session, any"),
    "open bracket": ({"topics": TOPIC + '  - "hello (you"\n'}, "topics/a.yaml, line 3", "close each"),
    "closing bracket alone": ({"topics": TOPIC + '  - "hello you)"\n'}, "topics/a.yaml, line 3", "close each"),
    "piece of a word": ({"topics": TOPIC + '  - "cramp[s] today"\n'}, "topics/a.yaml, line 3", "whole words"),
    "digits": ({"topics": TOPIC + "  - hello 2 you\n"}, "topics/a.yaml, line 3", "spelt"),
    "silence": ({"topics": TOPIC + '  - "[hello]"\n'}, "topics/a.yaml, line 3", "outside the square brackets"),
    "missing list": ({"topics": TOPIC + '  - "hello {name}"\n'}, "topics/a.yaml, line 3", "lists.yaml"),
    "missing rule": ({"topics": TOPIC + '  - "hello <name>"\n'}, "topics/a.yaml, line 3", "rules.yaml"),
    "too many phrases": ({"topics": TOPIC + f'  - "{LONG}"\n'}, "topics/a.yaml, line 3", "expand: false"),
    "claimed twice": (
        {"topics": "intents:\n  - {intent: a, sentences: [hello]}\n  - {intent: b, sentences: [hello]}\n"},
        "topics/a.yaml, line 3",
        "keep it in one",
    ),
    "two meanings": (
        {
            "topics": "intents:\n"
            "  - {intent: a, slots: {x: one}, sentences: [hello]}\n"
            "  - {intent: a, slots: {x: two}, sentences: [hello]}\n"
        },
        "topics/a.yaml, line 3",
        "keep it in one",
    ),
    "unknown slot value": (
        {"topics": TOPIC + "  - hello\nslots: {side: up}\n", "lists": "side:\n  - {in: left, out: left}\n"},
        "topics/a.yaml, line 4",
        "use one of: left",
    ),
    "list without values": (
        {"topics": TOPIC + "  - hello\n", "lists": "side: []\n"},
        "lists.yaml, line 1",
        "add a value",
    ),
    "value without out": (
        {"topics": TOPIC + "  - hello\n", "lists": "side:\n  - {in: l}\n"},
        "lists.yaml, line 2",
        "out",
    ),
    "rule in a circle": (
        {"topics": TOPIC + "  - hello\n", "rules": 'a: "x <b>"\nb: "y <a>"\n'},
        "rules.yaml, line 1",
        "without the circle",
    ),
    "alias of itself": (
        {"topics": TOPIC + "  - hello\n", "aliases": "- {heard: [hello], said: hello}\n"},
        "aliases.yaml, line 1",
        "write two words",
    ),
    "wording key": (
        {"topics": TOPIC + "  - hello\n", "wording": "yesses: [yes]\n"},
        "wording.yaml, line 1",
        "use one of",
    ),
    "number": ({"topics": TOPIC + "  - hello\n", "wording": "numbers: {two: x}\n"}, "wording.yaml, line 1", "number"),
    "sign without words": (
        {"topics": TOPIC + "  - hello\n", "signs": "- {slots: {symptom: x}, words: []}\n"},
        "signs.yaml, line 1",
        "groups of words",
    ),
    "key with a missing list": (
        {"topics": TOPIC + "  - hello\n", "keys": '- {intent: greet, words: [["{name}"]]}\n'},
        "keys.yaml, line 1",
        "lists.yaml",
    ),
    "tab": ({"topics": "intent: greet\n\tsentences: [hello]\n"}, "topics/a.yaml, line 2", "quotes and indents"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_file_line_and_mend(tmp_path: Path, mistake: str) -> None:
    files, place, mend = MISTAKES[mistake]
    with pytest.raises(BrokenContent) as caught:
        load_library(content(tmp_path, **files))
    assert place in str(caught.value)
    assert mend in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_without_topics_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenContent, match="holds no YAML file"):
        load_library(tmp_path)
