"""Question: one thing to find out, how it is asked, and what each kind of answer leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from voice_coach.content.document import Place, Value, broken
from voice_coach.dialogue.line import Line, read_id, read_source, read_words

LEVELS: Final = ("self_care", "physiotherapist", "doctor_soon", "doctor_today", "emergency")
"""Triage levels, from the mildest to the gravest."""

ANSWERS: Final = ("yes", "no", "not_sure", "silence", "no_match")
"""What can become of a question. YES is always the dangerous one."""

SPOKEN: Final = ("yes", "no", "not_sure")
"""Answers that somebody gives, and may take back."""

UNASKED: Final = "unasked"
"""What became of a question of the plan whose condition never held."""

OUTCOMES: Final = ("next", "raise", "cool_down", *LEVELS[1:])
"""What an answer can lead to: go on, one level up, the cool-down protocol, or at least that level."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. No answer but "no" to a danger question lets self-care be the result."""

    id: str
    danger: bool
    level: str
    """What a yes leads to at least; with `cool_down` the result once cooling has helped, with `raise` what self-care
    becomes."""

    lines: tuple[Line, Line, Line]
    """First wording, another wording after silence or a no-match, and plain words after "not sure"."""

    outcomes: Mapping[str, str]
    """Answer -> outcome, complete."""

    key_word: str
    """The last symptom word: an answer that comes before it was spoken is no answer to this question."""

    topic_words: tuple[str, ...]
    """Words whose repetition affirms the question and whose denial negates it."""

    symptoms: frozenset[str]
    """Ids of volunteered symptoms that answer it with yes."""

    suspects: frozenset[str]
    """Ids of volunteered symptoms that are no answer yet, but put the question at once."""

    muscles: frozenset[str]
    """Muscles that it is asked for; empty for all."""

    covers: tuple[str, ...]
    """Questions that a "no" to this one answers with "no" as well."""

    tips: Mapping[str, str]
    """Answer, or `unasked` -> line that is added to a result milder than a doctor."""

    means: Mapping[str, str]
    """`eased`, `not_working`, a topic or a symptom -> the answer that it is: "it let go" to "is it still locked"."""

    place: Place


def read_question(value: Value) -> Question:
    """Read one entry of `questions:`."""
    entries = value.mapping(
        required=("id", "danger", "level", "say", "again", "clarify", "key_word", "topic_words", "outcomes", "source"),
        optional=(
            "other",
            "again_other",
            "clarify_other",
            "symptoms",
            "suspects",
            "muscles",
            "covers",
            "tips",
            "means",
        ),
    )
    name = read_id(entries["id"])
    danger = entries["danger"].flag()
    source = read_source(entries["source"])

    def line(wording: str) -> Line:
        key = "other" if wording == "say" else f"{wording}_other"
        line_id = f"ask.{name}" if wording == "say" else f"ask.{name}.{wording}"
        other = read_words(entries[key]) if key in entries else None
        return Line(line_id, read_words(entries[wording]), source, other, entries[wording].place)

    outcomes = {
        answer: outcome.choice(OUTCOMES) for answer, outcome in entries["outcomes"].mapping(required=ANSWERS).items()
    }
    if outcomes["no"] != "next":
        raise broken(entries["outcomes"].place, "no must lead on", "write `no: next`; yes is the dangerous answer")
    for answer in ("yes", "not_sure", "silence", "no_match"):
        if danger and outcomes[answer] == "next":
            place = entries["outcomes"].mapping(required=ANSWERS)[answer].place
            raise broken(place, f"{answer} to a danger question must not lead on", "name a level, or set danger: false")
    level = entries["level"].choice(LEVELS)
    if outcomes["yes"] in LEVELS and outcomes["yes"] != level:
        raise broken(entries["level"].place, f"a yes leads to {outcomes['yes']}", "let `level` and `yes` agree")
    key_word = entries["key_word"].text()
    for wording in ("say", *(["other"] if "other" in entries else [])):
        if key_word not in entries[wording].text():
            raise broken(entries["key_word"].place, f'"{key_word}" is not in the question', "use one of its words")
    return Question(
        name,
        danger,
        level,
        (line("say"), line("again"), line("clarify")),
        outcomes,
        key_word,
        entries["topic_words"].texts(),
        frozenset(entries["symptoms"].texts()) if "symptoms" in entries else frozenset(),
        frozenset(entries["suspects"].texts()) if "suspects" in entries else frozenset(),
        frozenset(entries["muscles"].texts()) if "muscles" in entries else frozenset(),
        entries["covers"].texts() if "covers" in entries else (),
        {key: read_id(tip) for key, tip in entries["tips"].mapping(optional=(*ANSWERS, UNASKED)).items()}
        if "tips" in entries
        else {},
        {key: answer.choice(SPOKEN) for key, answer in entries["means"].pairs()} if "means" in entries else {},
        value.place,
    )
