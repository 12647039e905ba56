"""Ear: frames in, one hypothesis for every utterance out, with the times of the voice."""

from __future__ import annotations

import numpy as np
import pytest

from voice_coach.audio.file import frames_of, read_whole
from voice_coach.audio.frame import FRAME_SAMPLES, FRAME_SECONDS, SAMPLE_RATE, Frame
from voice_coach.audio.voice_activity import Voice
from voice_coach.recognition.ear import Catch, Ear
from voice_coach.recognition.hypothesis import Ending, Hypothesis
from voice_coach.settings import EndpointSettings
from voice_coach.understanding.interpretation import Situation

SETTINGS = EndpointSettings()


class Listener:
    """Remembers what it was given and always hears the same."""

    def __init__(self) -> None:
        self.given: list[tuple[int, float]] = []

    def decode(self, utterance, start: float = 0.0) -> Hypothesis:
        self.given.append((len(utterance), start))
        return Hypothesis("stop", margin=3.0, start=-1.0, end=-1.0)


@pytest.fixture
def stop(root):
    return read_whole(root / "audio_fixtures" / "flite_slt" / "stop.flac")


def silence(seconds: float):
    return np.zeros(round(seconds * SAMPLE_RATE), np.int16)


def listened(ear: Ear, *sounds, start: float = 0.0) -> list[tuple[float, Catch]]:
    """Everything that was caught, each with the time of the frame that closed it."""
    frames = frames_of([np.concatenate(sounds)], start)
    caught = ((frame.start, ear.accept(frame)) for frame in frames)
    return [(time, catch) for time, catch in caught if catch is not None]


def test_every_utterance_is_decoded_once(stop):
    listener = Listener()
    ear = Ear(listener, SETTINGS)
    caught = listened(ear, silence(0.5), stop, silence(1.5), stop, silence(1.5))
    assert [catch.hypothesis.text for _, catch in caught] == ["stop", "stop"]
    assert len(listener.given) == 2
    assert ear.flush() is None


def test_the_times_are_those_of_the_voice_and_the_rest_is_the_recogniser_s(stop):
    ((_, catch),) = listened(Ear(Listener(), SETTINGS), silence(0.5), stop, silence(1.5), start=20.0)
    assert catch.hypothesis.start == catch.utterance.voice_start
    assert catch.hypothesis.end == catch.utterance.voice_end
    assert 20.5 < catch.hypothesis.start < catch.hypothesis.end < 20.5 + len(stop) / SAMPLE_RATE
    assert catch.hypothesis.margin == 3.0


def test_the_recogniser_gets_the_whole_utterance_and_its_place(stop):
    listener = Listener()
    ((_, catch),) = listened(Ear(listener, SETTINGS), silence(0.5), stop, silence(1.5), start=20.0)
    assert listener.given == [(len(catch.utterance.samples), catch.utterance.start)]


def test_silence_is_never_decoded():
    listener = Listener()
    ear = Ear(listener, SETTINGS)
    assert listened(ear, silence(5)) == []
    assert ear.flush() is None
    assert listener.given == []


@pytest.mark.parametrize(
    ("situation", "wait"),
    [
        (Situation.IDLE, SETTINGS.speech_silence),
        (Situation.QUESTION, SETTINGS.answer_silence),
        (Situation.STEP, SETTINGS.answer_silence),
        (Situation.EMERGENCY, SETTINGS.answer_silence),
    ],
)
def test_an_answer_is_closed_sooner_than_free_speech(stop, situation, wait):
    ear = Ear(Listener(), SETTINGS)
    ear.expect(situation)
    ((closed, catch),) = listened(ear, silence(0.5), stop, silence(2))
    assert closed + FRAME_SECONDS - catch.utterance.voice_end == pytest.approx(wait, abs=FRAME_SECONDS)


def test_the_end_of_the_stream_closes_what_is_being_said(stop):
    ear = Ear(Listener(), SETTINGS)
    assert listened(ear, silence(0.5), stop[: len(stop) // 2]) == []
    assert ear.hearing
    caught = ear.flush()
    assert caught is not None
    assert caught.hypothesis.text == "stop"
    assert not ear.hearing
    assert ear.flush() is None


def test_after_a_gap_in_the_stream_nothing_of_before_is_decoded(stop):
    listener = Listener()
    ear = Ear(listener, SETTINGS)
    listened(ear, silence(0.5), stop[: len(stop) // 2])
    ear.reset()
    assert not ear.hearing
    assert ear.flush() is None
    assert listener.given == []


def test_it_hears_a_real_phrase_in_a_stream(tiny_recogniser, stop):
    ((_, catch),) = listened(Ear(tiny_recogniser, SETTINGS), silence(1), stop, silence(1.5))
    assert catch.hypothesis.text == "stop"


def test_a_stream_of_noise_never_raises(tiny_recogniser):
    ear = Ear(tiny_recogniser, SETTINGS)
    chance = np.random.default_rng(11)
    for index in range(150):
        peak = (0, 30, 32767)[index // 50]
        ear.accept(Frame(chance.integers(-peak, peak + 1, FRAME_SAMPLES).astype(np.int16), index * FRAME_SECONDS))
    ear.flush()


class Telling:
    """Hears one thing after the other, with how likely more is to come."""

    def __init__(self, *heard: tuple[str, Ending]) -> None:
        self.heard = list(heard)
        self.given: list[int] = []

    def decode(self, utterance, start: float = 0.0) -> Hypothesis:
        self.given.append(len(utterance))
        text, ending = self.heard.pop(0) if len(self.heard) > 1 else self.heard[0]
        return Hypothesis(text, margin=3.0, start=start, end=start, ending=ending)


WAITS = {
    Ending.COMPLETE: SETTINGS.complete_silence,
    Ending.STOP: SETTINGS.complete_silence,
    Ending.OPEN: SETTINGS.open_silence,
    Ending.DENIAL: SETTINGS.denial_silence,
    Ending.DANGER: SETTINGS.danger_silence,
    Ending.UNFINISHED: SETTINGS.unfinished_silence,
    Ending.DOUBTFUL: SETTINGS.answer_silence,
    Ending.UNKNOWN: SETTINGS.unknown_silence,
}


@pytest.mark.parametrize("ending", WAITS)
def test_what_was_said_decides_how_long_the_end_is_waited_for(stop, ending):
    recogniser = Telling(("words", ending))
    ear = Ear(recogniser, SETTINGS)
    ear.expect(Situation.QUESTION)
    ((closed, catch),) = listened(ear, silence(0.5), stop, silence(2))
    assert closed + FRAME_SECONDS - catch.utterance.voice_end == pytest.approx(WAITS[ending], abs=FRAME_SECONDS)
    assert recogniser.given == [len(catch.utterance.samples)]
    assert catch.waited == pytest.approx(WAITS[ending] - SETTINGS.pause, abs=FRAME_SECONDS)


@pytest.mark.parametrize("ending", WAITS)
def test_over_the_coach_it_is_looked_earlier_and_a_stop_waits_no_longer(stop, ending):
    recogniser = Telling(("words", ending))
    ear = Ear(recogniser, SETTINGS)
    ear.expect(Situation.QUESTION, speaking=True)
    ((closed, catch),) = listened(ear, silence(0.5), stop, silence(2))
    wait = SETTINGS.over_silence if ending is Ending.STOP else WAITS[ending]
    assert closed + FRAME_SECONDS - catch.utterance.voice_end == pytest.approx(wait, abs=FRAME_SECONDS)
    assert len(recogniser.given) == 1
    assert catch.waited == pytest.approx(wait - SETTINGS.over_silence, abs=FRAME_SECONDS)


def test_every_ending_has_its_wait():
    assert set(Ending) == set(WAITS)


def test_a_finished_phrase_waits_a_little_longer_in_free_speech(stop):
    ear = Ear(Telling(("words", Ending.COMPLETE)), SETTINGS)
    ((closed, catch),) = listened(ear, silence(0.5), stop, silence(2))
    assert closed + FRAME_SECONDS - catch.utterance.voice_end == pytest.approx(SETTINGS.idle_silence, abs=FRAME_SECONDS)


def said(ear: Ear, stop, gap: float) -> list[Catch]:
    """What is caught of a word, a gap and the same word, while a question is open."""
    ear.expect(Situation.QUESTION)
    word = np.trim_zeros(stop)[:8000]
    return [catch for _, catch in listened(ear, silence(0.5), word, silence(gap), word, silence(2))]


def test_who_hesitates_within_a_phrase_is_not_cut_off(stop):
    recogniser = Telling(("[unk]", Ending.UNFINISHED), ("my calf is cramping", Ending.COMPLETE))
    (catch,) = said(Ear(recogniser, SETTINGS), stop, 1.0)
    assert catch.hypothesis.text == "my calf is cramping"
    assert recogniser.given[-1] == len(catch.utterance.samples)


def test_a_late_no_belongs_to_the_sign_of_danger_before_it(stop):
    recogniser = Telling(("i have chest pain", Ending.DANGER), ("[unk]", Ending.UNKNOWN), ("no", Ending.DENIAL))
    (catch,) = said(Ear(recogniser, SETTINGS), stop, 0.45)
    assert catch.hypothesis.text == "i have chest pain no"
    assert catch.hypothesis.margin == 3.0
    assert len(recogniser.given) == 3
    assert recogniser.given[2] < recogniser.given[1]


def test_mumbling_after_a_sign_of_danger_does_not_hide_it(stop):
    recogniser = Telling(("i have chest pain", Ending.DANGER), ("[unk]", Ending.UNKNOWN))
    (catch,) = said(Ear(recogniser, SETTINGS), stop, 0.45)
    assert catch.hypothesis.text == "i have chest pain"
    assert catch.hypothesis.start == catch.utterance.voice_start
    assert catch.hypothesis.end == catch.utterance.voice_end


def test_mumbling_after_anything_else_makes_it_no_phrase(stop):
    recogniser = Telling(("help", Ending.OPEN), ("[unk]", Ending.UNKNOWN))
    (catch,) = said(Ear(recogniser, SETTINGS), stop, 0.2)
    assert catch.hypothesis.text == "[unk]"


def test_a_phrase_that_goes_on_to_a_longer_one_is_the_longer_one(stop):
    recogniser = Telling(("help", Ending.OPEN), ("help my calf is cramping", Ending.COMPLETE))
    (catch,) = said(Ear(recogniser, SETTINGS), stop, 0.2)
    assert catch.hypothesis.text == "help my calf is cramping"
    assert len(recogniser.given) == 2


def test_after_a_gap_in_the_stream_no_part_of_before_is_joined(stop):
    recogniser = Telling(("i have chest pain", Ending.DANGER), ("[unk]", Ending.UNKNOWN))
    ear = Ear(recogniser, SETTINGS)
    ear.expect(Situation.QUESTION)
    assert listened(ear, silence(0.5), stop, silence(0.2)) == []
    assert len(recogniser.given) == 1
    ear.reset()
    (catch,) = [catch for _, catch in listened(ear, silence(0.5), stop, silence(2))]
    assert catch.hypothesis.text == "[unk]"


def test_a_recogniser_that_never_tells_is_asked_at_a_pause_only_once(stop):
    listener = Listener()
    ear = Ear(listener, SETTINGS)
    caught = said(ear, stop, 0.4)
    assert len(caught) == 1
    assert len(listener.given) == 2
    assert len(said(ear, stop, 0.4)) == 1
    assert len(listener.given) == 3


def test_long_talk_is_decoded_only_when_it_is_over(stop):
    recogniser = Telling(("[unk]", Ending.UNKNOWN))
    ear = Ear(recogniser, SETTINGS)
    word = np.trim_zeros(stop)[:8000]
    talk = [part for _ in range(12) for part in (word, silence(0.3))]
    caught = listened(ear, silence(0.5), *talk, silence(2))
    assert len(caught) == 1
    # Nothing was made of it: it is looked at again only when there is twice as much, and when it is over.
    assert 3 <= len(recogniser.given) <= 5
    assert recogniser.given[-1] == len(caught[0][1].utterance.samples)


class Drafting(Telling):
    """The same, and remembers what was only a draft."""

    def __init__(self, *heard: tuple[str, Ending]) -> None:
        super().__init__(*heard)
        self.drafted = 0

    def draft(self, utterance, start: float = 0.0) -> Hypothesis:
        self.drafted += 1
        return self.decode(utterance, start)


def test_of_what_may_go_on_a_draft_is_made_and_kept_when_it_holds_words(stop):
    for text, decoded in (("stop", 0), ("[unk]", 1)):
        recogniser = Drafting((text, Ending.COMPLETE if text == "stop" else Ending.UNKNOWN))
        ear = Ear(recogniser, SETTINGS)
        ear.expect(Situation.QUESTION)
        ((_, catch),) = listened(ear, silence(0.5), stop, silence(2))
        assert catch.hypothesis.text == text
        assert recogniser.drafted == 1
        assert len(recogniser.given) - recogniser.drafted == decoded


def test_many_words_in_no_time_are_none(stop):
    word = np.trim_zeros(stop)[:8000]
    for text, heard in (("breathing is hard", "[unk]"), ("stop", "stop")):
        ear = Ear(Telling((text, Ending.DANGER)), SETTINGS)
        ((_, catch),) = listened(ear, silence(0.5), word[3200:4800], silence(2))
        assert catch.utterance.voice_end - catch.utterance.voice_start < 0.15
        assert catch.hypothesis.text == heard


def test_a_click_before_a_word_is_no_command(stop):
    recogniser = Telling(("move on", Ending.COMPLETE))
    ear = Ear(recogniser, SETTINGS)
    ear.expect(Situation.QUESTION)
    word = np.trim_zeros(stop)[:8000]
    click = np.trim_zeros(stop)[3200:4480]
    ((_, catch),) = listened(ear, silence(0.5), click, silence(0.35), word, silence(2))
    assert catch.utterance.voice_end - catch.utterance.voice_start > 0.5
    assert len(recogniser.given) == 1


def test_half_a_word_in_a_pause_is_waited_for_as_long_as_a_beginning(stop):
    recogniser = Telling(("[unk]", Ending.UNKNOWN), ("call an ambulance", Ending.DANGER))
    (catch,) = said(Ear(recogniser, SETTINGS), stop, 0.8)
    assert catch.hypothesis.text == "call an ambulance"
    assert recogniser.given[-1] == len(catch.utterance.samples)


def test_what_is_said_after_a_long_pause_counts_by_itself_when_it_makes_no_sense_with_what_was_before(stop):
    recogniser = Telling(("[unk]", Ending.UNKNOWN), ("[unk]", Ending.UNKNOWN), ("stop", Ending.COMPLETE))
    ear = Ear(recogniser, SETTINGS)
    (catch,) = said(ear, stop, 0.8)
    assert catch.hypothesis.text == "stop"
    assert catch.utterance.start > 0.9
    assert catch.utterance.start <= catch.hypothesis.start <= catch.hypothesis.end == catch.utterance.voice_end
    assert recogniser.given[2] == len(catch.utterance.samples) < recogniser.given[1]


def test_mumbling_after_a_long_pause_takes_no_phrase_back(stop):
    recogniser = Telling(("my calf", Ending.UNKNOWN), ("[unk]", Ending.UNKNOWN))
    (catch,) = said(Ear(recogniser, SETTINGS), stop, 0.8)
    assert catch.hypothesis.text == "my calf"
    assert catch.hypothesis.end == catch.utterance.voice_end


def test_two_phrases_with_a_long_pause_between_them_both_count(stop):
    recogniser = Telling(("my calf", Ending.UNKNOWN), ("[unk]", Ending.UNKNOWN), ("chest pain", Ending.DANGER))
    (catch,) = said(Ear(recogniser, SETTINGS), stop, 0.8)
    assert catch.hypothesis.text == "my calf chest pain"
    assert catch.hypothesis.ending is Ending.DANGER


def test_a_short_pause_makes_no_two_things_of_what_makes_no_sense(stop):
    recogniser = Telling(("[unk]", Ending.UNKNOWN))
    (catch,) = said(Ear(recogniser, SETTINGS), stop, 0.4)
    assert catch.hypothesis.text == "[unk]"
    assert len(recogniser.given) == 2


def test_a_faint_end_is_heard_when_the_words_before_it_are_no_phrase():
    voices = heard((Voice.NONE, 1.0), (Voice.CLEAR, 0.5), (Voice.NONE, 0.3), (Voice.FAINT, 0.3), (Voice.NONE, 1.5))
    recogniser = Telling(("[unk]", Ending.UNFINISHED), ("my calf is cramping", Ending.COMPLETE))
    assert faintly(recogniser, voices) == ["my calf is cramping"]
    assert recogniser.given[1] > recogniser.given[0]


def test_a_faint_noise_after_a_phrase_changes_nothing():
    voices = heard((Voice.NONE, 1.0), (Voice.CLEAR, 0.5), (Voice.NONE, 0.26), (Voice.FAINT, 0.3), (Voice.NONE, 1.5))
    recogniser = Telling(("i have chest pain", Ending.DANGER))
    assert faintly(recogniser, voices) == ["i have chest pain"]
    assert len(recogniser.given) == 1


@pytest.mark.parametrize("pause", [0.7, 1.0])
def test_a_word_too_short_to_be_a_command_is_waited_for(pause):
    voices = heard((Voice.NONE, 1.0), (Voice.CLEAR, 0.1), (Voice.NONE, pause), (Voice.CLEAR, 0.6), (Voice.NONE, 1.5))
    assert faintly(Telling(("i can't breathe", Ending.DANGER)), voices) == ["i can't breathe"]


def test_a_click_long_before_a_word_does_not_hide_it():
    voices = heard((Voice.NONE, 1.0), (Voice.CLEAR, 0.1), (Voice.NONE, 0.8), (Voice.CLEAR, 0.6), (Voice.NONE, 1.5))
    recogniser = Telling(("[unk]", Ending.UNKNOWN), ("stop", Ending.COMPLETE))
    assert faintly(recogniser, voices) == ["stop"]
    assert recogniser.given[1] < recogniser.given[0]


class Following:
    """Voice activity that follows a script."""

    def __init__(self, script) -> None:
        self.script = iter(script)

    def voiced(self, frame) -> Voice:
        return next(self.script)

    def reset(self) -> None:
        pass


def heard(*parts: tuple[Voice, float]) -> list[Voice]:
    return [voice for voice, seconds in parts for _ in range(round(seconds / FRAME_SECONDS))]


def faintly(recogniser: Telling, voices: list[Voice]) -> list[str]:
    """What is caught where the voice comes and goes like this, while a question is open."""
    ear = Ear(recogniser, SETTINGS, Following(voices))
    ear.expect(Situation.QUESTION)
    return [catch.hypothesis.text for _, catch in listened(ear, silence(len(voices) * FRAME_SECONDS))]
