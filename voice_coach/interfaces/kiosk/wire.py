"""Wire: the messages between page and server, typed, with their limits. All that is raised is `BadMessage`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from voice_coach.audio.frame import FRAME_SAMPLES, Samples
from voice_coach.errors import BadInput

LONGEST_TEXT: Final = 512
"""Bytes of a text message; the longest that a page has reason to send has 70."""

FRAME_BYTES: Final = 2 * FRAME_SAMPLES
"""Bytes of one frame of 20 ms: a binary message has one or two of them."""

LARGEST_MESSAGE: Final = 2048
"""Bytes of any message; what is larger is not even read."""

LARGEST_NUMBER: Final = 10**9
"""Speeches are counted; a kiosk does not come so far."""

NAME: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")
"""What a conversation is called."""

KEYS: Final = {
    "yes": "yes", "no": "no", "unsure": "not_sure", "next": "next", "repeat": "repeat", "back": "back",
    "pause": "pause", "resume": "resume", "stop": "stop", "emergency": "emergency", "slower": "slower",
    "louder": "louder", "help": "help", "more_time": "more_time", "cramp": "cramp", "serious": "serious",
    "night": "night", "eased": "eased", "not_working": "not_working", "start_over": "start_over", "start": "start",
}  # fmt: skip
"""Key of the page -> button of the dialogue. `start` is the screen's own; `cramp.MUSCLE` names the muscle as well."""

MUSCLE: Final = re.compile(r"cramp\.[a-z]{1,20}")


class BadMessage(BadInput):
    """A message that is none of the contract's."""


class Source(StrEnum):
    """Where sound is taken from."""

    OFF = "off"
    KIOSK = "kiosk"
    BROWSER = "browser"


@dataclass(frozen=True, slots=True)
class Hello:
    """The first message: the conversation to go on with, None for a new one."""

    conversation: str | None


@dataclass(frozen=True, slots=True)
class Touch:
    """A touch or a key."""

    button: str
    """A value of `KEYS`, or `cramp.MUSCLE`."""


@dataclass(frozen=True, slots=True)
class Microphone:
    """Which microphone is wanted."""

    source: Source


@dataclass(frozen=True, slots=True)
class Played:
    """The page has finished or stopped playing a speech."""

    speech: int


@dataclass(frozen=True, slots=True)
class Sound:
    """A frame of the page's microphone."""

    heard: Samples
    """Shape (320,), int16."""

    played: Samples | None
    """What the page played meanwhile, the same shape: its echo comes into the microphone a little later. None: nothing,
    or its browser takes the echo out."""


Message = Hello | Touch | Microphone | Played


def read_message(text: str) -> Message:
    """Read a text message. Raises `BadMessage` for anything else than the contract has."""
    if len(text) > LONGEST_TEXT:
        raise BadMessage(f"a message is too long: {LONGEST_TEXT} bytes at most")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise BadMessage("a message is no JSON") from None
    if not isinstance(found, dict):
        raise BadMessage("a message must be a JSON object")
    match found.get("type"):
        case "hello":
            return Hello(_conversation(found))
        case "touch":
            return Touch(_button(found))
        case "microphone":
            return Microphone(_source(found))
        case "played":
            return Played(_speech(found))
    raise BadMessage("a message has no known type")


def read_sound(data: bytes) -> Sound:
    """Read a binary message: what was heard and, if it is twice as long, what was played. Raises `BadMessage`."""
    if len(data) not in (FRAME_BYTES, 2 * FRAME_BYTES):
        raise BadMessage(f"a frame of sound has {FRAME_BYTES} bytes, and as many more of what was played")
    samples: Samples = np.frombuffer(data, np.dtype("<i2")).astype(np.int16)
    return Sound(samples[:FRAME_SAMPLES], samples[FRAME_SAMPLES:] if samples.size > FRAME_SAMPLES else None)


def write(kind: str, values: Mapping[str, object] | None = None) -> str:
    """A message to the page."""
    return json.dumps({"type": kind, **(values or {})}, ensure_ascii=False, allow_nan=False)


def _conversation(found: Mapping[str, object]) -> str | None:
    name = found.get("conversation")
    if name is None:
        return None
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise BadMessage("a conversation has no such name")
    return name


def _button(found: Mapping[str, object]) -> str:
    key = found.get("key")
    if isinstance(key, str) and key in KEYS:
        return KEYS[key]
    if isinstance(key, str) and MUSCLE.fullmatch(key):
        return key
    raise BadMessage("there is no such key")


def _source(found: Mapping[str, object]) -> Source:
    source = found.get("source")
    if isinstance(source, str) and source in set(Source):
        return Source(source)
    raise BadMessage("there is no such microphone")


def _speech(found: Mapping[str, object]) -> int:
    speech = found.get("speech")
    if isinstance(speech, int) and not isinstance(speech, bool) and 0 <= speech <= LARGEST_NUMBER:
        return speech
    raise BadMessage("a speech has a number")
