"""Vignettes by voice: twelve people in two voices, through the recogniser, are sent where they should be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.conversation import Talk
from tests.vignettes.record import SPEAKERS, recording
from tests.vignettes.verdict import Verdict, advised
from tests.vignettes.vignette import voiced_cases
from tests.vignettes.visit import Visit, transcript
from voice_coach.audio.file import read_frames
from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.interfaces.replay import PAUSE, Replay
from voice_coach.paths import intents_folder
from voice_coach.recognition.ear import Ear
from voice_coach.recognition.hypothesis import Hypothesis, Recogniser
from voice_coach.recognition.vosk_recogniser import load_recogniser
from voice_coach.settings import Settings
from voice_coach.understanding.library import load_library


class Remembering:
    """The real recogniser, which decodes the same samples once: nothing of one utterance lingers in the next."""

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser
        self._known: dict[bytes, Hypothesis] = {}

    def decode(self, utterance: Samples, start: float = 0.0) -> Hypothesis:
        key = utterance.tobytes()
        if key not in self._known:
            self._known[key] = self._recogniser.decode(utterance, start)
        return replace(self._known[key], start=start, end=start + len(utterance) / SAMPLE_RATE)


@pytest.fixture(scope="module")
def recogniser(model: Path) -> Recogniser:
    return Remembering(load_recogniser(model, load_library(intents_folder())))


@pytest.mark.parametrize("name", voiced_cases())
@pytest.mark.parametrize("speaker", SPEAKERS)
def test_a_person_who_speaks_is_sent_where_a_careful_reader_would_send_them(
    recogniser: Recogniser, speaker: str, name: str
) -> None:
    person = voiced_cases()[name]
    talk = Talk()
    replay = Replay(talk.coach, Ear(recogniser, Settings().endpoint), talk.time, talk.clock, talk.playback)

    def speak(text: str) -> None:
        talk.time.advance(talk.clock.now + PAUSE)
        replay.listen(read_frames(recording(speaker, text)))

    visit = Visit(person, coach=talk.coach, time=talk.time, clock=talk.clock, records=talk.records, speak=speak)
    visit.run()
    verdict = Verdict(person, advised(person, visit.level, talk.records))
    assert not verdict.faults, f"{person.id}: {verdict.faults}\n{transcript(talk.records)}"


def test_twelve_people_are_heard_in_two_voices() -> None:
    people = voiced_cases().values()
    assert len(people) == 12
    assert len(SPEAKERS) == 2
    levels = [person.level for person in people]
    assert levels.count("emergency") >= 5
    assert {"self_care", "physiotherapist", "doctor_soon", "doctor_today"} <= set(levels)
    assert {"ordinary", "night", "bystander"} <= {person.group for person in people}


def test_every_word_they_may_say_is_recorded_and_nothing_else() -> None:
    for speaker in SPEAKERS:
        wanted = {recording(speaker, text) for person in voiced_cases().values() for text in person.utterances()}
        assert set(recording(speaker, "no").parent.glob("*.flac")) == wanted
