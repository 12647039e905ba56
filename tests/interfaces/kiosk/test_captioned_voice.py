"""A voice that fails leaves its words to the screen."""

from __future__ import annotations

from tests.conversation import SteadyVoice
from voice_coach.errors import MissingVoice
from voice_coach.interfaces.kiosk.captioned_voice import SECONDS_A_WORD, CaptionedVoice
from voice_coach.speech.port import PromptAudio


class Failing:
    def __init__(self) -> None:
        self.fails = True

    def prompt(self, line: str, text: str, words_per_minute: int) -> PromptAudio:
        if self.fails:
            raise MissingVoice("the speech synthesiser cannot speak: run `voice-coach doctor`")
        return SteadyVoice().prompt(line, text, words_per_minute)


def test_a_missing_voice_is_silence_for_as_long_as_reading_takes_and_a_trouble() -> None:
    voice = CaptionedVoice(Failing())
    audio = voice.prompt("a", "four words are here", 150)
    assert audio.seconds == 4 * SECONDS_A_WORD
    assert not audio.samples.any()
    assert voice.trouble is not None


def test_a_voice_that_is_back_is_no_trouble_any_more() -> None:
    failing = Failing()
    voice = CaptionedVoice(failing)
    voice.prompt("a", "one", 150)
    failing.fails = False
    assert voice.prompt("a", "one", 150).seconds > 0
    assert voice.trouble is None
