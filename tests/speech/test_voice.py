"""The voice takes a recording first, then the cache, then the synthesiser, and asks that one only once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.speech.voices import CountingSynthesiser, NoSynthesiser
from voice_coach.errors import MissingVoice
from voice_coach.speech.cache import PromptCache
from voice_coach.speech.recordings import Recordings
from voice_coach.speech.voice import Voice, open_voice

LINES = [("a", "Is it your calf?", 152), ("b", "Any chest pain?", 152), ("c", "Get help now.", 140)]


def test_each_line_is_made_once(tmp_path: Path) -> None:
    synthesiser = CountingSynthesiser()
    voice = Voice(synthesiser, PromptCache(tmp_path))
    done: list[int] = []

    assert voice.prepare(LINES, done.append) == 3
    for line, text, rate in LINES:
        voice.prompt(line, text, rate)

    assert synthesiser.asked == [(text, rate) for _, text, rate in LINES]
    assert done == [1, 2, 3]


def test_what_was_prepared_is_there_without_a_synthesiser(tmp_path: Path) -> None:
    Voice(CountingSynthesiser(), PromptCache(tmp_path)).prepare(LINES)
    mute = Voice(NoSynthesiser(), PromptCache(tmp_path))
    assert mute.prompt(*LINES[0]).seconds > 1.0
    with pytest.raises(MissingVoice):
        mute.prompt("d", "Never prepared.", 152)


def test_another_rate_or_voice_is_another_prompt(tmp_path: Path) -> None:
    synthesiser = CountingSynthesiser()
    cache = PromptCache(tmp_path)
    Voice(synthesiser, cache).prompt("a", "Is it your calf?", 152)
    Voice(synthesiser, cache).prompt("a", "Is it your calf?", 120)
    Voice(synthesiser, cache, voice="German").prompt("a", "Is it your calf?", 152)
    assert len(synthesiser.asked) == 3


def test_a_recording_takes_precedence_over_everything(tmp_path: Path) -> None:
    tone = 0.3 * np.sin(2 * np.pi * 250 * np.arange(24_000) / 16_000)
    (tmp_path / "recorded").mkdir()
    soundfile.write(tmp_path / "recorded" / "a.wav", tone, 16_000)
    voice = Voice(NoSynthesiser(), PromptCache(tmp_path / "cache"), Recordings(tmp_path / "recorded"))
    assert voice.prompt(*LINES[0]).seconds == pytest.approx(1.5, abs=0.05)


def test_a_bad_recording_falls_back_to_the_synthesiser(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "a.wav").write_bytes(b"RIFF damaged")
    synthesiser = CountingSynthesiser()
    voice = Voice(synthesiser, PromptCache(tmp_path / "cache"), Recordings(tmp_path))
    voice.prompt(*LINES[0])
    assert synthesiser.asked == [("Is it your calf?", 152)]
    assert "the synthesiser speaks instead" in caplog.text


def test_the_voice_of_this_machine_speaks(tmp_path: Path) -> None:
    voice = open_voice(cache=tmp_path)
    first = voice.prompt("a", "Is it your calf?", 152)
    again = open_voice(cache=tmp_path).prompt("a", "Is it your calf?", 152)
    assert 0.7 < first.seconds < 2.0
    assert np.array_equal(first.samples, again.samples)
