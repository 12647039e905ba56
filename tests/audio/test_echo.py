"""The echo canceller, with the coach's real prompts' like: speech that leaks through a room into the microphone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice_coach.audio.echo import EchoCanceller
from voice_coach.audio.frame import FRAME_SAMPLES, SAMPLE_RATE, Frame, Samples
from voice_coach.audio.leak import Leak, added
from voice_coach.audio.level import active_level
from voice_coach.audio.tape import Tape
from voice_coach.audio.voice_activity import RoomVoiceActivity

SILENCE = np.zeros(FRAME_SAMPLES, np.int16)


@pytest.fixture(scope="module")
def prompt(root: Path) -> Samples:
    """Twelve seconds of a voice, as the coach's."""
    folder = root / "audio_fixtures" / "festival_slt"
    parts = [soundfile.read(file, dtype="int16")[0] for file in sorted(folder.glob("*.flac"))[:8]]
    samples = np.concatenate(parts)
    return samples[: len(samples) // FRAME_SAMPLES * FRAME_SAMPLES]


def voiced_seconds(prompt: Samples, gain_db: float, delay: float, canceller: EchoCanceller | None) -> float:
    """Seconds of voice that the ear makes of a prompt's echo alone."""

    def played(start: float, count: int) -> Samples:
        first = round(start * SAMPLE_RATE)
        padded = np.pad(prompt, (SAMPLE_RATE, SAMPLE_RATE))
        return padded[first + SAMPLE_RATE : first + SAMPLE_RATE + count]

    leak, activity, count = Leak(played, gain_db, delay), RoomVoiceActivity(), 0
    for first in range(0, len(prompt), FRAME_SAMPLES):
        frame = Frame(leak.heard(first / SAMPLE_RATE), first / SAMPLE_RATE)
        if canceller is not None:
            frame = canceller.accept(frame, prompt[first : first + FRAME_SAMPLES])
        count += activity.voiced(frame.samples) and not frame.echo
    return count * FRAME_SAMPLES / SAMPLE_RATE


@pytest.mark.parametrize(("gain_db", "delay"), [(0.0, 0.04), (-20.0, 0.3)])
def test_of_its_own_voice_nearly_nothing_is_a_voice(prompt: Samples, gain_db: float, delay: float) -> None:
    assert voiced_seconds(prompt, gain_db, delay, None) > 3.0
    assert voiced_seconds(prompt, gain_db, delay, EchoCanceller()) < 0.1


def test_while_nothing_is_played_frames_pass_untouched(prompt: Samples) -> None:
    canceller = EchoCanceller()
    for first in range(0, SAMPLE_RATE, FRAME_SAMPLES):
        frame = Frame(prompt[first : first + FRAME_SAMPLES], first / SAMPLE_RATE)
        assert canceller.accept(frame, SILENCE) is frame


def test_a_person_over_a_prompt_that_does_not_leak_keeps_every_word(prompt: Samples, root: Path) -> None:
    canceller = EchoCanceller()
    for first in range(0, len(prompt), FRAME_SAMPLES):
        canceller.accept(Frame(SILENCE, 0.0), prompt[first : first + FRAME_SAMPLES])
    person = soundfile.read(root / "audio_fixtures" / "flite_slt" / "stop.flac", dtype="int16")[0]
    heard, count = [], len(person) // FRAME_SAMPLES
    for place in range(count):
        part = slice(place * FRAME_SAMPLES, (place + 1) * FRAME_SAMPLES)
        heard.append(canceller.accept(Frame(person[part], 0.0), prompt[part]))
    assert not any(frame.echo for frame in heard if np.abs(frame.samples).max() > 1000)
    clean = np.concatenate([frame.samples for frame in heard])
    assert active_level(clean) == pytest.approx(active_level(person), abs=1.0)


@pytest.mark.parametrize("seconds", [1.0, 2.4])
def test_over_the_first_prompt_of_all_a_person_is_heard_where_nothing_leaks(
    prompt: Samples, root: Path, seconds: float
) -> None:
    canceller, random = EchoCanceller(), np.random.default_rng(3)
    start = round(seconds * SAMPLE_RATE) // FRAME_SAMPLES * FRAME_SAMPLES
    for first in range(-SAMPLE_RATE, start, FRAME_SAMPLES):
        room = random.integers(-20, 21, FRAME_SAMPLES).astype(np.int16)
        canceller.accept(Frame(room, 0.0), prompt[first : first + FRAME_SAMPLES] if first >= 0 else SILENCE)
    person = soundfile.read(root / "audio_fixtures" / "flite_slt" / "stop.flac", dtype="int16")[0]
    for first in range(0, len(person) - FRAME_SAMPLES, FRAME_SAMPLES):
        part = person[first : first + FRAME_SAMPLES]
        heard = canceller.accept(Frame(part, 0.0), prompt[start + first : start + first + FRAME_SAMPLES])
        assert not heard.echo or np.abs(part).max() < 1000


def test_a_leak_has_the_level_and_the_delay_that_were_asked_for(prompt: Samples) -> None:
    def played(start: float, count: int) -> Samples:
        first = round(start * SAMPLE_RATE)
        padded = np.pad(prompt, (SAMPLE_RATE, SAMPLE_RATE))
        return padded[first + SAMPLE_RATE : first + SAMPLE_RATE + count]

    leak = Leak(played, -10.0, 0.1)
    heard = np.concatenate([leak.heard(first / SAMPLE_RATE) for first in range(0, len(prompt), FRAME_SAMPLES)])
    assert not heard[: SAMPLE_RATE // 10].any()
    assert active_level(heard) == pytest.approx(active_level(prompt) - 10.0, abs=1.5)


def test_two_sounds_at_once_are_clipped_like_a_converter_clips() -> None:
    loud = np.full(4, 30_000, np.int16)
    assert added(loud, loud).tolist() == [32_767] * 4


@pytest.mark.parametrize("rate", [16_000, 48_000])
def test_the_tape_gives_back_what_was_played_at_its_time(rate: int) -> None:
    tape = Tape(rate)
    tone = (8000 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)).astype(np.int16)
    for first in range(0, rate, rate // 50):
        jitter = 0.01 if first else 0.0  # a card's times are never quite even
        tape.write(tone[first : first + rate // 50], 5.0 + first / rate + jitter)
    read = tape.read(5.5, 320)
    expected = 8000 * np.sin(2 * np.pi * 440 * (0.5 + np.arange(320) / 16_000))
    assert np.abs(read - expected).max() < 200
    assert not tape.read(3.0, 320).any()
    assert not tape.read(7.0, 320).any()


def test_what_was_cut_was_never_played() -> None:
    tape = Tape(16_000)
    for number in range(50):
        tape.write(np.full(320, 1000, np.int16), 1.0 + number * 0.02)
    tape.cut(1.5)
    assert tape.read(1.4, 320).all()
    assert not tape.read(1.52, 320).any()
