"""A proof, not samples: every state that answers lead to, and what an event on the way there changes.

Followed to every end: each kind of answer to each question, silence, mumbling, "it eased", "not working" and "next".
Followed too, one in a conversation, from each calm state in which all answers were "no": here every other move in a
short plan; in the whole plans for a calf the moves that `events` names (a symptom, an alarm, a correction, a pause,
somebody else, ...):

    python -m tests.dialogue.proof

Tried in those calm states of a whole plan, each result checked, but not followed: all other moves (two symptoms or two
intents in one breath, another muscle or protocol, what-about, touch). In every state: stop, emergency, pause, silence.
Not proved: two events in one conversation, an event after a "yes" (but those tried in every state), "not working"
followed in the relief of a whole plan, and what people's words are taken for: the proof begins at what was understood.
That states may be merged is argued for in essence.py and checked on a sample.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.dialogue.driver import Talk, script
from tests.dialogue.proof import properties, quick
from tests.dialogue.proof.cases import Case, prove
from tests.dialogue.proof.dossier import AT_LEAST, MOST_BEFORE_RELIEF, MOST_QUESTIONS
from tests.dialogue.proof.essence import DROPPED, FORGOTTEN, REDUCED, forgetful
from tests.dialogue.proof.explore import Violation, explore
from tests.dialogue.proof.graph import merged_states_behave_alike
from tests.dialogue.proof.moves import alphabet, briefly, muscle_classes, opening, starters
from tests.dialogue.proof.properties import ALL
from voice_coach.dialogue import navigation
from voice_coach.dialogue.protocol import Item, Protocol
from voice_coach.dialogue.script import Script
from voice_coach.dialogue.session import Session


@pytest.mark.parametrize(
    "case",
    [
        Case("is_it_serious", "calf"),
        Case("night_cramps", "calf"),
        Case("cramp_relief", "calf", without=("not working",)),
    ],
    ids=str,
)
def test_every_state_is_safe(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    report = prove(script(), case)
    with capsys.disabled():
        print(f"\n{report}")


def shortened(whole: Script, monkeypatch: pytest.MonkeyPatch) -> Script:
    """One question of every kind: what is left can be walked with every move, back and forth."""
    plan = ("ask chest_breathing", "ask pop_tear", "do stop", "do stretch")
    kept = tuple(Item(*entry.split()) for entry in plan)
    names = {item.name for item in kept if item.kind == "ask"}
    for table in ("BEFORE_SELF_CARE", "BEFORE_STEP"):
        short = {key: tuple(set(needs) & names) for key, needs in getattr(properties, table).items()}
        monkeypatch.setattr(properties, table, short)
    steps = {
        name: replace(rule, needs=tuple(set(rule.needs) & names), unless=tuple(set(rule.unless) & names))
        for name, rule in whole.steps.items()
    }
    protocols = {**whole.protocols, "cramp_relief": Protocol("cramp_relief", (), kept, {})}
    return replace(whole, steps=steps, protocols=protocols)


def test_every_move_and_every_way_back_in_a_short_plan(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    report = prove(shortened(script(), monkeypatch), Case("cramp_relief", "calf", full=True))
    with capsys.disabled():
        print(f"\n{report}")


def test_what_follows_an_event_in_a_short_plan_is_safe_to_the_end(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    report = prove(shortened(script(), monkeypatch), Case("cramp_relief", "calf", depth=1, any_event=True))
    with capsys.disabled():
        print(f"\n{report}")


def test_two_stops_are_missed_where_one_is_not_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(navigation.COMMANDS, "nav_stop", navigation.repeat)
    with pytest.raises(Violation, match="two_stops_end_it"):
        prove(script(), Case("night_cramps", "calf"), properties=())


def test_the_proof_covers_every_protocol_and_knows_every_question_of_the_dossier() -> None:
    assert set(starters(script())) | {"cool_down"} == set(script().protocols)
    assert set(script().questions) >= set(AT_LEAST)
    assert {muscle for members in muscle_classes(script()).values() for muscle in members} >= {"calf", "back", "many"}


def test_a_calf_cramp_without_danger_takes_few_questions() -> None:
    talk = Talk()
    talk.say("cramp_relief", muscle="calf")
    before_relief = 0
    while talk.session.current is not None:
        before_relief = before_relief if talk.steps else len(set(talk.asked))
        talk.answer("no") if talk.open else talk.say("eased" if talk.session.hold_since is not None else "nav_next")
    assert talk.levels == ["self_care"]
    assert len(set(talk.asked)) <= MOST_QUESTIONS
    assert before_relief <= MOST_BEFORE_RELIEF


def test_the_quick_copy_is_dataclasses_replace() -> None:
    talk = Talk()
    talk.say("cramp_relief", muscle="calf")
    assert quick.copy(talk.session, unsure=2) == replace(talk.session, unsure=2)
    assert quick.copy(talk.session) == talk.session


def test_what_is_left_out_of_a_state_is_a_field_and_argued_for() -> None:
    fields = set(Session.__dataclass_fields__)
    assert {*DROPPED, *REDUCED, *FORGOTTEN} <= fields
    assert all(DROPPED.values()) and all(why for _, why in REDUCED.values()) and all(FORGOTTEN.values())


def test_an_abstraction_that_forgets_too_much_is_found() -> None:
    graph = explore(
        script(),
        [opening("night_cramps", "calf")],
        briefly(alphabet(script(), pairs=False)),
        rare_in=lambda _: False,
        state_of=lambda session: forgetful(quick.copy(session, unsure=0)),
    )
    with pytest.raises(AssertionError, match="one state, two futures"):
        merged_states_behave_alike(graph, moves_each=0)


def without_need(whole: Script) -> Script:
    """Massage before anybody asked about a swelling."""
    rule = whole.steps["massage"]
    return replace(whole, steps={**whole.steps, "massage": replace(rule, needs=tuple(set(rule.needs) - {"swelling"}))})


def outcome(whole: Script, question: str, **outcomes: str) -> Script:
    """One question with other outcomes."""
    known = whole.questions[question]
    changed = replace(known, outcomes={**known.outcomes, **outcomes})
    return replace(whole, questions={**whole.questions, question: changed})


def planned(whole: Script, protocol: str, change: Callable[[tuple[Item, ...]], tuple[Item, ...]]) -> Script:
    """One protocol with another plan."""
    known = whole.protocols[protocol]
    return replace(whole, protocols={**whole.protocols, protocol: replace(known, plan=change(known.plan), plan_for={})})


def silence_is_fine(whole: Script) -> Script:
    """Silence at a danger question counts for nothing."""
    known = whole.questions["swelling"]
    changed = replace(known, danger=False, outcomes={**known.outcomes, "silence": "next"})
    return replace(whole, questions={**whole.questions, "swelling": changed})


MUTANTS = {
    "massage without its question": ("steps_only_after_their_questions", "cramp_relief", without_need),
    "a yes that leads on": (
        "a_yes_to_danger_escalates",
        "night_cramps",
        lambda whole: outcome(whole, "swelling", yes="next"),
    ),
    "dark urine for the doctor, some day": (
        "a_yes_to_danger_escalates",
        "is_it_serious",
        lambda whole: outcome(whole, "dark_urine", yes="doctor_soon"),
    ),
    "self-care after silence": ("self_care_only_after_no", "night_cramps", silence_is_fine),
    "a plan without its danger question": (
        "self_care_only_after_no",
        "is_it_serious",
        lambda whole: planned(
            whole, "is_it_serious", lambda plan: tuple(item for item in plan if item.name != "dark_urine")
        ),
    ),
    "stretching first": (
        "steps_only_after_their_questions",
        "cramp_relief",
        lambda whole: replace(
            whole, steps={**whole.steps, "stretch": replace(whole.steps["stretch"], needs=("chest_breathing",))}
        ),
    ),
    "a mis-hearing is an alarm": (
        "mumbling_fetches_a_person",
        "night_cramps",
        lambda whole: outcome(whole, "swelling", no_match="emergency"),
    ),
    "a result without the number": (
        "a_result_ends_with_the_emergency_line",
        "night_cramps",
        lambda whole: replace(whole, levels={**whole.levels, "doctor_today": whole.levels["doctor_today"][:1]}),
    ),
    "an alarm that cannot be silenced": (
        "stop_stops",
        "night_cramps",
        lambda whole: replace(whole, emergency={**whole.emergency, "stopped": ()}),
    ),
    "a level that nothing leads to": (
        "every_level_is_reachable",
        "night_cramps",
        lambda whole: replace(
            whole,
            protocols={
                **whole.protocols,
                "night_cramps": replace(
                    whole.protocols["night_cramps"],
                    plan=(Item("ask", "swelling"), Item("ask", "tingling"), Item("ask", "same_muscle", "swelling")),
                ),
            },
        ),
    ),
}
"""What a careless editor may do to the content: the property that must find it, where, and the change."""


@pytest.mark.parametrize("name", MUTANTS)
def test_weakened_content_is_found_and_the_conversation_told(name: str) -> None:
    wanted, protocol, weaken = MUTANTS[name]
    with pytest.raises(Violation) as found:
        prove(weaken(script()), Case(protocol, "calf"), [known for known in ALL if known.__name__ == wanted])
    assert found.value.property == wanted
    if wanted != "every_level_is_reachable":
        assert f"person: [{protocol}: calf]" in found.value.conversation
        assert "coach: " in found.value.conversation
