"""The live loop: keys, push-to-talk and moments without sound, with a clock of the test's own."""

from __future__ import annotations

import numpy as np

from tests.conversation import Talk
from voice_coach.audio.frame import FRAME_SAMPLES, FRAME_SECONDS, Frame
from voice_coach.interfaces.listener import Listener
from voice_coach.interfaces.live import TALK_WAIT, Live
from voice_coach.recognition.ear import Ear
from voice_coach.recognition.hypothesis import Hypothesis
from voice_coach.settings import EndpointSettings


class Scripted:
    """A recogniser that hears one thing after the other, whatever the audio; counts how often it was asked."""

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)
        self.asked = 0

    def decode(self, utterance: np.ndarray, start: float = 0.0) -> Hypothesis:
        self.asked += 1
        return Hypothesis(self.texts.pop(0) if self.texts else "", strict=False)


def live(talk: Talk, *texts: str, push_to_talk: bool = False) -> tuple[Live, Scripted]:
    recogniser = Scripted(*texts)
    ear = Ear(recogniser, EndpointSettings())
    return Live(talk.coach, Listener(ear), talk.clock, push_to_talk=push_to_talk, note=lambda text: None), recogniser


def stream(talk: Talk, blocks: list[np.ndarray]):
    for block in blocks:
        talk.time.advance(talk.clock.now + FRAME_SECONDS)
        yield Frame(block, talk.clock.now - FRAME_SECONDS)


def quiet(seconds: float) -> list[np.ndarray]:
    return [np.zeros(FRAME_SAMPLES, np.int16)] * round(seconds / FRAME_SECONDS)


def recorded(root) -> list[np.ndarray]:
    from voice_coach.audio.file import read_frames

    return [frame.samples for frame in read_frames(root / "audio_fixtures/flite_slt/my_calf_is_cramping.flac")]


def test_a_voice_in_the_microphone_starts_a_conversation(root) -> None:
    talk = Talk()
    loop, recogniser = live(talk, "my calf is cramping")
    loop.run(stream(talk, [*quiet(0.5), *recorded(root), *quiet(2)]), keys=list)
    assert recogniser.asked == 1
    assert talk.of("heard")[0]["intent"] == "cramp_relief"


def test_push_to_talk_hears_nothing_until_the_key_is_pressed(root) -> None:
    talk = Talk()
    loop, recogniser = live(talk, "my calf is cramping", push_to_talk=True)
    loop.run(stream(talk, [*recorded(root), *quiet(2)]), keys=list)
    assert recogniser.asked == 0
    assert talk.records == []


def test_push_to_talk_hears_one_utterance_a_press(root) -> None:
    talk = Talk()
    loop, recogniser = live(talk, "my calf is cramping", "yes", push_to_talk=True)
    presses = iter([[" "]])
    once = [*quiet(0.5), *recorded(root), *quiet(2)]
    loop.run(stream(talk, [*once, *once]), keys=lambda: next(presses, []))
    assert recogniser.asked == 1


def test_push_to_talk_closes_again_when_nobody_speaks(root) -> None:
    talk = Talk()
    loop, recogniser = live(talk, "my calf is cramping", push_to_talk=True)
    presses = iter([[" "]])
    loop.run(stream(talk, [*quiet(TALK_WAIT + 1), *recorded(root), *quiet(2)]), keys=lambda: next(presses, []))
    assert recogniser.asked == 0


def test_pressing_to_talk_cuts_the_coach(root) -> None:
    talk = Talk()
    talk.coach.hear("my calf is cramping", 0.0)
    loop, _ = live(talk, push_to_talk=True)
    presses = iter([[], [], [" "]])
    loop.run(stream(talk, quiet(1)), keys=lambda: next(presses, []))
    assert talk.of("say")[0]["interrupted"] is True


def test_keys_answer_and_moments_without_frames_are_no_trouble() -> None:
    talk = Talk()
    talk.hear("my calf is cramping")
    loop, _ = live(talk)
    presses = iter([["n"], ["?", "\x1b"], ["s"]])
    loop.run([None, None, None, None], keys=lambda: next(presses, []))
    assert [record["button"] for record in talk.of("tapped")] == ["no", "stop"]
    assert talk.records[-1]["reason"] == "stopped"
