"""Visit: a vignette's person in front of the coach, answering whatever it asks until it says a level or ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from tests.vignettes.vignette import PATIENCE, SILENCE, SOUNDS, Vignette
from voice_coach.coach import Coach
from voice_coach.interfaces.record import Record
from voice_coach.interfaces.virtual_time import VirtualClock, VirtualConversation

TURNS: Final = 200
"""Turns, silent ones too, after which the visit is taken to be stuck."""


class Visit:
    """One conversation from the first word to the coach's level."""

    def __init__(
        self,
        person: Vignette,
        *,
        coach: Coach,
        time: VirtualConversation,
        clock: VirtualClock,
        records: Sequence[Record],
        speak: Callable[[str], None],
    ) -> None:
        """`speak` lets the coach hear a sentence at the clock's time; `records` is the list that the coach fills."""
        self._person = person
        self._coach = coach
        self._time = time
        self._clock = clock
        self._records = records
        self._speak = speak
        self._read = 0
        self._asked: Record | None = None
        self._step = ""
        self._holding = False
        self._wanted = False  # the coach asked or showed something: it knows what this is about
        self._times: Counter[str] = Counter()
        self._unasked = list(person.opening)
        self.level: str | None = None
        """What the coach said; None while it has not, and when it never did."""

    def run(self) -> None:
        """Talk until there is a level, the coach ends, or neither has anything left to say."""
        for _ in range(TURNS):
            self._time.settle()
            if self._over():
                return
            said = self._next()
            if said != SILENCE:
                self._speak(SOUNDS.get(said, said))
            elif self._coach.deadline is None:
                return
            else:
                self._time.advance(max(self._clock.now, self._coach.deadline))

    def _over(self) -> bool:
        """Take in what the coach did; True when the visit is over."""
        for record in self._records[self._read :]:
            self._read += 1
            match record["event"]:
                case "level":
                    self.level = str(record["level"])
                    return True
                case "end":
                    return True
                case "ask":
                    self._asked, self._step, self._holding, self._wanted = record, "", False, True
                case "step":
                    self._asked, self._step, self._wanted = None, str(record["step"]), True
                    self._recall(self._step)
                case "hold":
                    self._holding = record["state"] != "end"
                    self._recall("hold")
        return False

    def _recall(self, moment: str) -> None:
        if moment in self._person.volunteers and not self._times[f"said at {moment}"]:
            self._times[f"said at {moment}"] = 1
            self._unasked.append(self._person.volunteers[moment])

    def _next(self) -> str:
        """What they say now."""
        if self._unasked:
            return self._unasked.pop(0)
        if self._asked is not None:
            question = str(self._asked["question"])
            text = str(self._asked["text"])
            self._asked = None
            return self._person.answer(question, text, self._count(question))
        if self._holding:
            time = self._count("hold")
            return self._person.to_the_stretch(time) if time < PATIENCE else SILENCE
        if self._step not in ("", "stop", "stretch"):
            return "next" if self._count(f"next {self._step}") < PATIENCE else SILENCE
        if not self._wanted and self._person.where:
            return self._person.where if self._count("where") < PATIENCE else SILENCE
        return SILENCE

    def _count(self, what: str) -> int:
        self._times[what] += 1
        return self._times[what] - 1


def transcript(records: Sequence[Record]) -> str:
    """Who said what, what was made of it, and what it led to, one happening a line."""
    lines: list[str] = []
    for record in records:
        match record["event"]:
            case "say":
                lines.append(f"  coach:  {record['text']}")
            case "heard":
                made = " ".join(
                    str(part)
                    for part in (record["intent"], record["polarity"], record["slots"] or "")
                    if part != "none"
                )
                lines.append(f"  person: {record['text']}    [{made}{'' if record['accepted'] else ', not used'}]")
            case "rejected":
                lines.append(f"  person: {record['text']}    [not understood: {record['reason']}]")
            case "level":
                lines.append(f"  LEVEL {record['level']} because {', '.join(map(str, record['because']))}")  # type: ignore[arg-type]
            case "end":
                lines.append(f"  END {record['reason']}")
    return "\n".join(lines)
