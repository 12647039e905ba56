"""While the coach hears nobody, or nobody the coach, silence is no answer."""

from __future__ import annotations

import pytest

from tests.conversation import Talk
from voice_coach.dialogue.outage import PATIENCE


def asked() -> Talk:
    talk = Talk()
    talk.hear("my calf is cramping")
    return talk


def lines(talk: Talk) -> list[object]:
    return [record["line"] for record in talk.of("say")]


def test_a_lost_microphone_is_said_and_the_open_question_waits() -> None:
    talk = asked()
    before = len(talk.records)
    talk.coach.sense(talk.clock.now, hears=False, speaks=True)
    talk.time.advance(talk.clock.now + PATIENCE - 10)
    told = talk.records[before:]
    assert [record["line"] for record in told if record["event"] == "say"] == ["outage.deaf"]
    talk.coach.sense(talk.clock.now, hears=True, speaks=True)
    talk.time.settle()
    assert lines(talk)[-1] == "outage.over"
    talk.hear("no")
    assert talk.of("heard")[-1]["accepted"] is True
    assert len(talk.of("ask")) == 2


def test_a_touch_goes_on_while_it_cannot_hear() -> None:
    talk = asked()
    talk.coach.sense(talk.clock.now, hears=False, speaks=True)
    talk.coach.tap("no", talk.clock.now)
    talk.time.settle()
    assert len(talk.of("ask")) == 2


def test_an_emergency_button_outranks_the_outage_and_its_script_goes_on_by_itself() -> None:
    talk = asked()
    talk.coach.sense(talk.clock.now, hears=False, speaks=True)
    talk.coach.tap("emergency", talk.clock.now)
    said = len(lines(talk))
    talk.time.advance(talk.clock.now + 60)
    assert talk.of("level")[-1]["level"] == "emergency"
    assert len(lines(talk)) > said + 2
    assert talk.of("end")


def test_after_a_long_outage_time_runs_again_and_nobody_is_forgotten() -> None:
    talk = asked()
    talk.coach.sense(talk.clock.now, hears=False, speaks=True)
    talk.time.advance(talk.clock.now + PATIENCE + 600)
    assert talk.of("end"), "every conversation has an end"
    assert "self_care" not in [record["level"] for record in talk.of("level")]


def test_a_hold_is_counted_on_in_time() -> None:
    talk = asked()
    for _ in range(8):
        if talk.of("hold"):
            break
        talk.hear("no" if talk.coach.expectation.question else "next")
    assert talk.of("hold"), "the stretch is held"
    talk.coach.sense(talk.clock.now, hears=False, speaks=False)
    begun = talk.of("hold")[0]["t"]
    talk.time.advance(talk.clock.now + 31)
    elapsed = [record["elapsed"] for record in talk.of("hold")]
    assert elapsed[:4] == [0.0, 10.0, 20.0, 30.0]
    talk.coach.sense(talk.clock.now, hears=True, speaks=True)
    talk.time.advance(talk.clock.now + 10)
    last = talk.of("hold")[-1]
    assert last["elapsed"] == pytest.approx(40.0)
    assert last["t"] - begun == pytest.approx(last["elapsed"])


def test_a_speaker_that_is_lost_gives_the_question_its_time_again() -> None:
    talk = asked()
    talk.coach.sense(talk.clock.now, hears=True, speaks=False)
    talk.time.advance(talk.clock.now + 30)
    said = len(lines(talk))
    talk.coach.sense(talk.clock.now, hears=True, speaks=True)
    talk.time.advance(talk.clock.now + talk.settings.dialogue.answer_wait - 0.1)
    assert len(lines(talk)) == said, "nobody could answer a question that was not heard"
    talk.time.advance(talk.clock.now + 5)
    assert len(lines(talk)) > said


def test_nobody_is_told_in_an_idle_room_nor_of_the_end_of_what_was_not_told() -> None:
    talk = Talk()
    talk.coach.sense(0.0, hears=False, speaks=True)
    talk.time.advance(30.0)
    talk.coach.sense(30.0, hears=True, speaks=True)
    talk.time.advance(60.0)
    assert talk.records == []


def test_without_a_speaker_it_is_said_once_there_is_one() -> None:
    talk = asked()
    talk.coach.sense(talk.clock.now, hears=False, speaks=False)
    talk.time.settle()
    assert "outage.deaf" not in lines(talk)
    talk.coach.sense(talk.clock.now, hears=False, speaks=True)
    talk.time.settle()
    assert lines(talk).count("outage.deaf") == 1
