"""Ledger: what has to hold in every conversation, checked as it is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

from voice_coach.interfaces.record import Record

REASONS: Final = frozenset({"finished", "stopped", "idle", "input_over"})
"""How a conversation may end (contract)."""

LONGEST: Final = 3 * 3600.0
"""Seconds after which a conversation that does not end is stuck: a cooling down of 20 minutes, pauses of ten, jumps."""

PROMPT: Final = 5.0
"""Seconds within which an emergency is told, while the speaker works."""

TALK: Final = frozenset({"say", "ask", "step", "level", "hold"})
"""Events that belong to a conversation."""


class Ledger:
    """Takes every event of a run."""

    def __init__(self, speaks: Callable[[], bool]) -> None:
        """`speaks` tells whether the speaker works now."""
        self.broken: list[str] = []
        """Properties that failed, each with when."""

        self.ends: Counter[str] = Counter()
        self.emergencies = 0
        self.heard: Counter[str] = Counter()
        self.longest = 0.0
        self._speaks = speaks
        self._begun: float | None = None
        self._raised: float | None = None
        self._awaited = 0.0
        """Since when the telling of what was raised is waited for: since a lost speaker was back."""

        self._urgent = False
        self._cut = False
        """Whether the line told last was cut off."""

    def __call__(self, record: Record) -> None:
        """Take the next event."""
        event, now = str(record["event"]), float(str(record["t"]))
        if event == "device" and record["device"] == "speaker" and record["state"] == "open":
            self._awaited = now
        self._check_time(now)
        if event in TALK and self._begun is None:
            self._begun = now
        match event:
            case "heard" | "rejected" | "device" | "tapped":
                self._listen(event, record, now)
            case "level":
                self._decide(str(record["level"]), now)
            case "say":
                self._cut = bool(record.get("interrupted"))
            case "ask" if not self._cut:  # a question that the alarm itself cut off is told after it
                self._lose(now, "a question came instead")
                self._urgent = False  # it was taken back
            case "end":
                self._end(str(record["reason"]), now)

    @property
    def talking(self) -> bool:
        """Whether a conversation is on."""
        return self._begun is not None

    def finish(self, now: float, silent: bool) -> None:
        """The run is over, after a long silence."""
        self._check_time(now)
        if self._begun is not None:
            self.broken.append(f"{now:.0f} s: the last conversation never ended")
        if not silent:
            self.broken.append(f"{now:.0f} s: something was still to be said")

    def _listen(self, event: str, record: Record, now: float) -> None:
        self.heard[event] += 1
        pressed = event == "tapped" and record["button"] == "emergency"
        slots = record.get("slots")
        sure = isinstance(slots, dict) and slots.get("certainty") != "ask"
        said = event == "heard" and record["intent"] == "emergency" and bool(record["accepted"]) and sure
        if (pressed or said) and not self._urgent:
            self._raised = self._awaited = now
            self.emergencies += 1

    def _decide(self, level: str, now: float) -> None:
        if level == "emergency":
            self._urgent, self._raised = True, None
        else:
            self._lose(now, f"the result was {level}")

    def _end(self, reason: str, now: float) -> None:
        self._lose(now, "the conversation ended")
        self.ends[reason] += 1
        if reason not in REASONS:
            self.broken.append(f"{now:.0f} s: a conversation ended as {reason}")
        if self._begun is not None:
            self.longest = max(self.longest, now - self._begun)
        self._begun, self._urgent = None, False

    def _check_time(self, now: float) -> None:
        if self._begun is not None and now - self._begun > LONGEST:
            self.broken.append(f"{now:.0f} s: a conversation has lasted for {now - self._begun:.0f} s")
            self._begun = None
        if self._raised is not None and now - self._awaited > PROMPT and self._speaks():
            self._lose(now, "nothing came")

    def _lose(self, now: float, instead: str) -> None:
        if self._raised is not None:
            self.broken.append(f"{now:.0f} s: the emergency of {self._raised:.0f} s was lost: {instead}")
            self._raised = None
