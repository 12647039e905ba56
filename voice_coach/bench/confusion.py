"""Confusion: which intent a phrase was meant for and which one it was taken for, counted from one run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from voice_coach.bench.metrics import EMERGENCY, wilson
from voice_coach.bench.phrases import NO_ALARM, NOTHING, Phrase
from voice_coach.bench.report import align
from voice_coach.understanding.interpretation import Expectation, Interpretation, Situation

Interpret = Callable[[str, Expectation], Interpretation]

EVERYWHERE: Final = (EMERGENCY, NO_ALARM, NOTHING)
"""Wanted in every situation: an emergency is never missed, and other talk never starts anything."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one phrase."""

    phrase: Phrase
    found: str
    """Intent that it was taken for, `none` when it was not accepted."""

    right: bool
    situation: Situation
    """The situation it went wrong in first, or the one it was tried in."""


def judge(phrase: Phrase, interpret: Interpret, situation: Situation) -> Outcome:
    """Interpret a phrase; one that is wanted everywhere has to be right in every situation."""
    everywhere = [situation, *(other for other in Situation if other is not situation)]
    outcomes = []
    for tried in everywhere if phrase.intent in EVERYWHERE else [situation]:
        found = interpret(phrase.text, Expectation(tried))
        taken = found.intent if found.accepted and found.intent else NOTHING
        outcomes.append(Outcome(phrase, taken, phrase.is_right(found), tried))
    return next((outcome for outcome in outcomes if not outcome.right), outcomes[0])


@dataclass(frozen=True, slots=True)
class Confusion:
    """The outcomes of one list of phrases."""

    name: str
    outcomes: tuple[Outcome, ...]

    @property
    def wanted(self) -> list[str]:
        """The rows: what was wanted, in the order of first use, `none` last."""
        return _last(NOTHING, dict.fromkeys(outcome.phrase.intent for outcome in self.outcomes))

    @property
    def found(self) -> list[str]:
        """The columns: every intent that was wanted or found, `none` last."""
        taken = dict.fromkeys(outcome.found for outcome in self.outcomes)
        rows = dict.fromkeys(name for name in self.wanted if name != NO_ALARM)
        return _last(NOTHING, rows | taken)

    def counts(self) -> Counter[tuple[str, str]]:
        """How often each wanted intent (first) was taken for each other (second).

        A phrase with several right intents counts under the one that was found.
        """
        return Counter(_cell(outcome) for outcome in self.outcomes)

    def mistakes(self) -> Counter[tuple[str, str]]:
        """The same, of the phrases that went wrong."""
        return Counter(_cell(outcome) for outcome in self.outcomes if not outcome.right)

    def shares(self, key: Callable[[Phrase], str]) -> dict[str, tuple[int, int]]:
        """Right and total of every kind of phrase."""
        right: Counter[str] = Counter()
        total: Counter[str] = Counter()
        for outcome in self.outcomes:
            total[key(outcome.phrase)] += 1
            right[key(outcome.phrase)] += outcome.right
        return {name: (right[name], total[name]) for name in total}


def confuse(name: str, phrases: Iterable[Phrase], interpret: Interpret, situation: Situation) -> Confusion:
    """Interpret every phrase of a list."""
    return Confusion(name, tuple(judge(phrase, interpret, situation) for phrase in phrases))


def _cell(outcome: Outcome) -> tuple[str, str]:
    wanted = outcome.phrase.intent
    return (outcome.found if outcome.right and wanted != NO_ALARM else wanted), outcome.found


def _last(name: str, names: Iterable[str]) -> list[str]:
    kept = list(names)
    return [other for other in kept if other != name] + ([name] if name in kept else [])


def _share_rows(shares: dict[str, tuple[int, int]]) -> list[tuple[str, str, str]]:
    return [
        (name, f"{right}/{total} = {right / total:.1%}", "{:.0%}-{:.0%}".format(*wilson(right, total)))
        for name, (right, total) in shares.items()
    ]


def as_text(confusion: Confusion, show_wrong: bool = True) -> str:
    """The shares by kind and by intent with their 95 % intervals, the matrix, and what went wrong."""
    kinds = confusion.shares(lambda phrase: phrase.row)
    intents = confusion.shares(lambda phrase: phrase.intent)
    everything = {"all": (sum(right for right, _ in kinds.values()), sum(total for _, total in kinds.values()))}
    parts = [
        f"{confusion.name}: {len(confusion.outcomes)} phrases",
        align([("kind", "right", "95 %"), *_share_rows(kinds | everything)]),
        align([("wanted", "right", "95 %"), *_share_rows(intents)]),
        matrix(confusion),
    ]
    if show_wrong:
        parts.append(_wrong(confusion.outcomes))
    return "\n\n".join(part for part in parts if part)


def matrix(confusion: Confusion) -> str:
    """The matrix with numbered columns: a row for what was wanted, a column for what it was taken for."""
    counts, found = confusion.counts(), confusion.found
    head = ("wanted, taken for:", *(str(number) for number, _ in enumerate(found, start=1)))
    rows = []
    for wanted in confusion.wanted:
        number = f"{found.index(wanted) + 1} " if wanted in found else ""
        rows.append((f"{number}{wanted}", *(str(counts[wanted, name] or ".") for name in found)))
    extra = [f"{number} {name}" for number, name in enumerate(found, start=1) if name not in confusion.wanted]
    return align([head, *rows]) + (f"\nalso taken for: {', '.join(extra)}" if extra else "")


def _wrong(outcomes: Sequence[Outcome]) -> str:
    lines = [
        f'  "{outcome.phrase.text}": wanted {outcome.phrase.intent}, got {outcome.found} ({outcome.situation})'
        for outcome in outcomes
        if not outcome.right
    ]
    return "\n".join(["wrong:", *lines]) if lines else ""


def as_json(confusion: Confusion) -> dict[str, Any]:
    """The shares and the matrix as one JSON object."""

    def shares(key: Callable[[Phrase], str]) -> dict[str, Any]:
        return {
            name: {"right": right, "total": total, "interval95": [round(bound, 4) for bound in wilson(right, total)]}
            for name, (right, total) in confusion.shares(key).items()
        }

    counts = confusion.counts()
    return {
        "name": confusion.name,
        "phrases": len(confusion.outcomes),
        "kinds": shares(lambda phrase: phrase.row),
        "intents": shares(lambda phrase: phrase.intent),
        "columns": confusion.found,
        "matrix": {wanted: [counts[wanted, name] for name in confusion.found] for wanted in confusion.wanted},
        "wrong": [
            {
                "text": outcome.phrase.text,
                "wanted": outcome.phrase.intent,
                "found": outcome.found,
                "situation": str(outcome.situation),
            }
            for outcome in confusion.outcomes
            if not outcome.right
        ],
    }
