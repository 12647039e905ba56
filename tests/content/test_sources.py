"""Sources: every line has one that resolves, tells the fact that it rests on, and copies nothing."""

from __future__ import annotations

from tests.content.checks import copied, factless, read_documents, unsourced
from tests.content.spoken import offenders, said, script, spoken
from voice_coach.dialogue.line import Line, Source

GIBBERISH = "stme uormra rlrozh"
"""Where the last document ends in random letters: nothing behind it is real."""


def texts() -> list[tuple[str, str]]:
    """Everything of ours that must not be a copy: wordings, facts and notes."""
    return [
        *((wording.id, wording.text) for wording in spoken()),
        *((line.id, text) for line in script().lines.values() for text in (line.source.fact, line.source.note)),
    ]


def test_nothing_is_said_without_a_source_that_resolves_to_a_real_heading(shared):
    documents = read_documents(shared)
    found = unsourced(script().lines.values(), documents)
    assert len(documents) == 5
    assert not found, offenders(found)


def test_a_source_that_does_not_resolve_is_reported(shared):
    documents = read_documents(shared)
    bad = [
        Line("bad.heading", "Say.", Source("000_023a784e9afc118e.txt", "How to Cure a Cramp")),
        Line("bad.snippet", "Say.", Source("004_9662efea6c6ecf64.txt", "words that stand in no snippet")),
        Line("bad.document", "Say.", Source("005.txt", "FAQs")),
        Line("bad.outside", "Say.", Source(None, "somewhere")),
    ]
    assert list(unsourced(bad, documents)) == ["bad.heading", "bad.snippet", "bad.document", "bad.outside"]


def test_no_source_points_into_the_gibberish(shared):
    documents = read_documents(shared)
    real = {name: text.partition(GIBBERISH)[0] for name, text in documents.items()}
    assert any(real[name] != text for name, text in documents.items()), "the gibberish has gone"
    found = unsourced(script().lines.values(), real)
    assert not found, offenders(found)


def test_no_six_words_in_a_row_are_shared_with_a_source_document(shared):
    found = copied(texts(), read_documents(shared))
    assert len(texts()) > 800
    assert not found, offenders(found)


def test_six_words_in_a_row_are_reported(shared):
    bad = [("bad.copy", "So Slowly lengthen the muscle by holding it."), ("good", "Slowly lengthen the muscle.")]
    assert copied(bad, read_documents(shared)) == {"bad.copy": "slowly lengthen the muscle by holding"}


def test_every_line_stands_beside_the_fact_that_it_rests_on():
    found = factless(script().lines.values())
    assert not found, offenders(found)


def test_a_line_without_a_fact_is_reported():
    assert list(factless([Line("bad.fact", "Say.", Source(None, "NHS: Leg cramps"))])) == ["bad.fact"]
    assert list(factless([said("Say.")[0].line])) == []


def test_the_source_says_where_the_line_comes_from_in_one_string():
    line = script().lines["relief.stop"]
    assert str(line.source) == "000_023a784e9afc118e.txt > How to Stop a Muscle Spasm Mid-Workout"
    assert str(script().lines["emergency.stopped"].source).startswith("OUTSIDE: ")


def test_a_public_source_is_named_by_its_publisher():
    assert Source(None, "NHS: Leg cramps").publisher == "NHS"
    assert Source("000_023a784e9afc118e.txt", "FAQs").publisher == "000_023a784e9afc118e.txt"
