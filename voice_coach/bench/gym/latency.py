"""Latency rows: from the end of speech to the first sound, and from the end of "stop" to silence."""

from __future__ import annotations

from collections.abc import Sequence

from voice_coach.audio.playback import LATENCY
from voice_coach.bench.gym.emergencies import fixtures_folder
from voice_coach.bench.gym.row import Row
from voice_coach.bench.gym.setup import Setup
from voice_coach.bench.gym.target import FIRST_SOUND, FIRST_SOUND_95, SILENCE, Target
from voice_coach.bench.latency import LEAK, Kind, Reaction, first_sounds, silences
from voice_coach.bench.metrics import percentile
from voice_coach.bench.model_cache import model_for
from voice_coach.bench.stage import House
from voice_coach.bench.voices import by_rule


def latency(setup: Setup) -> list[Row]:
    """First sounds all together and by what was said; then silences, in quiet and with an echo."""
    folder = fixtures_folder()
    house = House.open(setup.intents, model_for(setup.intents).path)
    sounds = list(first_sounds(house, folder, setup.every))
    card = f"a sound card adds up to {LATENCY:g} s"
    rows = [
        _row("end of speech to first sound, p50", sounds, 50, FIRST_SOUND, card),
        _row("end of speech to first sound, p95", sounds, 95, FIRST_SOUND_95, card),
    ]
    rows += [
        _row(f"the same, {kind}, p{percent}", [one for one in sounds if one.kind is kind], percent)
        for kind in Kind
        for percent in (50, 95)
    ]
    voices = setup.thin(sorted(path.parent for path in folder.glob("*/stop.*") if not by_rule(path.parent.name)))
    for name, leak in (("no echo", None), (f"echo {LEAK:.0f} dB", LEAK)):
        stops = list(silences(house, voices, leak))
        rows += [
            _row(f'end of "stop" over a prompt to silence, {name}, p{percent}', stops, percent, SILENCE)
            for percent in (50, 95)
        ]
    return rows


def _row(name: str, reactions: Sequence[Reaction], percent: float, target: Target | None = None, note: str = "") -> Row:
    times = [one.seconds for one in reactions if one.seconds is not None]
    value = percentile(times, percent)
    found = f"{len(times)} of {len(reactions)} understood and answered"
    return Row(
        "latency",
        name,
        "-" if value is None else f"{value:.2f} s",
        value,
        target=target,
        level=target.judge(value) if target and value is not None else None,
        note=f"{found}; {note}" if note else found,
        clips={one.clip: one.seconds is not None for one in reactions},
    )
