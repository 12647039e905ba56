"""Wake: the phrases that the coach is called by, alone or before a sentence, and what is left of an utterance."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from voice_coach.content.document import Value, broken, read_document
from voice_coach.understanding.interpretation import Call
from voice_coach.understanding.template import BareTemplate, parse_template, references
from voice_coach.understanding.tokens import UNKNOWN, Tokens, tokens_of


@dataclass(frozen=True)
class Wake:
    """What the coach is called by; without phrases nobody can call it."""

    alone: tuple[BareTemplate, ...] = ()
    """They call the coach by themselves, and before a sentence."""

    before: tuple[BareTemplate, ...] = ()
    """They count before a sentence only."""

    calls: tuple[tuple[Tokens, Call], ...] = ()
    """Every phrase of both and every known mis-hearing, the longest first."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Every way to call the coach by a phrase alone, the one to teach first."""
        return tuple(text for phrase in self.alone for text in phrase.sentences({}, {}))

    def read(self, tokens: Tokens, skip: Collection[Tokens]) -> tuple[Call, Tokens]:
        """Whether the tokens open with a call, and what follows it: all of the tokens when nothing does.

        Words of `skip` may stand before the call, as in "right so hey coach".
        """
        for start in range(len(tokens)):
            for words, call in self.calls:
                if tokens[start : start + len(words)] == words:
                    rest = tokens[start + len(words) :]
                    if rest:
                        return call, rest
                    return (Call.ALONE if call is Call.CALLED else Call.NONE), tokens
            if tokens[start] != UNKNOWN and (tokens[start],) not in skip:
                break
        return Call.NONE, tokens


def load_wake(path: Path) -> Wake:
    """Load and check `wake.yaml`; a content folder without it has no wake phrase. Raises `BrokenContent`."""
    if not path.is_file():
        return Wake()
    entries = read_document(path).mapping(required=("alone",), optional=("before", "heard"))
    alone = tuple(_phrase(value) for value in entries["alone"].items())
    before = tuple(_phrase(value) for value in entries["before"].items()) if "before" in entries else ()
    if not alone:
        raise broken(entries["alone"].place, "there is no wake phrase", "add one, or delete the file")
    calls = {words: Call.NAMED for phrase in before for words in _tokens(phrase)}
    calls |= {words: Call.CALLED for phrase in alone for words in _tokens(phrase)}
    heard = entries["heard"].texts() if "heard" in entries else ()
    calls |= {words: Call.CALLED for text in heard if (words := tokens_of(text))}
    return Wake(alone, before, tuple(sorted(calls.items(), key=lambda entry: (-len(entry[0]), entry[0]))))


def _phrase(value: Value) -> BareTemplate:
    phrase = BareTemplate(*parse_template(value), value.place)
    if any(True for _ in references(phrase.expression)):
        raise broken(phrase.place, f'"{phrase.text}" names a list or a rule', "write its words here")
    return phrase


def _tokens(phrase: BareTemplate) -> list[Tokens]:
    return [tokens_of(text) for text in phrase.sentences({}, {})]
