"""Sharing a plan out to processes and putting the outcomes back in order."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice_coach.bench.clips import Clip
from voice_coach.bench.engines.choice import EngineName
from voice_coach.bench.metrics import Cost
from voice_coach.bench.noise.kind import load_noise
from voice_coach.bench.outcome import Outcome
from voice_coach.bench.plan import Plan
from voice_coach.bench.runner import collect, record_noises, share_out
from voice_coach.bench.shard import Heard
from voice_coach.bench.variants import CLEAN, noisy
from voice_coach.errors import BadInput
from voice_coach.understanding.interpretation import Situation

CLIPS = tuple(Clip(f"{number}.wav", Path(f"{number}.wav"), Situation.IDLE) for number in range(5))
VARIANTS = (CLEAN, *noisy(["noise.wav"], (6.0,)))


def plan(jobs):
    engines = (EngineName.VOSK, EngineName.CORRECTED)
    return Plan(Path("intents"), CLIPS, engines=engines, variants=VARIANTS, jobs=jobs)


def test_every_engine_hears_every_clip_once_however_many_processes_there_are():
    for jobs in (1, 2, 7):
        shards = list(share_out(plan(jobs), Path("model")))
        for engine in (EngineName.VOSK, EngineName.CORRECTED):
            heard = [clip for shard in shards if shard.engine is engine for clip in shard.clips]
            assert sorted(heard, key=CLIPS.index) == list(CLIPS)
        assert all(shard.clips for shard in shards)


def test_no_process_serves_two_engines():
    assert len(list(share_out(plan(1), Path("model")))) == 2


def test_outcomes_come_back_in_the_plans_order_whichever_process_was_first():
    def heard(names):
        outcomes = [
            Outcome(name, "vosk", variant.name, (), 1.0, 0.1) for name in names for variant in reversed(VARIANTS)
        ]
        return Heard(tuple(outcomes), Cost(10.0 * len(names), 0.5))

    run = collect(plan(2), {EngineName.VOSK: [heard(["1.wav", "3.wav"]), heard(["0.wav", "2.wav", "4.wav"])]})
    found = [(outcome.clip, outcome.condition) for outcome in run.outcomes[EngineName.VOSK]]
    assert found == [(clip.name, variant.name) for clip in CLIPS for variant in VARIANTS]
    assert run.costs[EngineName.VOSK] == Cost(30.0, 0.5)


def test_kinds_of_noise_are_recorded_once_for_all_processes_and_files_are_taken_as_they_are(tmp_path):
    own = tmp_path / "fan.wav"
    soundfile.write(own, np.ones(160, np.int16), 16_000)
    noisy_plan = replace(plan(2), variants=noisy(["clanks", str(own)], (12.0, 6.0)), seed=3)
    noises = record_noises(noisy_plan, tmp_path)
    assert noises == {"clanks": tmp_path / "clanks.wav", str(own): own}
    assert np.array_equal(soundfile.read(noises["clanks"], dtype="int16")[0], load_noise("clanks", 3))
    assert all(shard.noises == noises for shard in share_out(noisy_plan, Path("model"), noises))


def test_a_noise_that_is_not_there_is_told_before_anything_is_heard(tmp_path):
    with pytest.raises(BadInput, match="no file and no kind of noise"):
        record_noises(replace(plan(1), variants=noisy(["gone.wav"], (6.0,))), tmp_path)
