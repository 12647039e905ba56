"""Wording: the small words of a language that decide polarity, fillers, numbers and who is meant, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Final

from voice_coach.content.document import Value, read_document
from voice_coach.understanding.tokens import Tokens, tokens_of

MAPPINGS: Final = ("numbers", "units", "sounds")
"""The parts that are no lists of phrases."""

BESIDE: Final = ("ordinary",)
"""The lists that only signs are read with."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The lists of `wording.yaml`, as tokens."""

    fillers: frozenset[Tokens] = frozenset()
    """Said while thinking; dropped before matching."""

    courtesy: frozenset[Tokens] = frozenset()
    """Politeness; weighs nothing."""

    negators: frozenset[Tokens] = frozenset()
    """They deny what follows, up to the end of the clause."""

    denied_verbs: frozenset[Tokens] = frozenset()
    """Of two topic words of a question they deny both: "the pain isn't worse"."""

    inabilities: frozenset[Tokens] = frozenset()
    """They deny too, but may be the danger itself: "i can't breathe"."""

    openers: frozenset[Tokens] = frozenset()
    """Before a subject they only open the utterance: "right, it let go"."""

    clause_breaks: frozenset[Tokens] = frozenset()
    """They end the reach of a negator."""

    restrictions: frozenset[Tokens] = frozenset()
    """What follows them stands in place of what a negator before them denies: "not dark, just brown"."""

    contrasts: frozenset[Tokens] = frozenset()
    """Two or three words that set right what was denied before them: "it's not my leg, it's my chest"."""

    turns: frozenset[Tokens] = frozenset()
    """Behind them a clause may report danger of its own; "because" explains what was said before."""

    joints: frozenset[Tokens] = frozenset()
    """Behind them a person tells the story of what was said before them."""

    leads: frozenset[Tokens] = frozenset()
    """They lead into what follows and say nothing at an end: "cramping for | the third time", "just a cramp"."""

    corrections: frozenset[Tokens] = frozenset()
    """What was said before them is taken back."""

    second_thoughts: frozenset[Tokens] = frozenset()
    """Before an answer they take back the answer before: "wait, no"."""

    hesitations: frozenset[Tokens] = frozenset()
    """The same in mild words, which are as often mere politeness: "sorry, no"."""

    subjects: frozenset[Tokens] = frozenset()
    """They open a statement, which an answer word before it does not deny: "no, my chest hurts"."""

    question_words: frozenset[Tokens] = frozenset()
    """They open a question, which is never an answer."""

    affirm: frozenset[Tokens] = frozenset()
    negate: frozenset[Tokens] = frozenset()
    half_denials: frozenset[Tokens] = frozenset()
    """Answers that deny, but not clearly enough where a symptom is asked about: "barely", "not any more"."""

    unsure: frozenset[Tokens] = frozenset()

    affirm_alone: frozenset[Tokens] = frozenset()
    """They affirm only when nothing else is said."""

    negate_alone: frozenset[Tokens] = frozenset()
    """They negate only when nothing else is said."""

    unclear: frozenset[Tokens] = frozenset()
    """They point both ways; always asked again."""

    reassuring: frozenset[Tokens] = frozenset()
    """Beside a topic word of the open question they say that all is well."""

    degrees: frozenset[Tokens] = frozenset()
    """Of the affirming ones, those that may qualify another word instead: "a bit better"."""

    abilities: frozenset[Tokens] = frozenset()
    """Before a topic word they may have lost their "n't": asked again."""

    pronouns: frozenset[Tokens] = frozenset()
    """They stand for what was named before a clause break."""

    affirm_when_asked: frozenset[Tokens] = frozenset()
    """Mis-hearings of "yes": only alone and only while a question is open."""

    negate_when_asked: frozenset[Tokens] = frozenset()
    """Mis-hearings of "no": only alone and only while a question is open."""

    others: frozenset[Tokens] = frozenset()
    """They say that somebody else is hurt."""

    first_person: frozenset[Tokens] = frozenset()
    """By them somebody speaks of themselves: the coach does not say them of its listener."""

    padding: frozenset[Tokens] = frozenset()
    """Small words of any talk: beside a phrase or a topic's keys they cost little."""

    hedges: frozenset[Tokens] = frozenset()
    """Beside a plain answer they change nothing: "i'd say that's a no"."""

    far_off: frozenset[Tokens] = frozenset()
    """They tell of no emergency here and now: "he had a stroke years ago", "get your heart pumping"."""

    endings: frozenset[Tokens] = frozenset()
    """What a contraction leaves on a word: the s of "heart's"."""

    common: frozenset[Tokens] = frozenset()
    """Everyday words that are never taken for a word of the phrases."""

    ordinary: frozenset[Tokens] = frozenset()
    """Everyday words that are never taken for a word of a sign, though they are near one: "cooking" is no choking."""

    numbers: Mapping[str, float] = field(default_factory=dict)
    """Number word -> number."""

    units: Mapping[str, float] = field(default_factory=dict)
    """Unit word -> seconds."""

    sounds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Sound, one letter or several in a row -> spellings that stand for it."""

    def denies(self, token: str) -> bool:
        """True for a word that denies what follows, or says that it cannot be done."""
        return (token,) in self.negators or (token,) in self.inabilities

    def words(self) -> frozenset[str]:
        """Every single word of the lists, without those of `ordinary`, which phrases may still be mended from."""
        phrases = (getattr(self, part.name) for part in fields(self) if part.name not in (*MAPPINGS, *BESIDE))
        return frozenset(word for found in phrases for phrase in found for word in phrase) | {
            *self.numbers,
            *self.units,
        }


def load_wording(path: Path) -> Wording:
    """Read `wording.yaml`; without the file every list is empty. Raises `BrokenContent`."""
    if not path.is_file():
        return Wording()
    known = tuple(part.name for part in fields(Wording))
    entries = read_document(path).mapping(optional=known)
    values: dict[str, object] = {}
    for name, value in entries.items():
        read = _sounds if name == "sounds" else _numbers if name in MAPPINGS else _phrases
        values[name] = read(value)
    return Wording(**values)  # type: ignore[arg-type]  # the keys were checked against the fields


def _phrases(value: Value) -> frozenset[Tokens]:
    return frozenset(tokens_of(text) for text in value.texts())


def _numbers(value: Value) -> dict[str, float]:
    return {"".join(tokens_of(word)): number.number(0, 1e9) for word, number in value.pairs()}


def _sounds(value: Value) -> dict[str, tuple[str, ...]]:
    return {sound: tuple(spellings.texts()) for sound, spellings in value.pairs()}
