"""Health: one finding for each thing that the coach needs, with the mend where it is missing."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from voice_coach.errors import CoachError
from voice_coach.interfaces.echo_finding import describe
from voice_coach.interfaces.echo_probe import probe_echo
from voice_coach.interfaces.sound_probe import SoundProbe, probe_sound

SAMPLE_SENTENCE: Final = "Straighten your knee and breathe out."
"""Spoken into memory to see that the voice really speaks."""

NO_SOUND_NEEDED: Final = "`voice-coach text` and `voice-coach replay FILE...` work without"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found out about one thing."""

    component: str
    ok: bool
    found: str
    """What is there, or why not."""

    mend: str = ""
    """What to do; empty when there is nothing to mend."""

    warning: bool = False
    """It works, and somebody should look at it all the same."""


def examine(model: Path | None, content: Path) -> Iterator[Finding]:
    """Examine everything, one finding after the other; `model` is what --model names, `content` the folder of intents.

    Raises nothing.
    """
    sound = probe_sound()
    yield _portaudio(sound)
    yield _microphone(sound)
    yield _speaker(sound)
    yield _guarded("echo", _echo)
    yield _guarded("voice", _voice)
    yield _guarded("content", lambda: _content(content))
    yield _guarded("signature", lambda: _signature(content))
    yield _guarded("model", lambda: _model(model, content))


def _guarded(component: str, check: Callable[[], Finding]) -> Finding:
    """The check's finding; whatever it raises becomes one that says so."""
    try:
        return check()
    except CoachError as error:
        return Finding(component, False, str(error))
    except Exception as error:
        reason = " ".join(str(error).split())
        return Finding(
            component, False, f"the check failed ({type(error).__name__}: {reason})", "reinstall voice-coach"
        )


def _portaudio(sound: SoundProbe) -> Finding:
    if sound.portaudio:
        return Finding("portaudio", True, sound.portaudio)
    return Finding("portaudio", False, sound.trouble)


def _microphone(sound: SoundProbe) -> Finding:
    if sound.silent:
        # Some drivers gate a quiet room to zeros, so this is no proof.
        hint = "unmute it and allow its use in the system's settings, if it does not hear you"
        return Finding("microphone", True, f"{sound.microphone}, which gave only zeros", hint)
    return _device("microphone", sound, sound.microphone, sound.microphone_trouble)


def _speaker(sound: SoundProbe) -> Finding:
    return _device("speaker", sound, sound.speaker, sound.speaker_trouble)


def _device(component: str, sound: SoundProbe, name: str, trouble: str) -> Finding:
    if name:
        return Finding(component, True, name)
    if not sound.portaudio:
        return Finding(component, False, "cannot be looked for without PortAudio", "mend PortAudio first")
    return Finding(component, False, trouble, NO_SOUND_NEEDED)


def _echo() -> Finding:
    found, mend, warning = describe(probe_echo())
    return Finding("echo", True, found, mend, warning=warning)


def _voice() -> Finding:
    from voice_coach.settings import VoiceSettings  # noqa: PLC0415  (a broken installation must become a finding)
    from voice_coach.speech.synthesiser import PyttsxSynthesiser  # noqa: PLC0415

    synthesiser = PyttsxSynthesiser()
    try:
        audio = synthesiser.synthesise(SAMPLE_SENTENCE, words_per_minute=VoiceSettings().words_per_minute)
    finally:
        synthesiser.close()
    return Finding("voice", True, f"pyttsx3 spoke a sentence of {audio.seconds:.1f} s into memory")


def _content(folder: Path) -> Finding:
    from voice_coach.dialogue.script import load_script  # noqa: PLC0415
    from voice_coach.understanding.library import load_library  # noqa: PLC0415

    library, script = load_library(folder), load_script(folder)
    return Finding(
        "content", True, f"{len(library.intents)} intents, {len(script.questions)} questions, {len(script.lines)} lines"
    )


def _signature(folder: Path) -> Finding:
    from voice_coach.dialogue.script import load_script  # noqa: PLC0415
    from voice_coach.interfaces.review.signature import standing  # noqa: PLC0415

    now = standing(load_script(folder), folder)
    return Finding("signature", True, now.found, now.mend, warning=not now.signed)


def _model(explicit: Path | None, folder: Path) -> Finding:
    from voice_coach.recognition.manifest import read_manifest  # noqa: PLC0415
    from voice_coach.recognition.self_test import self_test  # noqa: PLC0415
    from voice_coach.recognition.store import find_model  # noqa: PLC0415
    from voice_coach.understanding.library import IntentLibrary, load_library  # noqa: PLC0415

    library: IntentLibrary | None = None
    with contextlib.suppress(CoachError):  # told in the content's own line
        library = load_library(folder)
    choice = find_model(explicit, library)
    result = self_test(choice.path)
    ours = ", made by us, not an official Vosk model" if read_manifest(choice.path) is not None else ""
    heard = f"understood {result.understood} of {result.heard} recordings" if result.heard else "it loads"
    found = f"{choice.path.name} ({choice.kind}{ours}): {heard}"
    return Finding("model", not choice.stale, f"{found}; {choice.notice}" if choice.notice else found)
