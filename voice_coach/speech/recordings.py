"""Recordings: lines that a person has spoken, one file each, which are played instead of the synthesiser's."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

from voice_coach.audio.file import read_whole
from voice_coach.audio.frame import SAMPLE_RATE
from voice_coach.audio.level import active_level, amplify, trim
from voice_coach.errors import BadAudio
from voice_coach.speech.port import PromptAudio

ENDINGS: Final = (".wav", ".flac")

FASTEST_SPEECH: Final = 360.0
SLOWEST_SPEECH: Final = 40.0
"""Words a minute outside of which a recording cannot be of its line: cut short, or something else."""

SHORTEST: Final = 0.15
"""Seconds below which a recording is a click, not a line."""

FAINTEST: Final = -45.0
"""Active level in dB of full scale below which a recording is taken for silence."""

LEVEL: Final = -22.0
"""Active level in dB of full scale that every prompt is brought to, as the synthesiser's are."""

log = logging.getLogger(__name__)


class Recordings:
    """The folder of recorded lines: `LINE_ID.wav` or `.flac`, with the words spoken in `LINE_ID.txt` if wished.

    Where there is such a text, the recording is used only for exactly that text: a recorded "call 911" is not played
    where the emergency number is another.
    """

    def __init__(self, folder: Path) -> None:
        """`folder` may be missing: there are then no recordings."""
        self._folder = folder
        self._checked: dict[tuple[str, str], PromptAudio | None] = {}

    def get(self, line: str, text: str) -> PromptAudio | None:
        """The recording of a line, at the common level; None, with one warning, when it cannot be used."""
        if (line, text) not in self._checked:
            self._checked[line, text] = self._load(line, text)
        return self._checked[line, text]

    def _load(self, line: str, text: str) -> PromptAudio | None:
        path = next((path for ending in ENDINGS if (path := self._folder / f"{line}{ending}").is_file()), None)
        if path is None:
            return None
        try:
            reason, audio = self._judge(path, text)
        except (BadAudio, OSError, UnicodeDecodeError) as error:
            reason, audio = str(error), None
        if audio is None:
            log.warning("the recording %s is not used, the synthesiser speaks instead: %s", path, reason)
        return audio

    @staticmethod
    def _judge(path: Path, text: str) -> tuple[str, PromptAudio | None]:
        words_file = path.with_name(f"{path.stem}.txt")
        if words_file.is_file() and words_file.read_text(encoding="utf-8").split() != text.split():
            return f"{words_file} holds other words than the line has now, so record the line again", None
        samples = trim(read_whole(path, longest=60.0))
        seconds = len(samples) / SAMPLE_RATE
        level = active_level(samples)
        if seconds < SHORTEST or level < FAINTEST:
            return f"it is nearly silent ({seconds:.1f} s at {level:.0f} dB), so record it again, louder", None
        pace = len(text.split()) * 60.0 / seconds
        if not SLOWEST_SPEECH <= pace <= FASTEST_SPEECH:
            return f"its {seconds:.1f} s do not fit the line's {len(text.split())} words, so record it again", None
        return "", PromptAudio(amplify(samples, LEVEL - level))
