"""Worker: the process that runs pyttsx3, so that its prints, hangs and crashes stay out of the coach."""

from __future__ import annotations

import json
import os
import sys
from typing import Any, Final, TextIO

# Requests and replies are one JSON object a line:
#   {"text", "rate", "voice", "file"} -> {"ok": true, "words": [[PLACE IN THE TEXT, SECONDS], ...]}, {"error": REASON}
#   or {"unknown_voice": NAMES OF OTHERS}

Words = list[tuple[int, float]]
"""Where each word stands in the text, and when it begins in the audio; empty where the driver does not tell."""


MOST_EVENTS: Final = 10_000
"""Events of one piece of sound, at most: the list of espeak-ng has an end of its own."""


class UnknownVoice(LookupError):
    """The system has no voice of that name; the argument lists some that it has."""


def main() -> None:
    """Serve requests until standard input closes."""
    # pyttsx3 prints "Audio saved to ..." and libraries complain on standard output: keep that line for replies alone.
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    engine = None
    for line in sys.stdin:
        request = json.loads(line)
        if sys.platform == "linux":
            _answer_in_child(replies, request)
            continue
        try:
            engine = engine or _start()
            _speak(engine, request)
        except Exception as error:  # whatever pyttsx3 and the system's libraries raise
            _reply(replies, _failure(error))
        else:
            _reply(replies, {"ok": True, "words": []})


def _answer_in_child(replies: TextIO, request: dict[str, Any]) -> None:
    """Speak in a forked child: espeak-ng remembers earlier lines, and one line must always give the same audio."""
    child = os.fork()
    if child == 0:
        try:
            words = _watch_words()
            _speak(_start(), request)
        except Exception as error:
            _reply(replies, _failure(error))
        else:
            _reply(replies, {"ok": True, "words": words})
        os._exit(0)  # nothing of the parent's is to be cleaned up, and espeak-ng may crash when it is closed
    _, status = os.waitpid(child, 0)
    if status != 0:
        _reply(replies, {"error": f"the speech library crashed with status {status}"})


def _start() -> Any:
    import pyttsx3  # noqa: PLC0415  (the import itself can fail, and that must become a reply)

    return pyttsx3.init()


def _watch_words() -> Words:
    """What espeak-ng tells of the words while it speaks: pyttsx3 passes on that one began, but not when."""
    words: Words = []
    try:
        from pyttsx3.drivers import _espeak, espeak  # noqa: PLC0415  (loads the system's library)

        tell = espeak.EspeakDriver._onSynth
        word, last = _espeak.EVENT_WORD, _espeak.EVENT_LIST_TERMINATED
    except (ImportError, AttributeError, RuntimeError, OSError):
        return words  # another pyttsx3, or no espeak-ng: what is wrong is said when it is to speak

    def told(driver: Any, sound: Any, count: int, events: Any) -> Any:
        for number in range(MOST_EVENTS):
            if events[number].type == last:
                break
            if events[number].type == word:
                words.append((events[number].text_position - 1, events[number].audio_position / 1000))
        return tell(driver, sound, count, events)

    espeak.EspeakDriver._onSynth = told
    return words


def _failure(error: Exception) -> dict[str, Any]:
    if isinstance(error, UnknownVoice):
        return {"unknown_voice": str(error)}
    return {"error": str(error) or type(error).__name__}


def choose_voice(voices: list[Any], wanted: str | None) -> str | None:
    """Id of the wanted voice (by id or name), or of an American English one, or of any English one; None: keep."""
    if wanted is not None:
        for voice in voices:
            if wanted.casefold() in (str(voice.id).casefold(), str(voice.name).casefold()):
                return str(voice.id)
        english = [str(voice.name) for voice in voices if "english" in _described(voice)]
        raise UnknownVoice(", ".join(english[:8]) or "those that `voice-coach doctor` finds")
    american = ("en-us", "en_us", "english (america", "english (united states")
    for sought in (american, ("en-", "en_", "/en", "english")):
        found = [voice for voice in voices if any(mark in _described(voice) for mark in sought)]
        if found:
            # The shortest id is the plain voice, not a city's accent.
            return str(min(found, key=lambda voice: len(str(voice.id))).id)
    return None


def _described(voice: Any) -> str:
    return " ".join([str(voice.id), str(voice.name), *(str(language) for language in voice.languages or [])]).casefold()


def _speak(engine: Any, request: dict[str, Any]) -> None:
    voice = choose_voice(engine.getProperty("voices"), request["voice"])
    if voice is not None:
        engine.setProperty("voice", voice)
    engine.setProperty("rate", request["rate"])
    engine.save_to_file(request["text"], request["file"])
    if engine.driver_name == "espeak":
        # runAndWait of 2.99 returns as soon as espeak's thread has been started, and may cancel it. The driver's own
        # loop ends when the file has been written.
        engine.startLoop()
        engine.endLoop()
    else:
        engine.runAndWait()


def _reply(replies: TextIO, answer: dict[str, Any]) -> None:
    replies.write(json.dumps(answer) + "\n")
    replies.flush()


if __name__ == "__main__":
    main()
