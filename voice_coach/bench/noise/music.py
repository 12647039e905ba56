"""Music: what a gym's loudspeakers play, 120 to 150 beats a minute: drums, bass, chords and a voice-like lead.

Each track draws its own tempo, key, chords, drum pattern and instruments. No recording is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from voice_coach.audio.frame import Samples
from voice_coach.bench.noise.sound import Floats, add, clock, coloured, decay, finish, rms, seconds, tone

SLOWEST: Final = 120.0
FASTEST: Final = 150.0
TRACK_SECONDS: Final = 20.0
STEPS: Final = 16
"""Steps of a bar: sixteenth notes in four quarters."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One bar of drums, a character a step: `x` is a stroke."""

    kick: str
    snare: str
    hat: str
    bass: str


PATTERNS: Final = (
    Pattern("x...x...x...x...", "....x.......x...", "..x...x...x...x.", "..x...x...x...x."),  # house
    Pattern("x.....x...x.....", "....x.......x...", "x.x.x.x.x.x.x.x.", "x.....x...x.....x"[:STEPS]),  # rock
    Pattern("x..x..x...x..x..", "....x..x....x...", "xxxxxxxxxxxxxxxx", "x..x..x...x..x.."),  # breakbeat
    Pattern("x......x..x.....", "........x.......", "x.xxx.x.x.x.xxxx", "x......x..x....."),  # half time
    Pattern("x...x...x...x...", "....x..x....x..x", "x.xxx.xxx.xxx.xx", "x.xxx.xxx.xxx.xx"),  # trance
)

CHORDS: Final = ((0, 8, 3, 10), (0, 5, 8, 7), (0, 3, 10, 5), (0, 10, 8, 10), (0, 7, 8, 5))
"""Progressions, in semitones above the key's root."""

MINOR: Final = (0, 3, 7)
SCALE: Final = (0, 3, 5, 7, 10)
FORMANTS: Final = ((730.0, 1090.0, 2440.0), (530.0, 1840.0, 2480.0), (300.0, 870.0, 2240.0), (570.0, 840.0, 2410.0))
"""Formants of four sung vowels in hertz (Peterson and Barney 1952, men: father, bet, boot, caught)."""

FORMANT_WIDTH: Final = 120.0
LEAD_SHARE: Final = 0.7
"""Share of tracks over which somebody seems to sing."""


def music(length: float, seed: int) -> Samples:
    """`length` seconds of one track after the other."""
    random = np.random.default_rng([seed, 1])
    tracks: list[Floats] = []
    while sum(track.size for track in tracks) < seconds(length):
        tracks.append(_track(random))
    return finish(np.concatenate(tracks)[: seconds(length)])


def _track(random: np.random.Generator) -> Floats:
    beat = 60.0 / random.uniform(SLOWEST, FASTEST)
    step = beat / 4
    bars = max(1, round(TRACK_SECONDS / (4 * beat)))
    length = seconds(bars * 4 * beat)
    pattern = PATTERNS[random.integers(len(PATTERNS))]
    progression = CHORDS[random.integers(len(CHORDS))]
    root = 41.2 * 2 ** (random.integers(0, 12) / 12)
    drums, bass, chords, lead = (np.zeros(length) for _ in range(4))
    kick, snare, hat = _kick(random), _snare(random), _hat(random)
    brightness = random.uniform(0.8, 1.6)
    stabs = bool(random.integers(2))
    for bar in range(bars):
        chord = root * 2 ** (progression[bar % len(progression)] / 12)
        for place in range(STEPS):
            at = seconds((bar * STEPS + place) * step)
            loud = random.uniform(0.8, 1.0)
            if pattern.kick[place] == "x":
                add(drums, kick, at, loud)
            if pattern.snare[place] == "x":
                add(drums, snare, at, 0.7 * loud)
            if pattern.hat[place] == "x":
                add(drums, hat, at, 0.25 * loud)
            if pattern.bass[place] == "x":
                add(bass, _bass(chord, 2 * step), at)
            if stabs and pattern.hat[place] == "x" and place % 4:
                add(chords, _chord(chord, step, brightness), at)
        if not stabs:
            add(chords, _chord(chord, STEPS * step, brightness), seconds(bar * STEPS * step))
    if random.random() < LEAD_SHARE:
        _sing(lead, root, step, random)
    parts = ((drums, 1.0), (bass, 0.7), (chords, 0.5), (lead, 0.55))
    total = np.zeros(length)
    for part, gain in parts:
        if power := rms(part):
            total += gain * part / power
    # Loud records are squeezed: the loudspeakers of a gym leave no quiet places.
    return np.tanh(0.6 * total)


def _kick(random: np.random.Generator) -> Floats:
    length = seconds(0.3)
    sweep = 45.0 + random.uniform(80, 160) * decay(length, 0.12)
    click = coloured(length, random, 0.0, 1500.0) * decay(length, 0.02)
    return np.sin(2 * np.pi * np.cumsum(sweep) / 16_000) * decay(length, 0.45) + 0.2 * click


def _snare(random: np.random.Generator) -> Floats:
    length = seconds(0.25)
    rattle = coloured(length, random, 1.0, 800.0) * decay(length, random.uniform(0.2, 0.4))
    return 0.5 * rattle + 0.5 * tone(random.uniform(170, 230), length, np.array([1.0, 0.4])) * decay(length, 0.2)


def _hat(random: np.random.Generator) -> Floats:
    length = seconds(0.12)
    return coloured(length, random, -2.0, 5000.0) * decay(length, random.uniform(0.06, 0.2))


def _bass(frequency: float, length: float) -> Floats:
    samples = seconds(length)
    return tone(frequency, samples, 1 / np.arange(1, 13)) * decay(samples, 1.2)


def _chord(frequency: float, length: float, brightness: float) -> Floats:
    samples = seconds(length)
    partials = 1 / np.arange(1, 17) ** (2 - 0.6 * brightness)
    notes = [tone(4 * frequency * 2 ** (semitones / 12), samples, partials) for semitones in MINOR]
    rise = np.minimum(1.0, clock(samples) / 0.02)
    chord: Floats = np.sum(notes, axis=0)
    return chord * rise * decay(samples, max(0.5, 4 * length))


def _sing(into: Floats, root: float, step: float, random: np.random.Generator) -> None:
    """A melody of sung vowels with vibrato: what voice activity takes for a person."""
    at = 0.0
    while seconds(at) < into.size:
        length = step * int(random.choice([2, 3, 4, 6, 8]))
        if random.random() < 0.75:
            pitch = root * 2 ** (random.choice(SCALE) / 12 + int(random.choice([2, 3])))
            add(into, _vowel(pitch, length, FORMANTS[random.integers(len(FORMANTS))]), seconds(at))
        at += length


def _vowel(pitch: float, length: float, formants: tuple[float, ...]) -> Floats:
    samples = seconds(length)
    time = clock(samples)
    phase = 2 * np.pi * np.cumsum(pitch * (1 + 0.012 * np.sin(2 * np.pi * 5.5 * time))) / 16_000
    total = np.zeros(samples)
    for number in range(1, int(5_000 / pitch) + 1):
        weight = sum(1 / (1 + ((number * pitch - formant) / FORMANT_WIDTH) ** 2) for formant in formants)
        total += weight * np.sin(number * phase)
    ends = np.minimum(1.0, np.minimum(time, time[::-1]) / 0.03)
    return total * ends
