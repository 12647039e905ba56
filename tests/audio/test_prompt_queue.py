"""The prompt queue hands over every sample once, and says what has been heard."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voice_coach.audio.prompt_queue import PAUSE, PromptQueue

RATE = 16_000
BREATH = round(PAUSE * RATE)


def test_an_empty_queue_is_silence() -> None:
    assert not PromptQueue(RATE).take(320, 0.0).any()


def test_a_line_is_not_finished_before_its_last_sample_is_audible() -> None:
    queue = PromptQueue(RATE)
    queue.add("line", np.ones(320, np.int16))
    queue.take(320, audible=1.0)  # in the card, heard from 1.0 s on
    assert queue.finished(now=0.9) == []
    assert queue.speaking(now=0.9) is None
    assert queue.speaking(now=1.01) == "line"
    assert queue.finished(now=1.02) == [("line", False)]


def test_dropping_reports_what_the_card_still_held_as_cut() -> None:
    queue = PromptQueue(RATE)
    for line in ("heard", "held", "queued"):
        queue.add(line, np.ones(320, np.int16))
    queue.take(320, audible=0.0)
    queue.take(BREATH + 320, audible=0.02)
    queue.drop(now=0.1)
    assert queue.finished(now=0.1) == [("heard", False), ("held", True), ("queued", True)]
    assert not queue.take(320, 0.2).any()
    assert not queue.waiting


def test_two_drops_lose_no_report() -> None:
    queue = PromptQueue(RATE)
    queue.add("first", np.ones(320, np.int16))
    queue.drop(now=0.0)
    queue.add("second", np.ones(320, np.int16))
    queue.drop(now=0.0)
    assert queue.finished(now=0.0) == [("first", True), ("second", True)]


def test_a_line_without_sound_finishes_too() -> None:
    queue = PromptQueue(RATE)
    queue.add("empty", np.zeros(0, np.int16))
    assert queue.waiting
    queue.take(320, audible=0.0)
    assert queue.finished(now=0.0) == [("empty", False)]


@given(lengths=st.lists(st.integers(0, 3000), min_size=1, max_size=5), block=st.integers(1, 700))
def test_every_sample_is_handed_over_once_and_in_order(lengths: list[int], block: int) -> None:
    queue = PromptQueue(RATE)
    expected: list[np.ndarray] = []
    for i, length in enumerate(lengths):
        samples = np.full(length, i + 1, np.int16)
        queue.add(str(i), samples)
        expected += [np.zeros(BREATH if i else 0, np.int16), samples]
    total = np.concatenate(expected)

    taken: list[np.ndarray] = []
    while queue.waiting:
        taken.append(queue.take(block, audible=len(taken) * block / RATE))

    played = np.concatenate(taken)
    assert np.array_equal(played[: len(total)], total)
    assert not played[len(total) :].any()
    assert queue.finished(now=len(total) / RATE + 1e-9) == [(str(i), False) for i in range(len(lengths))]


def test_lines_are_heard_at_their_time() -> None:
    queue = PromptQueue(RATE)
    queue.add("first", np.ones(1600, np.int16))
    queue.add("second", np.ones(1600, np.int16))
    for i in range(60):
        queue.take(320, audible=i * 0.02)
    assert queue.speaking(0.05) == "first"
    assert queue.speaking(0.1 + PAUSE / 2) is None
    assert queue.speaking(0.1 + PAUSE + 0.05) == "second"
    assert queue.speaking(2.0) is None
