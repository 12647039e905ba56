"""Every property of the soak can fail, and says when."""

from __future__ import annotations

import pytest

from voice_coach.bench.soak.ledger import LONGEST, PROMPT, Ledger
from voice_coach.interfaces.record import Record


def told(*records: Record, speaks: bool = True) -> Ledger:
    ledger = Ledger(lambda: speaks)
    for record in records:
        ledger(record)
    return ledger


def at(seconds: float, event: str, **keys: object) -> Record:
    return {"t": seconds, "event": event, **keys}


PRESSED = at(10.0, "tapped", button="emergency")
SAID = at(10.0, "heard", intent="emergency", accepted=True, slots={"symptom": "chest_pain"})
RAISED = at(10.5, "level", level="emergency", because=[])


@pytest.mark.parametrize("alarm", [PRESSED, SAID])
def test_an_emergency_that_is_told_is_kept(alarm: Record) -> None:
    ledger = told(alarm, RAISED, at(60.0, "end", reason="finished"))
    ledger.finish(100.0, silent=True)
    assert ledger.broken == []
    assert ledger.emergencies == 1
    assert ledger.ends == {"finished": 1}


@pytest.mark.parametrize(
    ("next_one", "words"),
    [
        (at(11.0, "level", level="self_care", because=[]), "the result was self_care"),
        (at(11.0, "ask", question="pop"), "a question came instead"),
        (at(11.0, "end", reason="finished"), "the conversation ended"),
        (at(10.0 + PROMPT + 1, "rejected", reason="noise", text=""), "nothing came"),
    ],
)
def test_an_emergency_that_leads_elsewhere_is_lost(next_one: Record, words: str) -> None:
    ledger = told(PRESSED, next_one)
    assert len(ledger.broken) == 1
    assert words in ledger.broken[0]


def test_without_a_speaker_the_telling_may_be_late_but_must_come() -> None:
    late = at(50.0, "level", level="emergency", because=[])
    assert told(PRESSED, late, speaks=False).broken == []


def test_a_speaker_that_has_just_come_back_has_its_time_too() -> None:
    speaks = False
    ledger = Ledger(lambda: speaks)
    ledger(PRESSED)
    speaks = True
    ledger(at(30.0, "device", device="speaker", state="open"))
    assert ledger.broken == []
    ledger(at(30.0 + PROMPT + 1, "rejected", reason="noise", text=""))
    assert "the emergency of 10 s was lost: nothing came" in ledger.broken[0]


def test_a_doubtful_sign_may_lead_to_a_question() -> None:
    doubtful = at(10.0, "heard", intent="emergency", accepted=True, slots={"certainty": "ask"})
    assert told(doubtful, at(11.0, "ask", question="chest")).broken == []


def test_a_conversation_that_never_ends_or_ends_as_nobody_knows_is_told() -> None:
    stuck = told(at(0.0, "say", line="a"), at(LONGEST + 1, "rejected", reason="noise", text=""))
    assert "has lasted" in stuck.broken[0]
    strange = told(at(0.0, "say", line="a"), at(5.0, "end", reason="crashed"))
    assert "ended as crashed" in strange.broken[0]
    open_still = told(at(0.0, "say", line="a"))
    assert open_still.talking
    open_still.finish(100.0, silent=False)
    assert len(open_still.broken) == 2


def test_a_question_that_the_alarm_cut_off_is_told_after_it_and_counts_for_nothing() -> None:
    ledger = told(PRESSED, at(10.0, "say", interrupted=True), at(10.0, "ask", question="pop"))
    assert ledger.broken == []
    ledger(at(10.5, "say", interrupted=False))
    ledger(at(10.5, "ask", question="pop"))
    assert len(ledger.broken) == 1
