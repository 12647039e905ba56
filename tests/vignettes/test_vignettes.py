"""Vignettes: written people meet the coach by text, and none is sent further from the danger than the documents say."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import cast

import pytest

from tests.conversation import Talk, script
from tests.vignettes.verdict import Verdict, advised, table
from tests.vignettes.vignette import Vignette, cases
from tests.vignettes.visit import Visit, transcript
from voice_coach.dialogue.question import LEVELS
from voice_coach.interfaces.record import Record

HANDS_OFF = {"swelling": "swollen", "pop_tear": "pop", "fall_hit": "fall"}
"""Question -> the symptom that answers it: yes to it, and the muscle is left alone (rows 9 and 11a, amendment 1)."""


@cache
def met(name: str) -> tuple[Verdict, list[Record]]:
    """What came of one person's visit, and what happened in it."""
    person = cases()[name]
    talk = Talk()
    visit = Visit(
        person,
        coach=talk.coach,
        time=talk.time,
        clock=talk.clock,
        records=talk.records,
        speak=talk.hear,
    )
    visit.run()
    talk.time.settle()
    return Verdict(person, advised(person, visit.level, talk.records)), talk.records


def told(person: Vignette, fault: str, records: list[Record]) -> str:
    return f"{person.id}: {fault}\n  {person.story}\n  {person.why}\n{transcript(records)}"


def steps_after_hands_off(records: list[Record]) -> list[str]:
    """Steps that touch the muscle, each with the words in which the person had said that it is swollen or hurt."""
    asked, said, found = "", "", []
    for record in records:
        if record["event"] == "ask":
            asked = str(record["question"])
        elif record["event"] == "heard" and record["accepted"]:
            slots = cast("dict[str, object]", record["slots"])
            yes = record["intent"] == "answer" and record["polarity"] == "affirm" and asked in HANDS_OFF
            volunteered = record["polarity"] != "negate" and slots.get("symptom") in HANDS_OFF.values()
            said = str(record["text"]) if yes or volunteered else said
            asked = ""
        elif record["event"] == "step" and said and record["step"] in ("stretch", "massage", "temperature"):
            found.append(f"{record['step']} after {said!r}")
    return found


@pytest.mark.parametrize("name", cases())
def test_a_person_is_sent_where_a_careful_reader_would_send_them(name: str) -> None:
    verdict, records = met(name)
    assert not verdict.faults, told(verdict.person, "; ".join(verdict.faults), records)


def test_a_muscle_that_is_swollen_or_hurt_is_neither_stretched_nor_rubbed_nor_warmed() -> None:
    touched = {name: found for name in cases() if (found := steps_after_hands_off(met(name)[1]))}
    assert not touched, "\n".join(
        told(met(name)[0].person, "; ".join(found), met(name)[1]) for name, found in touched.items()
    )


def test_no_emergency_is_under_triaged_and_all_others_are_within_one_level() -> None:
    found = [met(name) for name in cases()]
    verdicts = [verdict for verdict, _ in found]
    print(table(verdicts))
    emergencies = [verdict for verdict in verdicts if verdict.person.allowed[0] == "emergency"]
    assert [verdict.person.id for verdict in emergencies if verdict.off] == [], table(verdicts)
    assert [verdict.person.id for verdict in verdicts if verdict.faults] == [], table(verdicts)


def test_the_cases_cover_every_question_every_level_and_every_kind_of_person() -> None:
    people = cases().values()
    assert len(people) >= 60
    levels = Counter(person.level for person in people)
    assert set(levels) == set(LEVELS)
    assert set(script().questions) <= {question for person in people for question in person.facts}
    assert {"ordinary", "red flag", "mixture", "vague", "bystander"} <= {person.group for person in people}


def test_a_case_names_only_questions_and_levels_that_exist() -> None:
    for person in cases().values():
        assert set(person.facts) <= set(script().questions), person.id
        assert set(person.allowed) <= set(LEVELS), person.id
        assert person.level in person.allowed, person.id
        assert set(person.volunteers) <= {"stop", "stretch", "massage", "hydrate", "temperature", "hold"}, person.id
        assert person.why.strip(), person.id


@pytest.mark.parametrize(
    ("got", "band", "off"),
    [
        ("emergency", ("emergency",), 0),
        ("doctor_today", ("emergency",), -1),
        (None, ("doctor_soon",), -2),
        ("doctor_soon", ("self_care",), 2),
        ("doctor_soon", ("self_care", "doctor_soon"), 0),
        ("doctor_today", ("self_care", "doctor_soon"), 1),
    ],
)
def test_the_distance_is_counted_from_the_nearest_level_that_can_be_defended(
    got: str | None, band: tuple[str, ...], off: int
) -> None:
    person = Vignette("x", "x", "x", band[0], "x", ("x",), band)
    assert Verdict(person, got).off == off


def test_a_rub_after_a_swelling_is_found_and_one_before_it_is_not() -> None:
    rub: Record = {"event": "step", "step": "massage", "muscle": "calf"}
    ask: Record = {"event": "ask", "question": "swelling"}
    yes: Record = {
        "event": "heard",
        "accepted": True,
        "intent": "answer",
        "polarity": "affirm",
        "slots": {},
        "text": "yes",
    }
    assert steps_after_hands_off([rub, ask, yes]) == []
    assert steps_after_hands_off([ask, yes, rub]) == ["massage after 'yes'"]
    assert steps_after_hands_off([ask, yes | {"polarity": "negate", "text": "no"}, rub]) == []
