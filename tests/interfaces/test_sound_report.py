"""A lost device reaches the log, the user and the coach; a device that is only opened anew does not."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import numpy as np

from tests.conversation import Talk
from voice_coach.audio.condition import Condition, State
from voice_coach.audio.frame import FRAME_SAMPLES, FRAME_SECONDS, Frame
from voice_coach.interfaces.sound_report import AFTERWARDS, BRIEF, START, SoundReport
from voice_coach.interfaces.transcript import Transcript


class Cards:
    """Devices whose state the test sets."""

    def __init__(self, state: State = State.OPEN) -> None:
        self.conditions = (Condition("input", state), Condition("output", state))

    def microphone(self, state: State, **more: object) -> None:
        self.conditions = (Condition("input", state, **more), self.conditions[1])  # type: ignore[arg-type]


def made(cards: Cards) -> tuple[Talk, SoundReport]:
    talk = Talk()
    return talk, SoundReport(cards, talk.coach, talk.clock, talk.records.append)


def pass_time(talk: Talk, report: SoundReport, seconds: float) -> None:
    for _ in range(round(seconds / 0.1)):
        talk.time.advance(talk.clock.now + 0.1)
        report.look()


def test_a_loss_and_the_return_are_told_once_each_and_the_coach_knows(root: Path) -> None:
    cards = Cards()
    talk, report = made(cards)
    talk.hear("my calf is cramping")
    report.look()
    assert talk.of("device") == []
    cards.microphone(State.LOST)
    pass_time(talk, report, BRIEF + 3)
    cards.microphone(State.OPEN)
    pass_time(talk, report, 3)
    told = [(record["device"], record["state"], record["trouble"] is None) for record in talk.of("device")]
    assert told == [("microphone", "lost", False), ("microphone", "open", True)]
    assert [record["line"] for record in talk.of("say")][-2:] == ["outage.deaf", "outage.over"]
    rules = json.loads((root / "voice_coach/interfaces/schema/events.json").read_text())
    for record in talk.of("device"):
        jsonschema.validate(record, rules)


def test_a_device_that_is_opened_anew_is_nobodys_business() -> None:
    cards = Cards()
    talk, report = made(cards)
    report.look()
    cards.microphone(State.LOST)
    pass_time(talk, report, BRIEF - 0.2)
    cards.microphone(State.OPEN)
    pass_time(talk, report, 5)
    assert talk.of("device") == []


def test_at_the_start_a_sound_server_may_rest_for_a_while() -> None:
    cards = Cards(State.LOST)
    talk, report = made(cards)
    report.look()
    pass_time(talk, report, START - 0.3)
    assert talk.of("device") == []
    pass_time(talk, report, 1)
    assert {record["device"] for record in talk.of("device")} == {"microphone", "speaker"}


def test_lost_sound_is_counted_and_shown_and_over() -> None:
    cards = Cards()
    talk, report = made(cards)
    report.look()
    cards.microphone(State.OPEN, overflows=2, busy=True)
    pass_time(talk, report, 1)
    cards.microphone(State.OPEN, overflows=2)
    pass_time(talk, report, 1)
    assert [(record["overflows"], record["trouble"]) for record in talk.of("device")] == [
        (2, "this machine is too busy and has lost sound: end other programs"),
        (2, None),
    ]


def test_a_microphone_that_was_switched_off_is_not_lost() -> None:
    cards = Cards()
    talk, report = made(cards)
    talk.hear("my calf is cramping")
    cards.microphone(State.OFF)
    pass_time(talk, report, 14)
    assert "outage.deaf" not in [record["line"] for record in talk.of("say")]
    assert "reprompt.unheard.1" in [record["line"] for record in talk.of("say")]


def test_time_waits_for_a_lost_speaker() -> None:
    cards = Cards()
    talk, report = made(cards)
    talk.hear("my calf is cramping")
    report.look()
    cards.conditions = (cards.conditions[0], Condition("output", State.LOST))
    pass_time(talk, report, 14)
    assert report.mute
    assert [record["state"] for record in talk.of("device")] == ["lost"]
    assert "reprompt.unheard.1" not in [record["line"] for record in talk.of("say")]
    cards.conditions = (cards.conditions[0], Condition("output", State.OPEN))
    pass_time(talk, report, 14)
    assert not report.mute
    assert "reprompt.unheard.1" in [record["line"] for record in talk.of("say")]


def test_where_frames_break_off_the_last_word_gets_its_end() -> None:
    cards = Cards()
    _, report = made(cards)
    frame = Frame(np.ones(FRAME_SAMPLES, np.int16), 4.0)

    def frames():
        yield frame
        cards.microphone(State.LOST)
        yield None
        yield None

    heard = list(report.watch(frames()))
    assert heard[0] is frame
    silence = [item for item in heard[1:] if item is not None]
    assert len(silence) == round(AFTERWARDS / FRAME_SECONDS)
    assert silence[0].start == 4.0 + FRAME_SECONDS
    assert not any(item.samples.any() for item in silence)
    assert heard[-2:] == [None, None]


def test_the_transcript_shows_the_sentence(capsys) -> None:
    import sys

    cards = Cards()
    talk, report = made(cards)
    report.look()
    cards.microphone(State.LOST)
    pass_time(talk, report, 1)
    Transcript(sys.stdout)(talk.of("device")[0])
    assert "microphone lost: the microphone is gone: plug it in again" in capsys.readouterr().out
