"""Outside: lines that no source document carries can be left out as a set; what keeps people safe never is."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.content.spoken import script
from tests.conversation import Talk
from voice_coach.dialogue.script import EMERGENCY_SCRIPTS
from voice_coach.settings import DialogueSettings, Settings

WITHOUT = Settings(dialogue=DialogueSettings(outside=False))


def safety_lines() -> set[str]:
    """Lines of the danger questions, escalation, emergency, cool-down and closing, and those marked in the data."""
    content = script()
    return (
        {line.id for question in content.questions.values() for line in question.lines}
        | {line for lines in (*content.levels.values(), *content.emergency.values()) for line in lines}
        | {line for step in content.steps.values() if step.kind == "wait" for line in step.lines}
        | {line for protocol in content.protocols.values() for line in protocol.opening}
        | {*content.cannot_check}
        | {line for lines in content.cues.values() for line in lines}
        | {line.id for line in content.lines.values() if line.safety}
    )


def test_the_set_is_marked_outside_and_holds_no_safety_line():
    content = script()
    assert len(content.switchable) >= 14
    assert all(content.lines[name].source.outside for name in content.switchable)
    assert not content.switchable & safety_lines()


def test_without_the_set_every_line_but_those_is_there():
    content = script().without_outside()
    assert set(script().lines) - set(content.lines) == script().switchable
    assert safety_lines() <= set(content.lines)
    assert set(content.emergency) >= set(EMERGENCY_SCRIPTS)
    assert (content.levels, content.questions, content.protocols) == (
        script().levels,
        script().questions,
        script().protocols,
    )


def test_what_informs_from_outside_is_in_the_set_unless_it_is_marked_for_safety():
    content = script()
    steps = {line for step in content.steps.values() for line in step.lines}
    informing = {line for topic in content.topics.values() for line in topic.lines}
    informing |= {name for name in content.lines if name.rpartition(".")[0] in steps and content.lines[name].source}
    left = {
        name
        for name in informing - steps - content.switchable
        if content.lines[name].source.outside and not content.lines[name].safety
    }
    assert left == set()


@pytest.mark.parametrize("intent", sorted(script().topics))
def test_every_topic_still_has_an_answer_from_the_documents_or_for_safety(intent):
    whole, topic = script().topics[intent], script().without_outside().topics[intent]
    assert bool(topic.answer) == bool(whole.answer)
    for key in (None, *whole.answer_for):
        known = topic.key([key])
        if whole.said(key):
            assert topic.said(known), key
        assert not set(topic.said(known)) & script().switchable


@pytest.mark.parametrize("muscle", ["calf", "hamstring", "neck"])
def test_the_stretch_falls_back_to_the_general_one_of_the_documents(muscle):
    for settings, line in ((Settings(), f"relief.stretch.{muscle}"), (WITHOUT, "relief.stretch")):
        talk = Talk(settings=settings)
        talk.hear(f"my {muscle} is cramping", "no", "no", "no", "no")
        assert line in [record["line"] for record in talk.of("say")]


def test_a_myth_is_answered_with_what_the_documents_hold():
    talk = Talk(settings=WITHOUT)
    talk.hear("is it lactic acid")
    assert next(record["line"] for record in talk.of("say")) == "causes.tired"


def test_the_danger_questions_and_the_alarm_are_the_same_without_the_set():
    told = []
    for settings in (Settings(), WITHOUT):
        talk = Talk(settings=settings)
        talk.hear("is this serious", "no", "no", "yes")
        told.append([(record.get("line"), record.get("level")) for record in talk.records])
    assert told[0] == told[1]
    assert "emergency" in [level for _, level in told[0]]


def command(*options: str, typed: str = "") -> str:
    """What the command writes."""
    done = subprocess.run(
        [sys.executable, "-m", "voice_coach.interfaces.cli", *options],
        input=typed, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_option_reaches_the_conversation():
    myth = script().lines["causes.lactic"].say
    assert myth in command("text", typed="is it lactic acid\n")
    assert myth not in command("text", "--no-outside", typed="is it lactic acid\n")


def test_the_review_lists_what_can_be_left_out_and_can_be_shown_without_it():
    rows = [row for row in command("script", "--format", "csv").splitlines() if row.startswith("causes.lactic,")]
    assert len(rows) == 1
    assert "causes.lactic," not in command("script", "--format", "csv", "--no-outside")
