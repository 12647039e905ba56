"""Utterances are cut out of the stream whole, in order and without loss, by any pattern of voice."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_coach.audio.frame import FRAME_SAMPLES, FRAME_SECONDS, Frame, Samples
from voice_coach.audio.segmenter import Segmenter, Utterance
from voice_coach.audio.voice_activity import Voice
from voice_coach.settings import EndpointSettings

SETTINGS = EndpointSettings()
NO_VOICE = False
VOICE = True


class Scripted:
    """Voice activity that follows a script."""

    def __init__(self, script: Sequence[bool]) -> None:
        self._script = iter(script)

    def voiced(self, frame: Samples) -> bool:
        return next(self._script)

    def reset(self) -> None:
        pass


def seconds_of(voice: bool, seconds: float) -> list[bool]:
    return [voice] * round(seconds / FRAME_SECONDS)


def numbered(count: int, start: float = 0.0) -> list[Frame]:
    """Frames whose samples count on, so that every sample tells where it belongs."""
    stream = np.arange(count * FRAME_SAMPLES, dtype=np.int64).astype(np.int16)
    return [Frame(stream[i * FRAME_SAMPLES : (i + 1) * FRAME_SAMPLES], start + i * FRAME_SECONDS) for i in range(count)]


def cut(script: Sequence[bool], settings: EndpointSettings = SETTINGS, silence: float = 0.6) -> list[Utterance]:
    segmenter = Segmenter(settings, Scripted(script))
    segmenter.silence = silence
    found = [segmenter.accept(frame) for frame in numbered(len(script))]
    return [utterance for utterance in [*found, segmenter.flush()] if utterance is not None]


def test_silence_gives_no_utterance() -> None:
    assert cut(seconds_of(NO_VOICE, 10.0)) == []


def test_a_click_opens_nothing() -> None:
    assert cut([*seconds_of(NO_VOICE, 1.0), VOICE, VOICE, *seconds_of(NO_VOICE, 1.0)] * 5) == []


def test_a_word_comes_with_its_pre_roll_and_its_tail() -> None:
    [word] = cut([*seconds_of(NO_VOICE, 2.0), *seconds_of(VOICE, 0.4), *seconds_of(NO_VOICE, 2.0)])

    assert word.voice_start == pytest.approx(2.0)
    assert word.voice_end == pytest.approx(2.4)
    assert word.start == pytest.approx(2.0 - SETTINGS.pre_roll)
    assert word.end == pytest.approx(2.4 + SETTINGS.pause)
    assert word.closed == pytest.approx(2.4 + 0.6)


def test_a_word_at_the_very_start_is_kept_whole() -> None:
    [word] = cut([*seconds_of(VOICE, 0.4), *seconds_of(NO_VOICE, 2.0)])
    assert word.start == word.voice_start == 0.0


def test_a_word_at_the_very_end_is_flushed() -> None:
    [word] = cut([*seconds_of(NO_VOICE, 1.0), *seconds_of(VOICE, 0.4)])
    assert word.end == pytest.approx(1.4)


def test_a_pause_shorter_than_the_silence_does_not_cut() -> None:
    script = [*seconds_of(VOICE, 0.5), *seconds_of(NO_VOICE, 0.5), *seconds_of(VOICE, 0.5), *seconds_of(NO_VOICE, 1.5)]
    assert len(cut(script, silence=0.6)) == 1
    assert len(cut(script, silence=0.4)) == 2


def test_the_silence_may_be_changed_within_an_utterance() -> None:
    segmenter = Segmenter(SETTINGS, Scripted([*seconds_of(VOICE, 0.5), *seconds_of(NO_VOICE, 2.0)]))
    frames = iter(numbered(125))
    for _ in range(45):
        assert segmenter.accept(next(frames)) is None
    assert segmenter.speaking
    segmenter.silence = 0.4
    assert segmenter.accept(next(frames)) is not None
    assert not segmenter.speaking


def test_endless_voice_is_closed_at_the_longest_and_goes_on_in_the_next_utterance() -> None:
    settings = replace(SETTINGS, longest=3.0)
    found = cut(seconds_of(VOICE, 7.0), settings)

    assert [round(utterance.end - utterance.start, 2) for utterance in found] == [3.0, 3.0, 1.0]
    assert np.array_equal(
        np.concatenate([utterance.samples for utterance in found]),
        np.concatenate([frame.samples for frame in numbered(350)]),
    )


def test_while_nobody_speaks_there_is_no_start_of_voice() -> None:
    segmenter = Segmenter(SETTINGS, Scripted([*seconds_of(NO_VOICE, 0.2), *seconds_of(VOICE, 0.2)]))
    frames = numbered(20, start=5.0)
    for frame in frames[:10]:
        segmenter.accept(frame)
    assert segmenter.voice_start is None
    for frame in frames[10:]:
        segmenter.accept(frame)
    assert segmenter.voice_start == pytest.approx(5.2)


def test_after_a_reset_nothing_of_before_is_heard() -> None:
    segmenter = Segmenter(SETTINGS, Scripted([*seconds_of(VOICE, 1.0), *seconds_of(NO_VOICE, 1.0)]))
    frames = numbered(100)
    for frame in frames[:50]:
        segmenter.accept(frame)
    segmenter.reset()
    assert [segmenter.accept(frame) for frame in frames[50:]] == [None] * 50
    assert segmenter.flush() is None


def heard(*parts: tuple[Voice, float]) -> list[Voice]:
    return [voice for voice, seconds in parts for _ in range(round(seconds / FRAME_SECONDS))]


def test_noise_around_a_clear_voice_neither_delays_its_end_nor_comes_with_it() -> None:
    [word] = cut(heard((Voice.FAINT, 4.0), (Voice.CLEAR, 0.6), (Voice.FAINT, 0.9)))[:1]
    assert word.voice_start == pytest.approx(4.0)
    assert word.start == pytest.approx(3.5)
    assert word.voice_end == pytest.approx(4.7)
    assert word.closed == pytest.approx(4.7 + 0.8)


def test_a_word_that_begins_faintly_is_kept_from_its_beginning() -> None:
    [word] = cut(heard((Voice.NONE, 1.0), (Voice.FAINT, 0.4), (Voice.CLEAR, 0.6), (Voice.NONE, 1.0)))
    assert word.voice_start == pytest.approx(1.0)
    assert word.start == pytest.approx(0.7)


def test_a_last_word_under_the_noise_is_kept_to_its_end() -> None:
    [word] = cut(heard((Voice.NONE, 1.0), (Voice.CLEAR, 0.6), (Voice.NONE, 0.3), (Voice.FAINT, 0.3), (Voice.NONE, 1.0)))
    assert word.voice_end == pytest.approx(1.6)
    assert word.closed == pytest.approx(2.4)
    assert word.end == pytest.approx(2.4)


def test_a_draft_leaves_out_what_is_faint_after_the_voice() -> None:
    segmenter = Segmenter(SETTINGS, Scripted(heard((Voice.CLEAR, 0.6), (Voice.NONE, 0.3), (Voice.FAINT, 0.3))))
    for frame in numbered(60):
        segmenter.accept(frame)
    draft = segmenter.draft()
    assert draft is not None
    assert draft.end == pytest.approx(0.6 + SETTINGS.pause)


def test_a_bang_is_no_clear_voice() -> None:
    [found] = cut(heard((Voice.FAINT, 1.0), (Voice.CLEAR, 0.04), (Voice.FAINT, 1.0), (Voice.NONE, 1.0)))
    assert found.voice_end == pytest.approx(2.04)


RUNS = st.lists(st.tuples(st.booleans(), st.integers(1, 60)), max_size=25)
SILENCES = st.sampled_from([0.2, 0.4, 0.6, 1.0])


@given(runs=RUNS, silence=SILENCES, longest=st.sampled_from([1.0, 2.0, 12.0]))
def test_every_utterance_is_a_contiguous_part_of_the_stream(
    runs: list[tuple[bool, int]], silence: float, longest: float
) -> None:
    script = [voiced for voiced, count in runs for _ in range(count)]
    stream = np.concatenate([np.zeros(0, np.int16), *(frame.samples for frame in numbered(len(script)))])

    for utterance in cut(script, replace(SETTINGS, longest=longest), silence):
        first, last = round(utterance.start * 16_000), round(utterance.end * 16_000)
        assert np.array_equal(utterance.samples, stream[first:last])


@given(runs=RUNS, silence=SILENCES, longest=st.sampled_from([1.0, 2.0, 12.0]))
def test_utterances_are_in_order_and_never_overlap(
    runs: list[tuple[bool, int]], silence: float, longest: float
) -> None:
    script = [voiced for voiced, count in runs for _ in range(count)]
    found = cut(script, replace(SETTINGS, longest=longest), silence)

    for utterance in found:
        assert utterance.start <= utterance.voice_start < utterance.voice_end <= utterance.end <= utterance.closed
        assert utterance.end - utterance.start <= longest + 1e-6
    for earlier, later in itertools.pairwise(found):
        assert earlier.end <= later.start + 1e-6


@given(runs=RUNS, silence=SILENCES)
def test_no_voice_of_a_fifth_of_a_second_is_lost(runs: list[tuple[bool, int]], silence: float) -> None:
    script = [voiced for voiced, count in runs for _ in range(count)]
    found = cut(script, silence=silence)

    begin = 0
    for voiced, count in runs:
        if voiced and count >= 10:
            inside = [
                utterance
                for utterance in found
                if utterance.start <= (begin + count - 1) * FRAME_SECONDS
                and utterance.end >= (begin + 3) * FRAME_SECONDS
            ]
            covered = sum(
                min(utterance.end, (begin + count) * FRAME_SECONDS) - max(utterance.start, begin * FRAME_SECONDS)
                for utterance in inside
            )
            assert covered == pytest.approx(count * FRAME_SECONDS)
        begin += count
