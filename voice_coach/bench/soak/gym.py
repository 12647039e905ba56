"""Gym: who speaks, what is touched, and what breaks, all by chance and all from one seed."""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import soxr

from voice_coach.audio.file import read_whole
from voice_coach.audio.frame import FRAME_SAMPLES, FRAME_SECONDS, SAMPLE_RATE, Samples
from voice_coach.audio.leak import added
from voice_coach.bench.labels import read_labels
from voice_coach.bench.soak.port_audio import RATES, Device, SimulatedPortAudio
from voice_coach.interfaces.keys import BUTTONS
from voice_coach.interfaces.virtual_time import VirtualClock

ROOM: Final = 30.0
"""Root mean square of a quiet room's own noise, in steps of int16."""

NOISE: Final = 1500.0
"""The same of the music that comes and goes."""

LEAK: Final = 0.2
"""Part of the speaker's sound that comes back (-14 dB), after `LEAK_DELAY` seconds."""

LEAK_DELAY: Final = 0.06

PAUSES: Final = (0.5, 12.0)
"""Seconds from one happening to the next, at least and at most."""

HAPPENINGS: Final = {
    "cramp": 12, "answer": 30, "phrase": 20, "touch": 10, "emergency": 2, "rest": 8, "noise": 5, "microphone lost": 4,
    "speaker lost": 4, "both lost": 2, "microphone still": 2, "speaker still": 1, "overflow": 3, "jump": 2,
}  # fmt: skip
"""What happens next, and how often against the others."""

ANSWERS: Final = ("yes", "no", "not_sure", "next", "stop", "that_helped")
"""Clips that answer or steer."""

JUMP: Final = (1.0, 900.0)
"""Seconds by which the clock jumps, as when the machine was stopped."""

AWAY: Final = (0.2, 90.0)
"""Seconds for which a device stays away; most often a few."""

REST: Final = (30.0, 300.0)
"""Seconds in which nothing happens at all."""


@dataclass(slots=True)
class Microphone:
    """Sound on its way to the microphone, at its rate."""

    rate: int = SAMPLE_RATE
    resampler: soxr.ResampleStream | None = None
    rest: Samples = field(default_factory=lambda: np.zeros(0, np.int16))

    def convert(self, samples: Samples, rate: int, size: int) -> Samples:
        """A block of `size` samples at `rate`, shape (size,)."""
        if rate == SAMPLE_RATE:
            return samples
        if rate != self.rate or self.resampler is None:
            self.rate, self.resampler = rate, soxr.ResampleStream(SAMPLE_RATE, rate, 1, dtype="int16")
            self.rest = np.zeros(size, np.int16)
        self.rest = np.concatenate([self.rest, self.resampler.resample_chunk(samples)])
        block, self.rest = self.rest[:size], self.rest[size:]
        return np.pad(block, (0, size - len(block)))


class Gym:
    """Moves the time on, 20 ms a step: sound in and out of the devices, and what happens to them."""

    def __init__(
        self,
        port_audio: SimulatedPortAudio,
        clock: VirtualClock,
        clips: Path,
        seed: int,
        played: Callable[[float, int], Samples],
    ) -> None:
        """`clips` is a folder with labels.json; `played` is `(start, count)` -> what the speaker played then."""
        self.happened: Counter[str] = Counter()
        self._port_audio = port_audio
        self._clock = clock
        self._played = played
        self._chance = random.Random(seed)
        self._noise = np.random.default_rng(seed)
        self._hiss = self._noise.standard_normal((200, FRAME_SAMPLES))
        self._folder = clips
        self._clips = sorted(name for name in read_labels(clips / "labels.json") if (clips / name).is_file())
        self._cramps = [name for name in self._clips if "cramp" in name]
        self._answers = [name for name in self._clips if Path(name).stem in ANSWERS]
        self._voice: deque[Samples] = deque()
        self._loud_until = 0.0
        self._due = 2.0
        self._later: list[tuple[float, Callable[[], None]]] = []
        self._keys: list[str] = []
        self._conversion = Microphone()

    def step(self, *, quiet: bool = False) -> None:
        """20 ms go by; `quiet`: nobody comes any more, and what was unplugged comes back."""
        self._clock.move(self._clock.now + FRAME_SECONDS)
        now = self._clock.now
        for due in [item for item in self._later if item[0] <= now or quiet]:
            self._later.remove(due)
            due[1]()
        if now >= self._due and not quiet:
            self._happen(self._chance.choices(list(HAPPENINGS), list(HAPPENINGS.values()))[0])
        self._give()
        self._take()

    def keys(self) -> list[str]:
        """The keys pressed since the last call."""
        pressed, self._keys = self._keys, []
        return pressed

    def _happen(self, what: str) -> None:
        self.happened[what] += 1
        self._due = self._clock.now + self._between(*PAUSES)
        microphone, speaker = self._port_audio.microphone, self._port_audio.speaker
        match what:
            case "cramp":
                self._say(self._cramps)
            case "answer":
                self._say(self._answers)
            case "phrase":
                self._say(self._clips)
            case "touch":
                self._keys.append(self._chance.choice([key for key in BUTTONS if BUTTONS[key] != "emergency"]))
            case "emergency":
                self._keys.append("e")
            case "rest":
                self._due += self._between(*REST)
            case "noise":
                self._loud_until = self._clock.now + self._between(1.0, 30.0)
            case "microphone lost":
                self._lose(microphone)
            case "speaker lost":
                self._lose(speaker)
            case "both lost":
                self._lose(microphone, speaker)
            case "microphone still":
                self._stand_still(microphone)
            case "speaker still":
                self._stand_still(speaker)
            case "overflow":
                microphone.overflow = True
            case "jump":
                self._clock.move(self._clock.now + self._between(*JUMP))

    def _say(self, names: Sequence[str]) -> None:
        samples = read_whole(self._folder / self._chance.choice(names))
        blocks = np.pad(samples, (0, -len(samples) % FRAME_SAMPLES)).reshape(-1, FRAME_SAMPLES)
        self._voice.extend(blocks)
        self._due += len(blocks) * FRAME_SECONDS

    def _lose(self, *devices: Device) -> None:
        back = self._clock.now + AWAY[0] + (AWAY[1] - AWAY[0]) * self._chance.random() ** 3
        for device in devices:
            device.unplug()
            self._later.append((back, lambda lost=device: lost.plug(self._chance.choice(RATES))))  # type: ignore[misc]

    def _stand_still(self, device: Device) -> None:
        device.still = True

        def go_on() -> None:
            device.still = False

        self._later.append((self._clock.now + self._between(0.5, 8.0), go_on))

    def _between(self, least: float, most: float) -> float:
        return self._chance.uniform(least, most)

    def _give(self) -> None:
        """What the microphone hears: somebody, the room, and the coach itself."""
        device, now = self._port_audio.microphone, self._clock.now
        voice = self._voice.popleft() if self._voice else None
        stream = device.stream
        if stream is None or not stream.active or device.still:
            return  # nobody hears it
        level = NOISE if now < self._loud_until else ROOM
        room = self._hiss[self._chance.randrange(len(self._hiss))] * level
        room += LEAK * self._played(now - FRAME_SECONDS - LEAK_DELAY, FRAME_SAMPLES).astype(np.float64)
        sound = np.clip(np.rint(room), -32768, 32767).astype(np.int16)
        heard = sound if voice is None else added(voice, sound)
        stream.block(self._conversion.convert(heard, device.rate, stream.size), now)

    def _take(self) -> None:
        device = self._port_audio.speaker
        if device.stream is not None and device.stream.active and not device.still:
            device.stream.block(np.zeros(device.stream.size, np.int16), self._clock.now)
