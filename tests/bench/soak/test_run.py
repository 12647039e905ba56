"""A few minutes of the soak, with the real model, voice and live loop."""

from __future__ import annotations

from pathlib import Path

from voice_coach.bench.soak.__main__ import report
from voice_coach.bench.soak.run import soak
from voice_coach.bench.stage import House
from voice_coach.paths import intents_folder


def test_a_short_soak_breaks_no_property(root: Path, model: Path) -> None:
    house = House.open(intents_folder(), model)
    done = soak(house, root / "audio_fixtures", hours=0.02, seed=3)
    assert done.broken == (), report(done, 3)
    assert sum(done.gym.happened.values()) > 3
    assert done.hours >= 0.02
