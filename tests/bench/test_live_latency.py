"""Live latency: what is reported of trials, and one trial with the real command on a real sound server."""

from __future__ import annotations

import pytest

from voice_coach.bench.live_latency import Trial, measure, report


def test_what_did_not_come_is_counted_and_not_averaged() -> None:
    told = report(0.25, [Trial(1.0, 0.4), Trial(2.0, None), Trial(None, None)]).splitlines()
    assert told == [
        "one core for 25% of the time, end of speech to first sound: p50 1.50 s, p95 1.95 s, n = 2 of 3",
        'one core for 25% of the time, end of "stop" to silence: p50 0.40 s, p95 0.40 s, n = 1 of 3',
    ]
    assert report(1.0, [Trial(None, None)]).endswith("-, n = 0 of 1")


@pytest.mark.sound
@pytest.mark.patient
def test_the_coach_answers_on_one_core_and_is_silenced() -> None:
    (trial,) = measure(1.0, 1)
    assert trial.answer is not None
    assert trial.answer > 0.2, "before the words were over nobody can have understood them"
    assert trial.stop is not None
