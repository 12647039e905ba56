"""Polarity: which way an answer points, decided on tokens before any fuzzy score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from voice_coach.understanding.interpretation import Polarity
from voice_coach.understanding.signs import denials, opening_answer
from voice_coach.understanding.tokens import Tokens
from voice_coach.understanding.wording import Wording

ALIKE: Final = 85.0
"""Least similarity, 0 to 100, of a word to a topic word of the open question."""

LETTERS_TO_FORGIVE: Final = 5
"""Shorter words must be equal to the topic word."""

LONGEST: Final = 7
"""Words of the longest answer phrase."""

NEAR: Final = 2
"""Words before "fine" in which a negator turns it: "not really good"; a "no" that opens the answer does not."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer words of an utterance."""

    polarity: Polarity
    rest: Tokens = ()
    """The words that are no answer words, in order."""

    first: bool = False
    """True when an answer word opens the utterance."""


def clean(tokens: Tokens, wording: Wording) -> Tokens:
    """The tokens without fillers, but with those that belong to an answer ("uh huh")."""
    kept: list[str] = []
    place = 0
    while place < len(tokens):
        answer, _ = _longest(tokens, place, wording)
        filler = next((size for size in (3, 2, 1) if tokens[place : place + size] in wording.fillers), 0)
        if answer > filler:
            kept.extend(tokens[place : place + answer])
            place += answer
        elif filler:
            place += filler
        else:
            kept.append(tokens[place])
            place += 1
    return tuple(kept)


def read_answer(tokens: Tokens, wording: Wording) -> Answer:
    """What the answer words of the utterance say together; NONE without any."""
    whole = _bare(tokens, wording)
    for phrases, polarity in (
        (wording.negate_alone, Polarity.NEGATE),
        (wording.affirm_alone, Polarity.AFFIRM),
    ):
        if tokens in phrases or whole in phrases:
            return Answer(polarity, first=True)
    polarities: list[Polarity] = []
    rest: list[str] = []
    first = False
    place = 0
    while place < len(tokens):
        size, polarity = _longest(tokens, place, wording)
        if size:
            first = first or not rest
            polarities.append(polarity)
            place += size
        else:
            rest.append(tokens[place])
            place += 1
    remaining = tuple(rest)
    if remaining in wording.negate_alone or remaining in wording.affirm_alone:
        polarities.append(Polarity.NEGATE if remaining in wording.negate_alone else Polarity.AFFIRM)
        remaining = ()
    return Answer(_together(polarities), remaining, first)


def _bare(tokens: Tokens, wording: Wording) -> Tokens:
    """The tokens without courtesy, unless that would drop what is denied: "i'm not okay"."""
    kept = tuple(token for token in tokens if (token,) not in wording.courtesy)
    return tokens if denies_well(tokens, wording) else kept


def denies_well(tokens: Tokens, wording: Wording) -> bool:
    """True for "not okay" and "not really good": whatever was asked, all is not well."""
    well = [place for place in range(1, len(tokens)) if tokens[place : place + 1] in wording.reassuring]
    opening = opening_answer(tokens, wording)
    return any(
        opening <= before and place - before <= NEAR and tokens[before : before + 1] not in wording.negate
        for place in well
        for before in denials(tokens, place, wording)
    )


def only_degree(tokens: Tokens, wording: Wording) -> bool:
    """True when the answer word that opens the utterance may qualify what follows: "a bit better"."""
    return any(tokens[:size] in wording.degrees for size in range(1, min(5, len(tokens))))


def ends_in_denial(tokens: Tokens, wording: Wording) -> bool:
    """True for "chest pain, no": words repeated and denied, and no statement."""
    tail = any(tokens[-size:] in wording.negate for size in range(1, min(5, len(tokens))))
    return tail and not any((token,) in wording.subjects for token in tokens)


def is_answer(tokens: Tokens, wording: Wording) -> bool:
    """True when there is an answer and nothing beside it but politeness."""
    answer = read_answer(tokens, wording)
    return answer.polarity is not Polarity.NONE and all((token,) in wording.courtesy for token in answer.rest)


def read_topic(tokens: Tokens, topic_words: Sequence[Tokens], wording: Wording) -> Polarity:
    """Repeating a topic word of the open question affirms it, denying every one that is named negates it."""
    named = [place for place in range(len(tokens)) if _is_topic(tokens, place, topic_words)]
    if not named:
        return Polarity.NONE
    opening = opening_answer(tokens, wording)
    denying = [[before for before in denials(tokens, place, wording) if before >= opening] for place in named]
    if any(before and all((tokens[p],) in wording.inabilities for p in before) for before in denying):
        return Polarity.CONFLICT  # "i can't stand on it" is no "no"
    denied = [bool(before) for before in denying]
    well = [place for place in range(len(tokens)) if (tokens[place],) in wording.reassuring]
    if well and not any((token,) in wording.clause_breaks for token in tokens):
        near = [place for place in denials(tokens, well[0], wording) if place >= max(1, well[0] - NEAR)]
        return Polarity.AFFIRM if near else Polarity.NEGATE
    if all(denied):
        return Polarity.NEGATE
    if not any(denied) and _in_doubt(tokens, named, wording):
        return Polarity.CONFLICT
    if denied[-1] and _said_of(tokens, [place for place, no in zip(named, denied, strict=True) if not no], wording):
        return Polarity.NEGATE
    return Polarity.CONFLICT if denied[0] and not denied[-1] else Polarity.AFFIRM


def _in_doubt(tokens: Tokens, named: Sequence[int], wording: Wording) -> bool:
    """True for "i can stand", of which a lost "n't" would make the danger."""
    return any(tokens[place - 1 : place] in wording.abilities for place in named if place)


def _said_of(tokens: Tokens, claimed: Sequence[int], wording: Wording) -> bool:
    """True when a verb right behind the topic words that are not denied denies them as well: "the pain isn't worse"."""
    verb = next(
        (p for p in range(claimed[-1] + 1, len(tokens)) for n in (1, 2) if tokens[p : p + n] in wording.denied_verbs),
        None,
    )
    return verb is not None and not any(
        (token,) in wording.subjects | wording.clause_breaks for token in tokens[claimed[-1] + 1 : verb]
    )


def _longest(tokens: Tokens, place: int, wording: Wording) -> tuple[int, Polarity]:
    """Length and polarity of the longest answer phrase that starts at `place`; length 0 without one."""
    for size in range(min(LONGEST, len(tokens) - place), 0, -1):
        piece = tokens[place : place + size]
        for phrases, polarity in (
            (wording.unclear, Polarity.CONFLICT),
            (wording.unsure, Polarity.UNSURE),
            (wording.negate, Polarity.NEGATE),
            (wording.affirm, Polarity.AFFIRM),
        ):
            if piece in phrases:
                return size, polarity
    return 0, Polarity.NONE


def _together(polarities: Sequence[Polarity]) -> Polarity:
    kinds = set(polarities)
    if not kinds:
        return Polarity.NONE
    if Polarity.CONFLICT in kinds or {Polarity.AFFIRM, Polarity.NEGATE} <= kinds:
        return Polarity.CONFLICT
    if Polarity.UNSURE in kinds:
        return Polarity.UNSURE
    return kinds.pop()


def _is_topic(tokens: Tokens, place: int, topic_words: Sequence[Tokens]) -> bool:
    for words in topic_words:
        if tokens[place : place + len(words)] == words:
            return True
        long = len(words) == 1 and min(len(words[0]), len(tokens[place])) >= LETTERS_TO_FORGIVE
        if long and fuzz.ratio(words[0], tokens[place]) >= ALIKE:
            return True
    return False
