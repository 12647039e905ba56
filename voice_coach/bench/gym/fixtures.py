"""Fixtures: the synthetic voices of `audio_fixtures/` in every noise and across the room, voices made by rule apart."""

from __future__ import annotations

from voice_coach.bench.clips import labelled_clips
from voice_coach.bench.gym.emergencies import fixtures_folder
from voice_coach.bench.gym.row import Row, share_row
from voice_coach.bench.gym.setup import OURS, Setup, noise_name, own_conditions, rights
from voice_coach.bench.labels import read_labels
from voice_coach.bench.variants import CLEAN
from voice_coach.bench.voices import by_rule
from voice_coach.understanding.interpretation import Situation


def fixtures(setup: Setup) -> list[Row]:
    """Commands and answers understood, the voices built from people's recordings first; each voice is in the note."""
    folder = fixtures_folder()
    labels = read_labels(folder / "labels.json")
    situations = {name: label.situation or Situation.IDLE for name, label in labels.items()}
    variants = (CLEAN, *own_conditions(setup))
    run = setup.hear(setup.thin(labelled_clips(folder, situations)), labels, variants, engines=[OURS])
    rows = []
    for stress in (False, True):
        group = "commands by voices made by rule" if stress else "commands by synthetic voices"
        for variant in variants:
            heard = rights(run, OURS, variant.name)
            clips = {name: right for name, right in heard.items() if by_rule(name) is stress}
            rows.append(
                share_row(
                    "fixtures",
                    f"{group}, {variant.name}",
                    clips,
                    note=_by_voice(clips),
                    noise=noise_name(variant.noise) if variant.noise else "",
                    snr=variant.snr,
                    group=group + (f", {variant.microphone}" if variant.microphone else ""),
                )
            )
    return rows


def _by_voice(clips: dict[str, bool]) -> str:
    voices: dict[str, list[bool]] = {}
    for name, right in clips.items():
        voices.setdefault(name.split("/")[0], []).append(right)
    return ", ".join(f"{voice} {sum(rights)}/{len(rights)}" for voice, rights in voices.items())
