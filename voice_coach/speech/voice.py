"""Voice: a line becomes audio: a person's recording if there is one, else the cache, else the synthesiser."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from voice_coach.paths import cache_folder
from voice_coach.speech.cache import PromptCache, prompt_key
from voice_coach.speech.port import PromptAudio, Synthesiser
from voice_coach.speech.recordings import Recordings
from voice_coach.speech.synthesiser import PyttsxSynthesiser


class Voice:
    """Everything that the coach says comes from here."""

    def __init__(
        self,
        synthesiser: Synthesiser,
        cache: PromptCache,
        recordings: Recordings | None = None,
        voice: str | None = None,
    ) -> None:
        """`voice` is the synthesiser's voice: a part of what the cache knows prompts by."""
        self._synthesiser = synthesiser
        self._cache = cache
        self._recordings = recordings
        self._voice = voice

    def prompt(self, line: str, text: str, words_per_minute: int) -> PromptAudio:
        """The audio of a line. A recording keeps its own pace.

        Raises `MissingVoice` when there is neither recording nor entry and no synthesiser on this machine.
        """
        recorded = self._recordings.get(line, text) if self._recordings is not None else None
        if recorded is not None:
            return recorded
        key = prompt_key(text, self._voice, words_per_minute)
        audio = self._cache.get(key)
        if audio is None:
            audio = self._synthesiser.synthesise(text, words_per_minute=words_per_minute)
            self._cache.put(key, audio)
        return audio

    def prepare(
        self, lines: Iterable[tuple[str, str, int]], progress: Callable[[int], None] = lambda _done: None
    ) -> int:
        """Make all lines (id, text, words a minute) once, so that none waits later; returns how many there were."""
        count = 0
        for line, text, words_per_minute in lines:
            self.prompt(line, text, words_per_minute)
            count += 1
            progress(count)
        return count


def open_voice(voice: str | None = None, recordings: Path | None = None, cache: Path | None = None) -> Voice:
    """The voice of this machine: pyttsx3 behind the user's cache, and a folder of recorded lines if given."""
    return Voice(
        PyttsxSynthesiser(voice),
        PromptCache(cache if cache is not None else cache_folder() / "prompts"),
        Recordings(recordings) if recordings is not None else None,
        voice,
    )
