"""Memory's slope is that of the warm part, and leaks are seen."""

from __future__ import annotations

import threading

import pytest

from voice_coach.bench.soak.ledger import Ledger
from voice_coach.bench.soak.resources import Resources
from voice_coach.bench.soak.run import MOST_GROWTH, _broken


def after(memory: list[float], threads: int = 0) -> Resources:
    hours = [float(number) for number in range(len(memory))]
    counts = [3] * (len(memory) - 1) + [3 + threads]
    return Resources(hours, memory, counts, counts)


def test_what_is_loaded_at_the_start_is_no_leak() -> None:
    flat = after([50.0, 200.0, 250.0, 260.0, 260.0, 260.0, 260.0, 260.0, 260.0, 260.0])
    assert flat.slope == pytest.approx(0.0, abs=0.01)
    assert list(_broken(Ledger(lambda: True), flat)) == []


def test_steady_growth_and_threads_and_descriptors_are_leaks() -> None:
    leaking = after([100.0 + number * MOST_GROWTH for number in range(10)], threads=1)
    assert leaking.slope == pytest.approx(MOST_GROWTH)
    broken = " ".join(_broken(Ledger(lambda: True), leaking))
    assert "memory grew" in broken
    assert "threads leak" in broken
    assert "file descriptors leak" in broken


def test_this_process_is_measured() -> None:
    resources = Resources()
    resources.sample(0.0)
    assert resources.memory[0] > 10
    assert resources.threads[0] == threading.active_count()
    assert resources.descriptors[0] >= 3
    assert resources.slope == 0.0
