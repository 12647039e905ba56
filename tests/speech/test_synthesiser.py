"""pyttsx3 really speaks: at the rate that was asked for, trimmed, level, the same each time, and never for ever."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from voice_coach.audio.level import active_level
from voice_coach.dialogue.script import load_script
from voice_coach.errors import MissingVoice
from voice_coach.paths import intents_folder
from voice_coach.settings import VoiceSettings
from voice_coach.speech.synthesiser import LEVEL, PARAGRAPH, PyttsxSynthesiser
from voice_coach.speech.worker import UnknownVoice, choose_voice

QUESTION = "Is there any numbness, tingling, or weakness in that leg?"


@pytest.fixture(scope="module")
def synthesiser() -> Iterator[PyttsxSynthesiser]:
    speaking = PyttsxSynthesiser()
    yield speaking
    speaking.close()


def test_the_coachs_own_lines_are_spoken_at_150_to_155_words_a_minute(synthesiser: PyttsxSynthesiser) -> None:
    lines = [line.say for line in load_script(intents_folder()).lines.values()][::2]
    audio = [synthesiser.synthesise(line, words_per_minute=VoiceSettings().words_per_minute) for line in lines]
    words = sum(len(line.split()) for line in lines)
    assert words > 300
    assert 150 <= words * 60 / sum(prompt.seconds for prompt in audio) <= 155


@pytest.mark.parametrize("rate", [100, 120, 140, 152, 200])
def test_the_paragraph_it_is_measured_by_has_the_words_a_minute_that_were_asked_for(
    synthesiser: PyttsxSynthesiser, rate: int
) -> None:
    audio = synthesiser.synthesise(PARAGRAPH, words_per_minute=rate)
    assert len(PARAGRAPH.split()) * 60 / audio.seconds == pytest.approx(rate, rel=0.02)


def test_it_tells_when_each_word_begins(synthesiser: PyttsxSynthesiser) -> None:
    audio = synthesiser.synthesise("Sit down, and breathe.", words_per_minute=120)
    begins = [begin for begin in audio.begins if begin is not None]
    assert len(begins) == 4
    assert begins == sorted(begins)
    size = np.abs(audio.samples.astype(int))
    # "and" begins where the comma's silence ends.
    rest, word = (size[round(at * 16_000) : round((at + 0.1) * 16_000)].max() for at in (begins[2] - 0.12, begins[2]))
    assert word > 10 * rest


def test_a_question_is_speech_at_the_common_level_without_silence_around(synthesiser: PyttsxSynthesiser) -> None:
    audio = synthesiser.synthesise(QUESTION, words_per_minute=152)
    size = np.abs(audio.samples.astype(int))

    assert audio.samples.dtype == np.int16
    assert 3.0 < audio.seconds < 5.0
    assert active_level(audio.samples) == pytest.approx(LEVEL, abs=0.5)
    assert 0.2 < size.max() / 32768 < 0.9
    assert np.flatnonzero(size > 300)[0] < 0.1 * 16_000
    assert np.flatnonzero(size > 300)[-1] > len(size) - 0.15 * 16_000


def test_the_same_line_gives_the_same_audio_whatever_was_said_before(synthesiser: PyttsxSynthesiser) -> None:
    first = synthesiser.synthesise(QUESTION, words_per_minute=152)
    synthesiser.synthesise("Something else.", words_per_minute=140)
    again = synthesiser.synthesise(QUESTION, words_per_minute=152)
    other = PyttsxSynthesiser()
    elsewhere = other.synthesise(QUESTION, words_per_minute=152)
    other.close()

    assert np.array_equal(first.samples, again.samples)
    assert np.array_equal(first.samples, elsewhere.samples)


def test_slower_is_longer(synthesiser: PyttsxSynthesiser) -> None:
    slow, fast = (synthesiser.synthesise(QUESTION, words_per_minute=rate) for rate in (110, 170))
    assert slow.seconds > 1.3 * fast.seconds


def test_one_word_is_whole(synthesiser: PyttsxSynthesiser) -> None:
    assert 0.25 < synthesiser.synthesise("Yes.", words_per_minute=152).seconds < 1.0


@pytest.mark.parametrize("text", ["", "...", " \n", "?!"])
def test_a_text_without_words_is_a_short_silence(synthesiser: PyttsxSynthesiser, text: str) -> None:
    audio = synthesiser.synthesise(text, words_per_minute=152)
    assert 0 < audio.seconds < 0.2
    assert not audio.samples.any()


@pytest.mark.parametrize("text", ["Call 112 now.", "Déjà vu — 5 °C & <b>bold</b>", 'Say "stop"; or \\n {no}'])
def test_odd_characters_are_spoken_or_left_out_but_break_nothing(synthesiser: PyttsxSynthesiser, text: str) -> None:
    assert synthesiser.synthesise(text, words_per_minute=152).seconds > 0.5


def test_threads_may_share_one_synthesiser(synthesiser: PyttsxSynthesiser) -> None:
    lines = [f"This is line number {number}." for number in range(6)]
    made: dict[str, np.ndarray] = {}

    def speak(line: str) -> None:
        made[line] = synthesiser.synthesise(line, words_per_minute=152).samples

    threads = [threading.Thread(target=speak, args=(line,)) for line in lines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for line in lines:
        assert np.array_equal(made[line], synthesiser.synthesise(line, words_per_minute=152).samples)


def test_nothing_is_left_in_the_folder_for_temporary_files(
    synthesiser: PyttsxSynthesiser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("voice_coach.speech.synthesiser.MEMORY", tmp_path / "memory")
    (tmp_path / "memory").mkdir()
    synthesiser.synthesise(QUESTION, words_per_minute=152)
    assert list(tmp_path.iterdir()) == [tmp_path / "memory"]
    assert list((tmp_path / "memory").iterdir()) == []


def test_pyttsx3_cannot_print_into_our_output() -> None:
    code = (
        "from voice_coach.speech.synthesiser import PyttsxSynthesiser\n"
        "speaking = PyttsxSynthesiser()\n"
        "speaking.synthesise('Hello there.', words_per_minute=152)\n"
        "speaking.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert (done.stdout, done.stderr) == ("", "")


def test_an_unknown_voice_is_named_with_others_that_there_are() -> None:
    speaking = PyttsxSynthesiser("Nobody In Particular")
    with pytest.raises(MissingVoice, match=r"no voice called Nobody In Particular: take one of .*English"):
        speaking.synthesise("Hello.", words_per_minute=152)
    speaking.close()


def test_another_voice_sounds_different(synthesiser: PyttsxSynthesiser) -> None:
    scottish = PyttsxSynthesiser("English (Scotland)")
    there = scottish.synthesise(QUESTION, words_per_minute=152)
    scottish.close()
    assert not np.array_equal(there.samples, synthesiser.synthesise(QUESTION, words_per_minute=152).samples)


def worker_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pyttsx3: str) -> None:
    """Let the worker find another pyttsx3 than the real one."""
    (tmp_path / "pyttsx3.py").write_text(pyttsx3)
    # The checkout comes first on the worker's path, site-packages after this.
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))


ENGINE = """
import os, time
class Engine:
    driver_name = "espeak"
    def getProperty(self, name): return []
    def setProperty(self, name, value): pass
    def save_to_file(self, text, file): pass
    def startLoop(self): {action}
    def endLoop(self): pass
def init(): return Engine()
"""


def test_a_machine_without_espeak_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker_with(tmp_path, monkeypatch, "def init(): raise OSError('libespeak-ng.so.1: cannot open shared object')\n")
    with pytest.raises(MissingVoice, match=r"libespeak-ng.*sudo apt install espeak-ng"):
        PyttsxSynthesiser().synthesise("Hello.", words_per_minute=152)


def test_a_machine_without_pyttsx3_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker_with(tmp_path, monkeypatch, "raise ImportError('no pyttsx3')\n")
    with pytest.raises(MissingVoice, match="no pyttsx3"):
        PyttsxSynthesiser().synthesise("Hello.", words_per_minute=152)


def test_a_synthesiser_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker_with(tmp_path, monkeypatch, ENGINE.format(action="time.sleep(600)"))
    with pytest.raises(MissingVoice, match="did not answer within 1 seconds"):
        PyttsxSynthesiser(time_limit=1.0).synthesise("Hello.", words_per_minute=152)


def test_a_synthesiser_that_crashes_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker_with(tmp_path, monkeypatch, ENGINE.format(action="os.abort()"))
    with pytest.raises(MissingVoice, match="crashed"):
        PyttsxSynthesiser().synthesise("Hello.", words_per_minute=152)


def test_a_synthesiser_that_makes_no_file_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker_with(tmp_path, monkeypatch, ENGINE.format(action="pass"))
    with pytest.raises(MissingVoice, match="made no sound"):
        PyttsxSynthesiser().synthesise("Hello.", words_per_minute=152)


def test_a_worker_that_was_killed_is_replaced() -> None:
    speaking = PyttsxSynthesiser()
    first = speaking.synthesise(QUESTION, words_per_minute=152)
    assert speaking._worker is not None
    speaking._worker._process.kill()
    again = speaking.synthesise(QUESTION, words_per_minute=152)
    speaking.close()
    assert np.array_equal(first.samples, again.samples)


class FakeVoice:
    def __init__(self, id: str, name: str, languages: list[str] | None = None) -> None:
        self.id, self.name, self.languages = id, name, languages


ESPEAK = [
    FakeVoice("gmw/de", "German", ["de"]),
    FakeVoice("gmw/en", "English (Great Britain)", ["en-gb"]),
    FakeVoice("gmw/en-us-nyc", "English (America, New York City)", ["en-us-nyc"]),
    FakeVoice("gmw/en-us", "English (America)", ["en-us"]),
]
WINDOWS = [
    FakeVoice("HKEY\\TTS_MS_EN-GB_HAZEL_11.0", "Microsoft Hazel Desktop - English (Great Britain)"),
    FakeVoice("HKEY\\TTS_MS_EN-US_ZIRA_11.0", "Microsoft Zira Desktop - English (United States)"),
]
MACOS = [
    FakeVoice("com.apple.voice.compact.de-DE.Anna", "Anna", ["de_DE"]),
    FakeVoice("com.apple.voice.compact.en-US.Samantha", "Samantha", ["en_US"]),
]


@pytest.mark.parametrize(("voices", "chosen"), [(ESPEAK, 3), (WINDOWS, 1), (MACOS, 1), (ESPEAK[:2], 1)])
def test_american_english_is_preferred_then_any_english(voices: list[FakeVoice], chosen: int) -> None:
    assert choose_voice(voices, None) == voices[chosen].id


def test_without_english_the_systems_own_voice_is_kept() -> None:
    assert choose_voice(ESPEAK[:1], None) is None


def test_a_voice_is_chosen_by_name_or_id_in_any_case() -> None:
    assert choose_voice(ESPEAK, "german") == choose_voice(ESPEAK, "GMW/DE") == "gmw/de"
    with pytest.raises(UnknownVoice, match="English"):
        choose_voice(ESPEAK, "klingon")
