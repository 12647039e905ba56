"""Knowledge: what is answered to one topic, in general, for one muscle, and for one side of the matter."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

TOPIC_KEYS: Final = ("answer", "more", "answer_for")
"""Keys of a topic's block that hold what is said."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What is answered to one intent; line ids throughout."""

    answer: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    """Goes deeper, one line at a time."""

    answer_for: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Muscle, or value of the slot `about` -> what is answered instead of `answer`."""

    @property
    def lines(self) -> frozenset[str]:
        """Every line of the topic."""
        return frozenset((*self.answer, *self.more, *(line for lines in self.answer_for.values() for line in lines)))

    def key(self, asked: Iterable[object]) -> str | None:
        """The first of the things asked about that has an answer of its own."""
        return next((str(name) for name in asked if name in self.answer_for), None)

    def said(self, key: str | None) -> tuple[str, ...]:
        """What is answered."""
        return self.answer if key is None else self.answer_for[key]

    def deeper(self, key: str | None) -> tuple[str, ...]:
        """What "more" says after it: behind an answer of its own, the general one comes first."""
        said = self.said(key)
        general = self.answer if key is not None else ()
        return tuple(line for line in dict.fromkeys((*general, *self.more)) if line not in said)

    def without(self, lines: Collection[str]) -> Topic:
        """The topic without these lines; an answer of its own of which nothing is left gives way to the general one."""
        kept = {key: _without(said, lines) for key, said in self.answer_for.items()}
        return Topic(
            _without(self.answer, lines), _without(self.more, lines), {key: said for key, said in kept.items() if said}
        )


def _without(said: Iterable[str], lines: Collection[str]) -> tuple[str, ...]:
    return tuple(line for line in said if line not in lines)
