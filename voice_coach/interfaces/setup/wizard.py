"""Wizard: question after question in plain lines, each answer tried at once, and a spoken test at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from voice_coach.configuration.key import Scalar
from voice_coach.dialogue.number import Numbers
from voice_coach.errors import BadInput, CoachError, MissingComponent
from voice_coach.interfaces.setup.loudness import measure
from voice_coach.interfaces.setup.machine import Machine
from voice_coach.settings import Settings

TRIES: Final = 3
"""Times that a question is put."""

LISTEN: Final = 3.0
"""Seconds of speech that the level is judged on."""

WAIT: Final = 8.0
"""Seconds to answer the spoken test."""

SENTENCE: Final = "my calf is cramping"
GREETING: Final = "I am your coach. Can you hear me?"
TEST: Final = "Say yes if you can hear me."
READY: Final = "Good. I am ready."


class Wizard:
    """Asks, tries, and collects what is to be written."""

    def __init__(
        self,
        machine: Machine,
        numbers: Numbers,
        settings: Settings,
        ask: Callable[[str], str],
        tell: Callable[[str], None],
    ) -> None:
        """`ask` puts a question and returns a line, without its end; `tell` prints a line."""
        self._machine = machine
        self._numbers = numbers
        self._ask = ask
        self._tell = tell
        self._settings = settings
        self.chosen: dict[str, Scalar] = {}
        """What to write, by the settings' names; None takes a setting out."""

        self.troubles: list[str] = []
        """What did not work."""

    def ask_all(self) -> None:
        """Every question but the spoken test. Raises `BadInput` when the number stays unknown."""
        self._tell("Three questions and a test. Enter takes what stands in [ ]. Ctrl-C ends without changing anything.")
        self._number()
        self._part(self._microphone)
        self._part(self._voice)

    def spoken_test(self) -> None:
        """Speak, and hear a "yes"."""
        self._part(self._test)

    def _part(self, part: Callable[[], None]) -> None:
        try:
            part()
        except CoachError as error:
            self._trouble(str(error))

    def _trouble(self, text: str) -> None:
        self.troubles.append(text)
        self._tell(f"  This does not work yet: {text}")

    def _number(self) -> None:
        """Country or number: the one thing that a coach on a wall must know."""
        now = self._settings.dialogue.emergency_number or self._settings.dialogue.country
        codes = ", ".join(self._numbers.countries)
        self._tell("")
        self._tell("1. Whom to call in an emergency")
        for _ in range(TRIES):
            given = self._ask(f"Country ({codes}), or the number itself [{now or 'none'}]: ").strip()
            if not given and now:
                return
            if given.upper() in self._numbers.countries:
                number = self._numbers.countries[given.upper()]
                self._tell(f"  It will say: call {number.spoken}.")
                self.chosen |= {"dialogue.country": given.upper(), "dialogue.emergency_number": None}
                return
            if any(mark.isdigit() for mark in given):
                self._tell(f"  It will say: call {self._numbers.spelt(given)}.")
                self.chosen["dialogue.emergency_number"] = given
                return
            self._tell(f"  There is no country {given!r} in the list." if given else "  It has to know this.")
        raise BadInput("without a country or a number nothing was written: run `voice-coach setup` again")

    def _microphone(self) -> None:
        self._tell("")
        self._tell("2. The microphone")
        for _ in range(TRIES):
            device = self._device("input", "Microphone", self._settings.sound.input)
            self._ask(f'Press Enter, then say "{SENTENCE}" from where people will be: ')
            heard = measure(self._machine.record(device, LISTEN))
            self._tell(f"  {heard}. {heard.mend or 'That is good.'}")
            self.chosen["sound.input"] = device
            if heard.good or not self._ask("Try again? (y, or Enter to go on): ").strip().lower().startswith("y"):
                break
        if not heard.good:
            self.troubles.append(heard.mend)

    def _voice(self) -> None:
        self._tell("")
        self._tell("3. The voice")
        for _ in range(TRIES):
            device = self._device("output", "Speaker", self._settings.sound.output)
            now = self._settings.voice.voice
            voice = self._ask(f"Name of a voice [{now or 'the usual one'}]: ").strip() or now
            try:
                self._machine.speak(GREETING, voice, device)
            except MissingComponent as error:
                self._tell(f"  {error}")
                continue
            self.chosen |= {"sound.output": device, "voice.voice": voice}
            if not self._ask("Did you hear it? (Enter for yes, n): ").strip().lower().startswith("n"):
                return
            self._tell("  Turn the speaker up, or take another.")
        self._trouble("the voice was not heard: run `voice-coach doctor`")

    def _device(self, kind: str, noun: str, now: str | None) -> str | None:
        names = self._machine.devices(kind)
        for number, name in enumerate(names, start=1):
            self._tell(f"  {number} {name}")
        given = self._ask(f"{noun} by number [{now or 'the one of the system'}]: ").strip()
        if given.isdecimal() and 1 <= int(given) <= len(names):
            return names[int(given) - 1]
        if given:
            self._tell(f"  There is no number {given}.")
        return now

    def _test(self) -> None:
        microphone = self.chosen.get("sound.input", self._settings.sound.input)
        speaker = self.chosen.get("sound.output", self._settings.sound.output)
        voice = self.chosen.get("voice.voice", self._settings.voice.voice)
        names = [name if isinstance(name, str) else None for name in (microphone, speaker, voice)]
        self._tell("")
        self._tell(f'Now together: it says "{TEST}"')
        for _ in range(TRIES):
            self._machine.speak(TEST, names[2], names[1])
            heard = self._machine.hears_yes(names[0], WAIT)
            if heard:
                self._tell("  It heard you.")
                self._machine.speak(READY, names[2], names[1])
                return
            self._tell("  It heard nothing." if heard is None else "  It heard something else.")
        self._trouble('no "yes" was heard: run `voice-coach doctor`')
