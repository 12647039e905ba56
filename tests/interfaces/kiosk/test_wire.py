"""What comes over the wire: whatever it is, it is one of the contract's messages or a `BadMessage`."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_coach.dialogue import core
from voice_coach.interfaces.kiosk.wire import (
    FRAME_BYTES,
    KEYS,
    LARGEST_MESSAGE,
    LONGEST_TEXT,
    BadMessage,
    Hello,
    Microphone,
    Played,
    Source,
    Touch,
    read_message,
    read_sound,
    write,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
TYPES = st.sampled_from(["hello", "touch", "microphone", "played", "view", ""])
FIELDS = st.dictionaries(st.sampled_from(["conversation", "key", "source", "speech"]), JSON, max_size=4)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        '"hello"',
        "{",
        '{"type": "hello", "conversation": ""}',
        '{"type": "hello", "conversation": "../../etc/passwd_and_more"}',
        '{"type": "hello", "conversation": 7}',
        '{"type": "touch"}',
        '{"type": "touch", "key": "not_sure"}',
        '{"type": "touch", "key": "cramp."}',
        '{"type": "touch", "key": "cramp.calf\\n"}',
        '{"type": "touch", "key": ["yes"]}',
        '{"type": "microphone", "source": "lost"}',
        '{"type": "played", "speech": -1}',
        '{"type": "played", "speech": true}',
        '{"type": "played", "speech": 1.0}',
        '{"type": "played", "speech": 1e400}',
        '{"type": ["touch"], "key": "yes"}',
        "[" * 400,
        '{"type":' * 60,
    ],
)
def test_what_the_contract_does_not_have_is_refused(text: str) -> None:
    with pytest.raises(BadMessage):
        read_message(text)


def test_a_text_beyond_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(BadMessage, match="too long"):
        read_message('{"type": "touch", "key": "yes"}' + " " * LONGEST_TEXT)


def test_the_contract_s_messages_are_read() -> None:
    name = "x" * 32
    assert read_message('{"type": "hello", "conversation": null}') == Hello(None)
    assert read_message(json.dumps({"type": "hello", "conversation": name})) == Hello(name)
    assert read_message('{"type": "touch", "key": "unsure"}') == Touch("not_sure")
    assert read_message('{"type": "touch", "key": "cramp.calf"}') == Touch("cramp.calf")
    assert read_message('{"type": "microphone", "source": "browser"}') == Microphone(Source.BROWSER)
    assert read_message('{"type": "played", "speech": 3}') == Played(3)


def test_every_key_of_the_contract_is_known_to_the_dialogue() -> None:
    answers, steps = "yes no unsure", "next repeat back pause resume stop slower louder help more_time"
    others = "emergency start cramp serious night"
    assert {*answers.split(), *steps.split(), *others.split()} <= set(KEYS)
    known = {*core.TAPS, *core.TAPPED_ANSWERS, *core.TAPPED_TOPICS, core.MORE_TIME, "emergency", "start"}
    assert set(KEYS.values()) <= known


@given(st.one_of(st.text(), JSON.map(json.dumps)))
def test_any_text_is_a_message_or_a_bad_one(text: str) -> None:
    try:
        message = read_message(text)
    except BadMessage:
        return
    assert isinstance(message, Hello | Touch | Microphone | Played)


@given(TYPES, FIELDS)
def test_any_object_is_a_message_or_a_bad_one(kind: str, fields: dict) -> None:
    try:
        message = read_message(json.dumps({"type": kind, **fields}))
    except BadMessage:
        return
    match message:
        case Touch(button):
            assert button in KEYS.values() or button.startswith("cramp.")
        case Played(speech):
            assert speech >= 0
        case Hello(conversation):
            assert conversation is None or 16 <= len(conversation) <= 64


LENGTHS = st.one_of(st.sampled_from([FRAME_BYTES, 2 * FRAME_BYTES]), st.integers(0, 3 * FRAME_BYTES))


@given(LENGTHS.flatmap(lambda length: st.binary(min_size=length, max_size=length)))
def test_sound_is_a_frame_alone_or_with_what_was_played_or_a_bad_message(data: bytes) -> None:
    if len(data) not in (FRAME_BYTES, 2 * FRAME_BYTES):
        with pytest.raises(BadMessage):
            read_sound(data)
        return
    sound = read_sound(data)
    assert sound.heard.tobytes() == data[:FRAME_BYTES]
    assert (b"" if sound.played is None else sound.played.tobytes()) == data[FRAME_BYTES:]


def test_frames_are_little_endian_whatever_the_machine_is() -> None:
    samples = np.arange(320, dtype=np.int16)
    assert np.array_equal(read_sound(samples.astype("<i2").tobytes()).heard, samples)
    assert LARGEST_MESSAGE >= 2 * FRAME_BYTES


def test_what_is_written_is_json_with_its_type_first() -> None:
    assert json.loads(write("hush")) == {"type": "hush"}
    with pytest.raises(ValueError, match="Out of range"):
        write("view", {"elapsed": float("nan")})
