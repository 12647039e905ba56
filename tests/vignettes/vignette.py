"""Vignette: one written person, what they say at each turn, and the levels that the documents allow."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, cast

import yaml

from voice_coach.dialogue.question import LEVELS

HERE: Final = Path(__file__).resolve().parent
SILENCE: Final = "silence"
MUMBLE: Final = "mumble"
SOUNDS: Final = {MUMBLE: "hrm ugh mmf"}
"""What stands in `cases.yaml` for a sound, and the sound."""

PATIENCE: Final = 4
"""Times that they say "next" at one step, the muscle's name, or how the stretch goes, before they fall silent."""

EASED: Final = ("it eased", "it's gone", "that helped", "it let go", "it's easing", "much better now")
NOT_WORKING: Final = ("it's not working", "still locked", "that didn't help")
NO: Final = "no"


@dataclass(frozen=True, slots=True)
class Vignette:
    """One entry of `cases.yaml`, which says what each field means."""

    id: str
    group: str
    story: str
    level: str
    why: str
    opening: tuple[str, ...]
    band: tuple[str, ...] = ()
    facts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    otherwise: str = NO
    relief: tuple[str, ...] = ("eased",)
    volunteers: dict[str, str] = field(default_factory=dict)
    where: str = ""
    talk: bool = False
    """They only ask something: the answer's own words may send them on (see `verdict.advised`)."""

    @property
    def allowed(self) -> tuple[str, ...]:
        """The levels that a careful reader can defend, the lightest first."""
        return tuple(sorted(self.band or (self.level,), key=LEVELS.index))

    def answer(self, question: str, text: str, time: int) -> str:
        """What they answer when `question` is put for the `time`-th time, from 0; `silence` when they say nothing."""
        if question == "confirm":
            known = " ".join((*self.opening, self.where, self.story)).lower()
            named = text.rstrip("?").split("Did you say ")[-1].lower()
            return "yes" if named in known else NO
        said = self.facts.get(question, (self.otherwise,))
        return said[min(time, len(said) - 1)]

    def to_the_stretch(self, time: int) -> str:
        """What they say the `time`-th time, from 0, that the hold waits for a word; wordings differ between people."""
        said = self.relief[min(time, len(self.relief) - 1)]
        turn = sum(map(ord, self.id)) + time
        if said == "eased":
            return EASED[turn % len(EASED)]
        if said == "not_working":
            return NOT_WORKING[turn % len(NOT_WORKING)]
        return SILENCE if said == "silent" else said

    def utterances(self) -> set[str]:
        """Everything that they may say, for recording it."""
        answers = {said for answers in self.facts.values() for said in answers}
        relief = {self.to_the_stretch(time) for time in range(PATIENCE)}
        said = {*self.opening, *answers, *relief, *self.volunteers.values(), self.otherwise, self.where}
        return {SOUNDS.get(text, text) for text in said | {"next", "yes", NO} if text not in ("", SILENCE)}


def read(entry: dict[str, object]) -> Vignette:
    """One entry of the file; a single text where several can stand is taken as the only one."""
    fields = dict(entry)
    for name in ("opening", "band", "relief"):
        if name in fields:
            fields[name] = _several(fields[name])
    facts = cast("dict[str, object]", fields.get("facts", {}))
    fields["facts"] = {question: _several(said) for question, said in facts.items()}
    return Vignette(**fields)  # type: ignore[arg-type]


def _several(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(cast("list[str]", value))


@cache
def cases() -> dict[str, Vignette]:
    """Every vignette by its id, in the order written. Scalars stay text (`no`, `yes`)."""
    entries = yaml.load((HERE / "cases.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return {entry["id"]: read(_typed(entry)) for entry in entries}


@cache
def voiced_cases() -> dict[str, Vignette]:
    """The vignettes that are played by voice, in words that the recogniser's grammar knows (`voiced.yaml`)."""
    changes = yaml.load((HERE / "voiced.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    entries = yaml.load((HERE / "cases.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return {entry["id"]: read(_typed(entry | changes[entry["id"]])) for entry in entries if entry["id"] in changes}


def _typed(entry: dict[str, object]) -> dict[str, object]:
    return entry | ({"talk": entry["talk"] == "true"} if "talk" in entry else {})
