"""The wizard's questions, with a machine that does as the test says."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from tests.dialogue.driver import script
from voice_coach.errors import BadInput, MissingDevice, MissingVoice
from voice_coach.interfaces.setup.loudness import measure
from voice_coach.interfaces.setup.wizard import GREETING, READY, TEST, Wizard
from voice_coach.settings import DialogueSettings, Settings


def speech(level: float = 0.1, room: float = 0.001, seconds: float = 4.0) -> np.ndarray:
    """Bursts as loud as speech in a room with noise; both are parts of full scale."""
    random = np.random.default_rng(1)
    noise = random.normal(0, room, round(seconds * 16_000))
    loud = (np.arange(len(noise)) // 8_000) % 2
    return np.clip((noise + loud * random.normal(0, level, len(noise))) * 32768, -32768, 32767).astype(np.int16)


@dataclass
class Pretended:
    """A machine that hears and says what the test wants."""

    sounds: list = field(default_factory=lambda: [speech()])
    answers: list = field(default_factory=lambda: [True])
    voice_missing: bool = False
    microphone_missing: bool = False
    spoken: list[tuple[str, str | None, str | None]] = field(default_factory=list)

    def devices(self, kind: str) -> list[str]:
        if self.microphone_missing and kind == "input":
            raise MissingDevice("no microphone found: plug one in")
        return [f"first {kind}", f"second {kind}"]

    def record(self, device: str | None, seconds: float) -> np.ndarray:
        return self.sounds.pop(0)

    def speak(self, text: str, voice: str | None, device: str | None) -> None:
        if self.voice_missing or voice == "nobody":
            raise MissingVoice("there is no voice called nobody: take one of a, b")
        self.spoken.append((text, voice, device))

    def hears_yes(self, device: str | None, seconds: float) -> bool | None:
        return self.answers.pop(0)


def wizard(machine: Pretended, *lines: str, settings: Settings | None = None) -> tuple[Wizard, list[str]]:
    waiting, told = list(lines), []

    def ask(question: str) -> str:
        told.append(question)
        return waiting.pop(0)

    return Wizard(machine, script().numbers, settings or Settings(), ask, told.append), told


def test_the_straight_way_sets_the_number_the_devices_and_ends_with_a_spoken_test() -> None:
    machine = Pretended()
    asked, told = wizard(machine, "gb", "2", "", "", "", "")
    asked.ask_all()
    asked.spoken_test()
    assert asked.chosen == {
        "dialogue.country": "GB",
        "dialogue.emergency_number": None,
        "sound.input": "second input",
        "sound.output": None,
        "voice.voice": None,
    }
    assert [text for text, _, _ in machine.spoken] == [GREETING, TEST, READY]
    assert asked.troubles == []
    assert any("nine nine nine" in line for line in told)
    assert any("That is good" in line for line in told)


def test_the_number_itself_may_be_given_and_what_is_set_may_be_kept() -> None:
    asked, _ = wizard(Pretended(), "01234 5678", "", "", "", "", "")
    asked.ask_all()
    assert asked.chosen["dialogue.emergency_number"] == "01234 5678"
    known = Settings(dialogue=DialogueSettings(country="GB"))
    asked, _ = wizard(Pretended(), "", "", "", "", "", "", settings=known)
    asked.ask_all()
    assert "dialogue.country" not in asked.chosen


def test_without_a_number_nothing_is_chosen() -> None:
    asked, told = wizard(Pretended(), "", "Atlantis", "")
    with pytest.raises(BadInput, match="setup` again"):
        asked.ask_all()
    assert asked.chosen == {}
    assert any("Atlantis" in line for line in told)


def test_a_microphone_that_is_too_quiet_is_told_and_tried_again() -> None:
    machine = Pretended(sounds=[speech(0.0005, 0.0), speech()])
    asked, told = wizard(machine, "GB", "", "", "y", "2", "", "", "", "")
    asked.ask_all()
    assert any("very quiet" in line for line in told)
    assert asked.chosen["sound.input"] == "second input"
    assert asked.troubles == []


def test_a_voice_that_does_not_exist_is_told_with_those_that_do() -> None:
    machine = Pretended()
    asked, told = wizard(machine, "GB", "", "", "", "nobody", "2", "", "")
    asked.ask_all()
    assert any("take one of a, b" in line for line in told)
    assert machine.spoken == [(GREETING, None, "second output")]


def test_without_a_microphone_the_rest_is_set_all_the_same() -> None:
    asked, told = wizard(Pretended(microphone_missing=True), "GB", "", "", "")
    asked.ask_all()
    assert asked.chosen["dialogue.country"] == "GB"
    assert asked.troubles == ["no microphone found: plug one in"]
    assert any("does not work yet" in line for line in told)


@pytest.mark.parametrize("answers", [[None, None, None], [False, None, False]])
def test_a_test_in_which_nobody_is_heard_is_a_trouble(answers: list[bool | None]) -> None:
    asked, _ = wizard(Pretended(answers=answers))
    asked.spoken_test()
    assert "doctor" in asked.troubles[0]


def test_a_yes_at_the_second_try_is_enough() -> None:
    asked, _ = wizard(Pretended(answers=[None, True]))
    asked.spoken_test()
    assert asked.troubles == []


@pytest.mark.parametrize(
    ("sound", "mend"),
    [
        (speech(), ""),
        (speech(0.0005, 0.0), "very quiet"),
        (speech(0.9), "cut off"),
        (speech(0.1, 0.08), "nearly as loud"),
        (np.zeros(64_000, np.int16), "very quiet"),
        (np.zeros(0, np.int16), "very quiet"),
    ],
)
def test_a_level_is_judged_with_its_mend(sound: np.ndarray, mend: str) -> None:
    heard = measure(sound)
    assert heard.good is not bool(mend)
    assert mend in heard.mend
