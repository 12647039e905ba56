"""Costs: what it takes to listen to a whole conversation, in quiet and in a gym's music."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

import numpy as np
import soundfile

from voice_coach.audio.file import read_whole
from voice_coach.audio.frame import SAMPLE_RATE, Samples, as_samples
from voice_coach.bench.clips import Clip
from voice_coach.bench.gym.row import Row
from voice_coach.bench.gym.setup import OURS, Setup, conditions
from voice_coach.bench.gym.target import CONVERSATIONS
from voice_coach.bench.metrics import Spread
from voice_coach.bench.noise.babble import spoken
from voice_coach.bench.noise.sound import coloured
from voice_coach.bench.runner import Run
from voice_coach.bench.variants import CLEAN
from voice_coach.understanding.interpretation import Situation

CONVERSATION_SECONDS: Final = 130.0
"""How long the conversation of `audio_fixtures/conversation` takes with the coach's own speech: the last event of
`voice-coach replay audio_fixtures/conversation/*.flac --json`. The person speaks for 9.1 s of it, 7 %."""

QUIET: Final = 30.0
"""Amplitude of the room's own noise, int16: -61 dB of full scale. Digital silence would be too cheap."""

SNR: Final = 12.0


def costs(setup: Setup) -> list[Row]:
    """The recorded conversation as one stream, the microphone open all the time, as `voice-coach run` listens."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "conversation.wav")
        soundfile.write(path, conversation(setup.seed), SAMPLE_RATE, subtype="PCM_16")
        variants = (CLEAN, *conditions(["music"], (SNR,)))
        clips = [Clip("conversation", path, Situation.QUESTION)]
        run = setup.hear(clips, {}, variants, engines=[OURS])
    rows = [row for variant in variants for row in _rows(run, variant.name)]
    cost = run.costs[OURS]
    rows.append(Row("costs", "peak memory of the ears' process", f"{cost.peak_memory_mb:.0f} MiB"))
    rows.append(Row("costs", "ears ready after", f"{cost.load_seconds:.2f} s"))
    return rows


def conversation(seed: int) -> Samples:
    """What the microphone hears of the conversation: its recordings spread over its length, quiet noise between."""
    said = [read_whole(path) for path in spoken("conversation")]
    length = round(CONVERSATION_SECONDS * SAMPLE_RATE)
    stream = QUIET * coloured(length, np.random.default_rng([seed, 5]), 3.0)
    gap = (length - sum(clip.size for clip in said)) // len(said)
    at = gap // 2
    for clip in said:
        stream[at : at + clip.size] += clip
        at += clip.size + gap
    return as_samples(stream)


def _rows(run: Run, condition: str) -> list[Row]:
    heard = run.of(OURS, condition)
    decisions = [decision for outcome in heard for decision in outcome.decisions]
    factor = sum(outcome.cpu_seconds for outcome in heard) / sum(outcome.audio_seconds for outcome in heard)
    decided = Spread.of(decision.decision_ms for decision in decisions)
    closed = Spread.of(decision.endpoint_ms for decision in decisions if decision.endpoint_ms is not None)
    where = "quiet" if condition == CLEAN.name else condition
    return [
        Row(
            "costs",
            f"conversations on one core, {where}",
            f"{1 / factor:.0f}" if factor else "-",
            1 / factor if factor else None,
            target=CONVERSATIONS,
            level=CONVERSATIONS.judge(1 / factor) if factor else None,
            note=f"real-time factor {factor:.4f}, {len(decisions)} utterances in {CONVERSATION_SECONDS:.0f} s; "
            "listening and understanding, not the voice",
        ),
        Row("costs", f"decision after the end of the utterance, {where}", _times(decided), note="p50 / p95"),
        Row("costs", f"end of speech to end of utterance, {where}", _times(closed), note="p50 / p95"),
    ]


def _times(spread: Spread) -> str:
    return "-" if spread.p50 is None or spread.p95 is None else f"{spread.p50:.0f} / {spread.p95:.0f} ms"
