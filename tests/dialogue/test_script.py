"""Script: each mistake in the content is named with file, line and mend; the real content holds together."""

from __future__ import annotations

import shutil

import pytest

from tests.dialogue.driver import script
from voice_coach.dialogue.question import ANSWERS
from voice_coach.dialogue.script import load_script
from voice_coach.errors import BrokenContent

MISTAKES = {
    "a danger question whose silence leads on": (
        "questions.yaml",
        "silence: emergency, no_match: doctor_today}",
        "silence: next, no_match: doctor_today}",
        "must not lead on",
    ),
    "a no that leads to a level": (
        "questions.yaml",
        "no: next, not_sure: emergency",
        "no: emergency, not_sure: emergency",
        "no must lead on",
    ),
    "an unknown outcome": ("questions.yaml", "yes: cool_down", "yes: hospital", '"hospital" is not known'),
    "danger that is neither true nor false": (
        "questions.yaml",
        "    danger: true",
        "    danger: very",
        "neither true nor false",
    ),
    "a key word that is not in the question": (
        "questions.yaml",
        "key_word: breathing",
        "key_word: elbow",
        "is not in the question",
    ),
    "an unknown muscle": ("questions.yaml", "muscles: [back]", "muscles: [bakc]", '"bakc" is not a muscle'),
    "a missing key": ("questions.yaml", "    key_word: breathing\n", "", 'the key "key_word" is missing'),
    "a plan that asks an unknown question": (
        "protocols.yaml",
        "- ask pop_tear",
        "- ask poptear",
        '"poptear" is not known',
    ),
    "a plan entry nobody understands": ("protocols.yaml", "- ask pop_tear", "- maybe pop_tear", "is not a plan entry"),
    "a flag nobody sets": ("protocols.yaml", "if not_working", "if notworking", '"notworking" is not a flag'),
    "a step that needs an unknown question": (
        "protocols.yaml",
        "needs: [chest_breathing",
        "needs: [chest",
        '"chest" is not a question',
    ),
    "a combination of an unknown question": (
        "protocols.yaml",
        "{all: [swelling,",
        "{all: [swell,",
        '"swell" is not a question',
    ),
    "a step whose line does not exist": (
        "protocols.yaml",
        "lines: [relief.stop]",
        "lines: [relief.halt]",
        'there is no line "relief.halt"',
    ),
    "a line id that is taken": ("lines.yaml", "id: pause.2", "id: pause.1", "is taken"),
    "a line without a source": (
        "lines.yaml",
        "    say: Starting over.\n    source: &ux",
        "    say: Starting over.\n    note: &ux",
        "is not known here",
    ),
    "a source that is both": (
        "lines.yaml",
        '      outside: "NHS Pathways: life',
        '      document: a\n      outside: "NHS Pathways: life',
        "either a document or outside",
    ),
    "a source without a heading": (
        "relief.yaml",
        "      heading: How to Stop a Muscle Spasm Mid-Workout\n",
        "",
        "needs a document and a heading",
    ),
    "an unknown placeholder": (
        "emergency.yaml",
        "say: Call {number}.",
        "say: Call {telephone}.",
        "{telephone} is not known",
    ),
    "a cue that is missing": ("lines.yaml", "  paused: [pause.1, pause.2]\n", "", '`cues:` lacks "paused"'),
    "a section nobody knows": ("lines.yaml", "cues:\n", "clues:\n", 'the key "clues" is not known'),
}


@pytest.fixture
def content(root, tmp_path):
    return shutil.copytree(root / "intents", tmp_path / "intents")


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_file_line_and_mend(content, mistake):
    file, good, bad, problem = MISTAKES[mistake]
    path = content / "dialogue" / file
    text = path.read_text(encoding="utf-8")
    assert good in text, "the mistake must change something"
    path.write_text(text.replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(BrokenContent) as raised:
        load_script(content)
    message = str(raised.value)
    assert problem in message
    assert f"intents/dialogue/{file}, line " in message or "lacks" in message
    assert "; " in message, "the mend follows the problem"
    assert raised.value.exit_code == 2


def test_a_folder_without_dialogue_is_named(tmp_path):
    with pytest.raises(BrokenContent, match="dialogue"):
        load_script(tmp_path)


def test_one_intent_is_answered_in_one_place(content):
    (content / "topics" / "again.yaml").write_text(
        "intent: stress\nanswer:\n- {id: again.stress, say: Hello., source: {outside: a public source}}\n",
        encoding="utf-8",
    )
    with pytest.raises(BrokenContent, match='"stress" is answered twice'):
        load_script(content)


def test_every_answer_to_every_question_has_an_outcome():
    for question in script().questions.values():
        assert set(question.outcomes) == set(ANSWERS)


def test_no_symptom_belongs_to_two_questions():
    symptoms = [symptom for question in script().questions.values() for symptom in question.symptoms]
    assert len(symptoms) == len(set(symptoms))


def test_every_question_and_step_is_used():
    plans = [plan for protocol in script().protocols.values() for plan in (protocol.plan, *protocol.plan_for.values())]
    used = {item.name for plan in plans for item in plan}
    assert used >= set(script().questions) | set(script().steps)


def test_every_line_is_used():
    content = script()
    used = {
        line
        for lines in (*content.levels.values(), *content.emergency.values(), *content.cues.values())
        for line in lines
    }
    used |= {line for protocol in content.protocols.values() for line in protocol.opening}
    used |= {line for step in content.steps.values() for line in step.lines}
    used |= {line for topic in content.topics.values() for line in topic.lines}
    used |= {line.id for question in content.questions.values() for line in question.lines}
    used |= {*content.cannot_check, *content.origins.values()}
    used |= {tip for question in content.questions.values() for tip in question.tips.values()}
    used |= {rule.line for rule in content.withheld.values()}
    unused = [name for name in content.lines if name not in used and name.rsplit(".", 1)[0] not in used]
    assert not unused


def test_the_protocols_of_the_contract_are_there():
    assert {"cramp_relief", "is_it_serious", "night_cramps"} <= set(script().protocols)
