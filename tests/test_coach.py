"""The coach as a whole: what it tells, in which order, and what it never tells."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from tests.conversation import SteadyVoice, Talk
from voice_coach.interfaces.record import Record
from voice_coach.recognition.hypothesis import Hypothesis
from voice_coach.speech.port import PromptAudio

CALM = ["my calf is cramping", *["no"] * 4, "it eased", *["no"] * 2, *["next"] * 3, *["no"] * 2]


@pytest.fixture(scope="module")
def schema(root: Path) -> jsonschema.Draft202012Validator:
    text = (root / "voice_coach/interfaces/schema/events.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


def places(records: list[Record], event: str) -> list[int]:
    return [place for place, record in enumerate(records) if record["event"] == event]


def test_an_ordinary_calf_cramp_ends_in_self_care_and_every_event_fits_the_schema(
    schema: jsonschema.Draft202012Validator,
) -> None:
    talk = Talk()
    talk.hear(*CALM)
    for record in talk.records:
        schema.validate(record)
    assert [record["level"] for record in talk.of("level")] == ["self_care"]
    assert talk.records[-1]["reason"] == "finished"
    assert [record["step"] for record in talk.of("step")] == ["stop", "stretch", "massage", "hydrate", "temperature"]


def test_time_never_goes_back_in_what_is_told() -> None:
    talk = Talk()
    talk.hear(*CALM)
    times = [record["t"] for record in talk.records]
    assert times == sorted(times)


def test_a_question_is_told_after_it_was_spoken() -> None:
    talk = Talk()
    talk.hear("my calf is cramping")
    question = talk.of("ask")[0]
    spoken = talk.records[places(talk.records, "ask")[0] - 1]
    assert spoken["event"] == "say"
    assert spoken["text"] == question["text"]
    assert spoken["start"] < question["t"]


def test_a_line_that_never_began_is_not_told_as_said() -> None:
    talk = Talk()
    talk.coach.hear("my calf is cramping", 0.0)
    talk.time.advance(0.5)
    talk.coach.hear("stop", talk.clock.now)
    talk.time.settle()
    said = talk.of("say")
    assert said[0]["interrupted"] is True
    assert [record["text"] for record in said].count("Do you have chest pain, or trouble breathing?") == 0
    assert talk.of("ask") == []
    assert talk.records[-1]["reason"] == "stopped"


def test_stop_cuts_the_speaker_at_once() -> None:
    talk = Talk()
    talk.coach.hear("my calf is cramping", 0.0)
    talk.time.advance(0.5)
    assert talk.playback.speaking is not None
    talk.coach.hear("stop", talk.clock.now)
    assert all(not record["line"].startswith("opening") for record in talk.of("say")[1:])
    cut = talk.of("say")[0]
    assert cut["t"] == pytest.approx(0.5)


def test_what_was_interrupted_is_told_before_who_interrupted_it() -> None:
    talk = Talk()
    talk.coach.hear("my calf is cramping", 0.0)
    talk.time.advance(0.5)
    talk.coach.hear("stop", talk.clock.now)
    assert talk.records[places(talk.records, "say")[0] + 1]["event"] == "heard"


def test_a_no_before_the_danger_word_was_spoken_answers_nothing() -> None:
    talk = Talk()
    talk.coach.hear("my calf is cramping", 0.0)
    talk.time.advance(talk.playback.busy_until - 2.6)
    begun = talk.clock.now
    talk.coach.hear("no", begun, voice_start=begun)
    talk.time.settle()
    questions = {str(record["question"]) for record in talk.of("ask")}
    assert len(questions) == 1, "the first question must stay open"


@pytest.mark.parametrize(("last_word", "counts"), [(0.4, True), (0.95, False)])
def test_a_no_is_early_until_the_key_word_ends_as_the_voice_told_it(last_word: float, counts: bool) -> None:
    class Voice(SteadyVoice):
        def prompt(self, line: str, text: str, words_per_minute: int) -> PromptAudio:
            audio, count = super().prompt(line, text, words_per_minute), len(text.split())
            latest = last_word * audio.seconds
            return replace(audio, begins=tuple(latest * number / count for number in range(1, count + 1)))

    talk = Talk(voice=Voice())
    talk.hear(*CALM[:6])
    talk.coach.hear(CALM[6], talk.clock.now)
    question = "Is there tingling, numbness or weakness in that part?"
    talk.time.advance(talk.playback.busy_until - 0.4 * 0.06 * len(question))
    assert talk.coach.speaking is not None
    assert talk.coach.speaking.say.text == question
    # "Weakness" ends at 0.31 or at 0.74 of the question; this is said at 0.6.
    talk.coach.hear("no", talk.clock.now, voice_start=talk.clock.now)
    assert talk.of("heard")[-1]["accepted"] is counts


def test_looking_ahead_changes_nothing() -> None:
    talk = Talk()
    talk.coach.hear("my calf is cramping", 0.0)
    told = len(talk.records)
    talk.time.settle(before_end=1.0)
    assert talk.clock.now == pytest.approx(talk.playback.busy_until - 1.0)
    assert talk.coach.silent is False
    assert all(record["event"] == "say" for record in talk.records[told:])


def test_an_emergency_cuts_in_while_the_coach_speaks() -> None:
    talk = Talk()
    talk.coach.hear("my calf is cramping", 0.0)
    talk.time.advance(1.0)
    talk.coach.hear("i have chest pain", talk.clock.now)
    talk.time.settle()
    assert talk.of("level")[0]["level"] == "emergency"
    assert talk.of("level")[0]["t"] == pytest.approx(1.0)


def test_a_new_conversation_can_follow_the_last() -> None:
    talk = Talk()
    talk.hear("my calf is cramping", "stop", *CALM)
    assert [record["reason"] for record in talk.of("end")] == ["stopped", "finished"]


def over_the_question(*, cancelled: bool, text: str) -> Talk:
    """Somebody says `text` in the middle of the question about chest and breath, and one more line is played."""
    talk = Talk(echo_cancelled=cancelled)
    talk.coach.hear("my calf is cramping", 0.0)
    talk.time.advance(talk.time.silent_at() - 1.0)
    talk.coach.hear(Hypothesis(text, margin=5.0), talk.clock.now, voice_start=talk.clock.now - 0.8)
    return talk


def test_words_of_its_own_question_are_a_person_s_once_the_echo_is_cancelled() -> None:
    assert over_the_question(cancelled=False, text="trouble breathing").of("rejected")[0]["reason"] == "echo"
    assert over_the_question(cancelled=True, text="trouble breathing").of("heard")[0]["accepted"] is True


def test_an_echo_that_comes_when_the_line_is_over_is_known_for_one() -> None:
    talk = Talk()
    talk.coach.hear("my calf is cramping", 0.0)
    talk.time.settle()
    late = "do you have chest pain"
    talk.coach.hear(Hypothesis(late, margin=5.0), talk.clock.now + 0.5, voice_start=talk.clock.now - 1.0)
    assert [record["reason"] for record in talk.of("rejected")] == ["echo"]


def test_a_yes_after_a_line_is_never_its_echo() -> None:
    talk = Talk()
    talk.coach.hear("my calf is cramping", 0.0)
    talk.time.settle()
    talk.coach.hear(Hypothesis("yes", margin=5.0), talk.clock.now + 0.5, voice_start=talk.clock.now + 0.1)
    assert talk.of("heard")[-1]["accepted"] is True


def test_forgotten_it_is_silent_idle_and_has_no_result_to_repeat() -> None:
    talk = Talk()
    talk.hear(*CALM, "louder", "slower")
    talk.coach.hear("my calf is cramping", talk.clock.now)
    talk.coach.forget(talk.clock.now)
    assert talk.coach.silent
    assert talk.playback.speaking is None
    assert talk.coach.session.phase == "idle"
    told = len(talk.records)
    talk.hear("repeat the summary")
    assert not [record for record in talk.records[told:] if record["event"] == "say"]


def test_after_forgetting_the_next_person_hears_the_usual_pace() -> None:
    talk = Talk()
    paces: list[int] = []
    prompt = talk.coach._voice.prompt
    talk.coach._voice.prompt = lambda line, text, pace: paces.append(pace) or prompt(line, text, pace)
    talk.hear("my calf is cramping", "slower")
    talk.coach.forget(talk.clock.now)
    first, slower = paces[0], min(paces)
    talk.coach.hear("my calf is cramping", talk.clock.now)
    assert slower < first
    assert paces[-1] == first


def test_the_line_on_the_speaker_is_told_with_its_beginning_and_an_earcon_is_none() -> None:
    talk = Talk()
    assert talk.coach.speaking is None
    talk.coach.hear("my calf is cramping", 0.0)
    speaking = talk.coach.speaking
    assert speaking is not None
    assert (speaking.say.line, speaking.started) == ("opening.coach", 0.0)
    talk.time.settle()
    assert talk.coach.speaking is None
