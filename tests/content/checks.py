"""Checks: what must not be said. Each takes wordings and returns the offenders, so that a bad line can prove it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.content.spoken import FILLED, Found, Spoken, grade, holds, runs, unknown_words, words
from voice_coach.dialogue.line import Line
from voice_coach.understanding.library import IntentLibrary
from voice_coach.understanding.template import expand

QUESTION_WORDS = 15
STEP_WORDS = 25
GRADE = 6.0
"""Flesch-Kincaid grade of a topic."""

SHARED_RUN = 6
"""So many words in a row as in a source document are a copy."""

MAY_NAME = "ask.at_risk"
"""The only question that may name conditions and medicines: about what the person already has or takes."""

CONDITIONS = (
    "als", "ms", "sclerosis", "neuropathy", "dystonia", "artery", "stroke", "heart attack", "cardiac", "clot",
    "thrombosis", "rhabdo", "rhabdomyolysis", "compartment", "cauda", "heatstroke", "heat stroke", "heat exhaustion",
    "hernia", "strain", "sprain", "tetanus", "sickle", "thyroid", "diabetes", "diabetic", "pinched nerve", "deficiency",
    "doms", "blepharospasm", "disease", "cancer", "infection", "epilepsy", "seizure", "anxiety disorder", "spasticity",
    "kidney failure", "kidney disease", "arthritis", "fibromyalgia", "fatigue syndrome", "lou gehrig's", "mcardle",
)  # fmt: skip
MEDICINES = (
    "ibuprofen", "naproxen", "acetaminophen", "paracetamol", "aspirin", "advil", "aleve", "tylenol", "nsaid", "nsaids",
    "painkiller", "painkillers", "relaxant", "relaxants", "statin", "statins", "diuretic", "diuretics", "water tablets",
    "water pills", "quinine", "magnesium", "potassium", "calcium", "sodium", "vitamin", "vitamins",
)  # fmt: skip
DOSES = (
    "milligram", "milligrams", "mg", "gram", "grams", "millilitre", "millilitres", "ml", "litre", "litres", "liter",
    "liters", "ounce", "ounces", "cup", "cups", "glass", "glasses", "pint", "pints", "bottle", "bottles", "spoon",
    "teaspoon", "pinch", "pill", "one tablet", "two tablets", "dose", "dosage",
)  # fmt: skip
REASSURANCE = (
    "you're fine", "you are fine", "they're fine", "nothing to worry", "don't worry", "no need to worry", "no worry",
    "harmless", "it's nothing", "perfectly normal", "not serious", "no danger", "you're safe", "all clear",
    "no permanent", "not an emergency", "nothing serious", "never serious", "no damage", "no cause for concern",
    "will be fine", "you'll be fine",
)  # fmt: skip
ANSWER_WORDS = ("yes", "no", "yeah", "yep", "nope", "nah", "maybe", "sure", "not", "know")
TILTING = ("any", "anything", "anyone", "either", "right", "correct")
NUMBERS = "one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty|sixty|few|some|[0-9]+"
COUNTED_SECONDS = re.compile(rf"\b({NUMBERS})\b(?:\W+\w+)?\W+seconds?\b")
HOLDING = ("hold", "holding", "stretch", "stretching", "lengthen", "pull", "keep", "press", "lean")
LASTING = "how_long."
"""Lines on how long a cramp lasts: they may say "seconds", but never a number of them."""


def unsourced(lines: Iterable[Line], documents: Mapping[str, str]) -> Found:
    """Sources that do not resolve: no such heading, no such words, or no public source named."""
    found: Found = {}
    for line in lines:
        source = line.source
        if source.document is None:
            if len(words(source.where)) < 3:
                found[line.id] = f"OUTSIDE without a public source: {source.where}"
            continue
        text = documents.get(source.document, "")
        if source.document.startswith("004"):  # one line of snippets without headings
            resolves = f" {' '.join(words(source.where))} " in f" {' '.join(words(text))} "
        else:
            resolves = source.where in {" ".join(row.split()) for row in text.splitlines()}
        if not resolves:
            found[line.id] = str(source)
    return found


def read_documents(shared: Path) -> dict[str, str]:
    """Name -> text of the source documents."""
    return {path.name: path.read_text(encoding="utf-8") for path in shared.glob("knowledge/source_documents/*.txt")}


def copied(texts: Iterable[tuple[str, str]], documents: Mapping[str, str]) -> Found:
    """Texts that share six words in a row with a source document."""
    known = {run for text in documents.values() for run in runs(text, SHARED_RUN)}
    return {name: run for name, text in texts for run in runs(text, SHARED_RUN) if run in known}


def factless(lines: Iterable[Line]) -> Found:
    """Lines whose source tells no fact, or repeats the line."""
    return {line.id: str(line.source) for line in lines if not line.source.fact or line.source.fact == line.say}


def named(wordings: Iterable[Spoken], names: Iterable[str]) -> Found:
    """Wordings that name one of these, but for the question that may."""
    names = tuple(names)
    return {
        wording.id: ", ".join(hits)
        for wording in wordings
        if not wording.line.id.startswith(MAY_NAME) and (hits := holds(wording.text, names))
    }


def dosed(wordings: Iterable[Spoken]) -> Found:
    """Wordings with a dose or an amount."""
    return {wording.id: ", ".join(hits) for wording in wordings if (hits := holds(wording.text, DOSES))}


def timed(wordings: Iterable[Spoken]) -> Found:
    """Wordings that measure a hold in seconds, or count seconds at all."""
    found: Found = {}
    for wording in wordings:
        text = wording.text.lower()
        held = "second" in text and (holds(text, HOLDING) or not wording.id.startswith(LASTING))
        if held or COUNTED_SECONDS.search(text):
            found[wording.id] = wording.text
    return found


def reassuring(wordings: Iterable[Spoken]) -> Found:
    """Wordings that reassure flatly."""
    return {wording.id: ", ".join(hits) for wording in wordings if (hits := holds(wording.text, REASSURANCE))}


def too_long(wordings: Iterable[Spoken], most: int) -> Found:
    """Wordings of more words than that."""
    return {
        wording.id: f"{count} words: {wording.text}"
        for wording in wordings
        if (count := len(words(wording.text))) > most
    }


def answering(wordings: Iterable[Spoken], answers: Iterable[str]) -> Found:
    """Wordings that hold one of these words."""
    answers = tuple(answers)
    return {wording.id: ", ".join(hits) for wording in wordings if (hits := holds(wording.text, answers))}


def hard_to_read(wordings: Iterable[Spoken]) -> Found:
    """Topics above the grade, or with a word that the dictionary lacks; a question is a topic of its own."""
    topics: dict[str, list[str]] = {}
    for wording in wordings:
        topic = ".".join(wording.line.id.split(".")[: 2 if wording.line.id.startswith("ask.") else 1])
        text = wording.text
        for name, filling in FILLED.items():
            text = text.replace(name, filling)
        topics.setdefault(topic, []).append(text)
    topics.pop(MAY_NAME, None)  # it has to name conditions and tablets, which are long words
    found: Found = {}
    for topic, texts in topics.items():
        if missing := unknown_words(texts):
            found[topic] = f"the dictionary lacks {', '.join(missing)}"
        elif (value := grade(texts)) > GRADE:
            found[topic] = f"grade {value:.1f}"
    return found


def claimed_twice(library: IntentLibrary) -> Found:
    """Phrases that two intents both claim, over all that every template stands for."""
    owners: dict[str, tuple[str, str]] = {}
    found: Found = {}
    for template in library.templates:
        for text, _ in expand(template.expression, library.lists, library.rules):
            intent, place = owners.setdefault(text, (template.intent, str(template.place)))
            if intent != template.intent:
                found[text] = f"{intent} ({place}) and {template.intent} ({template.place})"
    return found
