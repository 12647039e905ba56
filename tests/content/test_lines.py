"""Lines: what the coach may say: short, sourced, no diagnosis, no dose, no seconds, own words, plain words."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pocketsphinx
import pytest

from voice_coach.dialogue.line import Line
from voice_coach.dialogue.script import Script, load_script

QUESTION_WORDS = 15
STEP_WORDS = 25
GRADE = 6.0
"""Flesch-Kincaid grade of a topic."""

SHARED_RUN = 6
"""So many words in a row as in a source document are a copy."""

CONDITIONS = (
    "als", "ms", "sclerosis", "neuropathy", "dystonia", "artery", "stroke", "heart attack", "cardiac", "clot",
    "thrombosis", "rhabdo", "rhabdomyolysis", "compartment", "cauda", "heatstroke", "heat stroke", "heat exhaustion",
    "hernia", "strain", "sprain", "tetanus", "sickle", "thyroid", "diabetes", "diabetic", "pinched nerve", "deficiency",
    "doms", "blepharospasm", "disease", "cancer", "infection", "epilepsy", "seizure", "anxiety disorder",
)  # fmt: skip
MEDICINES = (
    "ibuprofen", "naproxen", "acetaminophen", "paracetamol", "aspirin", "advil", "aleve", "tylenol", "nsaid",
    "painkiller", "painkillers", "relaxant", "relaxants", "statin", "statins", "diuretic", "diuretics", "water tablets",
    "quinine", "magnesium", "potassium", "calcium", "vitamin",
)  # fmt: skip
DOSES = (
    "milligram",
    "milligrams",
    "mg",
    "gram",
    "grams",
    "millilitre",
    "ml",
    "litre",
    "litres",
    "liter",
    "cups",
    "pill",
)
REASSURANCE = (
    "you're fine", "you are fine", "nothing to worry", "don't worry", "no need to worry", "harmless", "it's nothing",
    "perfectly normal", "not serious", "no danger", "you're safe", "all clear", "no permanent", "not an emergency",
    "lactic", "plenty",
)  # fmt: skip
ANSWER_WORDS = ("yes", "no", "yeah", "yep", "nope", "nah", "maybe", "sure", "not", "know")
VOWELS = ("AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW")


@cache
def script() -> Script:
    """The real content."""
    return load_script(Path(__file__).resolve().parents[2] / "intents")


def wordings() -> list[tuple[str, str, Line]]:
    """Id, text and line of everything that can be said."""
    spoken = []
    for line in script().lines.values():
        for other in (False, True):
            name, text = line.worded(other)
            if (name, text) not in [entry[:2] for entry in spoken[-1:]]:
                spoken.append((name, text, line))
    return spoken


def words(text: str) -> list[str]:
    """Lower-case words; apostrophes belong to them."""
    return re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text.lower().replace("’", "'"))


def holds(text: str, phrases: tuple[str, ...]) -> list[str]:
    """The phrases that stand in a text as whole words."""
    flat = f" {' '.join(words(text))} "
    return [phrase for phrase in phrases if f" {phrase} " in flat]


def offenders(found: dict[str, object]) -> str:
    return "\n".join(f"{name}: {what}" for name, what in found.items())


def question_ids() -> set[str]:
    return {line.id for question in script().questions.values() for line in question.lines}


def test_nothing_is_said_without_a_source_that_resolves_to_a_real_heading(shared):
    documents = {
        path.name: path.read_text(encoding="utf-8") for path in shared.glob("knowledge/source_documents/*.txt")
    }
    found: dict[str, object] = {}
    for line in script().lines.values():
        source = line.source
        if source.document is None:
            if len(words(source.where)) < 3:
                found[line.id] = f"OUTSIDE without a public source: {source.where}"
            continue
        text = documents.get(source.document, "")
        headings = {" ".join(row.split()) for row in text.splitlines()}
        if source.document.startswith("004"):  # one line of snippets without headings
            resolves = " ".join(words(source.where)) in " ".join(words(text))
        else:
            resolves = source.where in headings
        if not resolves:
            found[line.id] = source
    assert len(documents) == 5
    assert not found, offenders(found)


def test_no_six_words_in_a_row_are_shared_with_a_source_document(shared):
    runs: set[tuple[str, ...]] = set()
    for path in shared.glob("knowledge/source_documents/*.txt"):
        text = words(path.read_text(encoding="utf-8"))
        runs |= {tuple(text[at : at + SHARED_RUN]) for at in range(len(text) - SHARED_RUN + 1)}
    assert len(runs) > 5000
    found: dict[str, object] = {}
    for name, text, _ in wordings():
        spoken = words(text)
        for at in range(len(spoken) - SHARED_RUN + 1):
            if tuple(spoken[at : at + SHARED_RUN]) in runs:
                found[name] = " ".join(spoken[at : at + SHARED_RUN])
    assert not found, offenders(found)


def test_no_condition_is_named_except_in_the_question_about_what_the_person_has():
    found = {name: hit for name, text, line in wordings() if not line.id.startswith("ask.at_risk")
             if (hit := holds(text, CONDITIONS))}  # fmt: skip
    assert not found, offenders(found)


def test_no_medicine_is_named_except_in_the_question_about_what_the_person_takes():
    found = {name: hit for name, text, line in wordings() if not line.id.startswith("ask.at_risk")
             if (hit := holds(text, MEDICINES))}  # fmt: skip
    assert not found, offenders(found)


def test_no_dose_and_no_amount_is_given():
    found = {name: hit for name, text, _ in wordings() if (hit := holds(text, DOSES))}
    assert not found, offenders(found)


def test_no_hold_is_measured_in_seconds():
    found = {name: text for name, text, _ in wordings() if re.search(r"\bseconds?\b", text.lower())}
    assert not found, offenders(found)


def test_nobody_is_reassured_flatly():
    found = {name: hit for name, text, _ in wordings() if (hit := holds(text, REASSURANCE))}
    assert not found, offenders(found)


def test_a_question_has_at_most_fifteen_words():
    asked = question_ids()
    found = {name: len(words(text)) for name, text, line in wordings()
             if line.id in asked and len(words(text)) > QUESTION_WORDS}  # fmt: skip
    assert not found, offenders(found)


def test_a_line_has_at_most_twenty_five_words():
    found = {name: len(words(text)) for name, text, _ in wordings() if len(words(text)) > STEP_WORDS}
    assert not found, offenders(found)


def test_a_question_holds_no_answer_word_for_its_own_echo_would_answer_it():
    asked = question_ids()
    found = {name: hit for name, text, line in wordings()
             if line.id in asked and (hit := holds(text, ANSWER_WORDS))}  # fmt: skip
    assert not found, offenders(found)


def test_no_question_says_any_or_either():
    asked = question_ids()
    tilting = ("any", "anything", "anyone", "either", "right", "correct")
    found = {name: hit for name, text, line in wordings() if line.id in asked - {"ask.alone"}
             if (hit := holds(text, tilting))}  # fmt: skip
    assert not found, offenders(found)


def test_every_question_ends_with_a_question_mark():
    asked = question_ids()
    found = {name: text for name, text, line in wordings() if line.id in asked and not text.endswith("?")}
    assert not found, offenders(found)


def test_the_key_word_comes_late():
    found = {}
    for question in script().questions.values():
        spoken = words(question.lines[0].say)
        place = spoken.index(words(question.key_word)[0]) + 1
        if place * 2 < len(spoken):
            found[question.id] = f'"{question.key_word}" is word {place} of {len(spoken)}'
    assert not found, offenders(found)


@cache
def syllables() -> dict[str, int]:
    """Syllables of every word of the CMU dictionary that the pocketsphinx wheel carries."""
    dictionary = Path(pocketsphinx.get_model_path()) / "en-us" / "cmudict-en-us.dict"
    counts = {"physiotherapist": 6, "soreness": 2}  # not in the dictionary
    for row in dictionary.read_text(encoding="utf-8").splitlines():
        word, *phones = row.split()
        counts.setdefault(word, sum(phone in VOWELS for phone in phones))
    return counts


def grade(texts: list[str]) -> float:
    """Flesch-Kincaid grade of a text."""
    spoken = [word for text in texts for word in words(text)]
    sentences = sum(max(1, len(re.findall(r"[.?!](?=\s|$)", text))) for text in texts)
    known = syllables()
    unknown = sorted({word for word in spoken if word not in known})
    assert not unknown, f"the dictionary lacks {unknown}"
    return 0.39 * len(spoken) / sentences + 11.8 * sum(known[word] for word in spoken) / len(spoken) - 15.59


def test_every_topic_can_be_read_in_the_sixth_grade():
    topics: dict[str, list[str]] = {}
    for _, text, line in wordings():
        topic = line.id.split(".")[0] if not line.id.startswith("ask.") else ".".join(line.id.split(".")[:2])
        topics.setdefault(topic, []).append(text.replace("{number}", "your emergency number").replace("{name}", "calf"))
    topics.pop("ask.at_risk")  # it has to name conditions and tablets, which are long words
    found = {topic: round(value, 1) for topic, texts in topics.items() if (value := grade(texts)) > GRADE}
    assert not found, offenders(found)


@pytest.mark.parametrize("topic", sorted(script().topics))
def test_an_answer_is_at_most_two_lines(topic):
    assert len(script().topics[topic].answer) <= 2


def test_the_source_says_where_the_line_comes_from_in_one_string():
    line = script().lines["relief.stop"]
    assert str(line.source) == "000_023a784e9afc118e.txt > How to Stop a Muscle Spasm Mid-Workout"
    assert str(script().lines["emergency.stopped"].source).startswith("OUTSIDE: ")
