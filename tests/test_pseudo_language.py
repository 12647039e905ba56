"""No code carries a language: with all content in a pseudo-language everything goes on just as in English."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conversation import Talk, script, understanding
from tests.pseudo_language import OTHER, PLAIN, pseudo, write_pack
from voice_coach.dialogue.script import Script, load_script
from voice_coach.paths import intents_folder
from voice_coach.settings import DialogueSettings, Settings
from voice_coach.understanding.interpretation import Expectation, Interpretation, Situation
from voice_coach.understanding.library import load_library
from voice_coach.understanding.understanding import Understanding

NUMBER = "112"
"""The emergency number, which is no word of a language."""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pseudo")
    write_pack(intents_folder(), folder)
    return folder


@pytest.fixture(scope="module")
def pseudo_understanding(pack: Path) -> Understanding:
    return Understanding(load_library(pack))


@pytest.fixture(scope="module")
def pseudo_script(pack: Path) -> Script:
    return load_script(pack)


def essence(found: Interpretation) -> dict[str, Any]:
    return {
        "intent": found.intent,
        "slots": dict(found.slots),
        "score": round(found.score, 6),
        "accepted": found.accepted,
        "polarity": found.polarity,
        "rejection": found.rejection,
        "correction": found.correction,
        "reported": found.reported,
    }


def phrases(shared: Path) -> list[str]:
    groups = yaml.safe_load((shared / "phrases" / "en.yaml").read_text("utf-8"))
    lists = sorted((Path(__file__).parent / "understanding").glob("held_out*.yaml"))
    rows = [row for rows in groups.values() for row in rows]
    rows += [row for path in lists for row in yaml.safe_load(path.read_text("utf-8"))]
    return list(dict.fromkeys(str(row["text"]) for row in rows))


def test_the_letters_are_swapped_one_for_one() -> None:
    assert sorted(OTHER) == sorted(PLAIN)
    assert all(plain != other for plain, other in zip(PLAIN, OTHER, strict=True))
    assert pseudo("my {muscle} <cramping>").split()[1:] == ["{muscle}", "<cramping>"]


@pytest.mark.parametrize("situation", list(Situation), ids=str)
def test_every_phrase_means_the_same_in_the_pseudo_language(
    situation: Situation, shared: Path, pseudo_understanding: Understanding
) -> None:
    # Every phrase in two situations of the four: what is written in the code shows in any.
    every = phrases(shared)
    texts = every[list(Situation).index(situation) % 2 :: 2]
    expectation = Expectation(situation)
    different = {
        text: (essence(understanding().interpret(text, expectation)), essence(found))
        for text in texts
        if essence(found := pseudo_understanding.interpret(pseudo(text), expectation))
        != essence(understanding().interpret(text, expectation))
    }
    assert len(texts) > 500
    assert not different


def test_english_means_nothing_to_it(pseudo_understanding: Understanding) -> None:
    english = ("yes", "no", "not sure", "stop", "next", "help", "my calf is cramping", "i have chest pain")
    accepted = [
        text for text in english for situation in Situation
        if pseudo_understanding.interpret(text, Expectation(situation)).accepted
    ]  # fmt: skip
    assert not accepted


def test_every_line_and_question_is_said_in_the_pseudo_language(pseudo_script: Script) -> None:
    assert {name: line.say for name, line in pseudo_script.lines.items()} == {
        name: pseudo(line.say) for name, line in script().lines.items()
    }


CONVERSATIONS = {
    "a calf cramp to its end": [
        "my calf is cramping", "no", "nope", "no", "no", "it eased", "not really", "no", "next", "next", "next", "no",
        "no",
    ],
    "unclear, corrected, asked about": [
        "my thigh locked up", "maybe", "no", "mumble mumble", "uh uh", "no", "why do you say that", "stop",
    ],
    "an emergency": ["is this serious", "no", "yes", "repeat"],
    "a bystander": ["my friend has a cramp", "he collapsed"],
    "topics": ["why do i cramp", "more", "why do you say that", "what can i say", "and at night"],
    "did you say": ["cough cramp", "half", "yes", "no i mean yes", "louder", "slower", "go back", "start over"],
}  # fmt: skip


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_conversation_goes_the_same_way(
    name: str, pseudo_script: Script, pseudo_understanding: Understanding
) -> None:
    settings = Settings(dialogue=DialogueSettings(emergency_number=NUMBER))
    plain = Talk(settings=settings)
    other = Talk(settings=settings, script=pseudo_script, understanding=pseudo_understanding)
    for line in CONVERSATIONS[name]:
        plain.hear(line)
        other.hear(pseudo(line))
        plain.time.settle()
        other.time.settle()
    assert len(plain.of("say")) + len(plain.of("ask")) > 2

    def told(talk: Talk, translate: Any) -> list[Any]:
        return [
            {key: translate(value) if key == "text" else value for key, value in record.items()}
            for record in talk.records
        ]

    assert told(other, str) == told(plain, pseudo)
