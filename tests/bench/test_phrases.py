"""Lists of labelled phrases: both forms, what counts as right, and what is refused."""

import pytest

from voice_coach.bench.phrases import NO_LABELS, Phrase, read_phrase_labels, read_phrases
from voice_coach.errors import BrokenContent
from voice_coach.understanding.interpretation import Interpretation, Polarity


def written(tmp_path, text, name="list.yaml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def found(intent, polarity=Polarity.NONE, accepted=True, **slots):
    return Interpretation("", intent, slots, 100.0, None, accepted, polarity)


def test_rows_say_what_a_phrase_leads_to(tmp_path):
    rows = "- {text: no, intent: answer, polarity: negate, any_polarity: [conflict]}\n"
    rows += "- {text: hi, intent: none, kind: none}\n"
    answer, other = read_phrases(written(tmp_path, rows))
    assert answer == Phrase("no", "answer", "clean", (), Polarity.NEGATE, also_polarity=(Polarity.CONFLICT,))
    assert (other.intent, other.row) == ("none", "out of domain")


def test_groups_are_explained_by_labels_and_a_phrase_may_have_its_own(tmp_path):
    labels = read_phrase_labels(
        written(tmp_path, 'groups: {A: emergency}\ntexts: {chest day: none}\npolarity: {"yes": affirm}\n', "l.yaml")
    )
    rows = "A:\n- {text: chest pain, kind: clean}\n- {text: chest day, kind: trap, note: not that}\n"
    first, second = read_phrases(written(tmp_path, rows), labels)
    assert (first.intent, second.intent, second.row) == ("emergency", "none", "out of domain")


def test_a_group_that_nothing_explains_is_named_with_its_line(tmp_path):
    with pytest.raises(BrokenContent, match=r"list\.yaml, line 2: .*\"hello\" of B"):
        read_phrases(written(tmp_path, "B:\n- {text: hello, kind: clean}\n"), NO_LABELS)


@pytest.mark.parametrize(
    ("phrase", "interpretation", "right"),
    [
        (Phrase("", "causes"), found("causes"), True),
        (Phrase("", "causes"), found("causes", accepted=False), False),
        (Phrase("", "causes", also=("stress",)), found("stress"), True),
        (Phrase("", "answer", polarity=Polarity.NEGATE), found("answer", Polarity.AFFIRM), False),
        (
            Phrase("", "answer", polarity=Polarity.NEGATE, also_polarity=(Polarity.CONFLICT,)),
            found("answer", Polarity.CONFLICT),
            True,
        ),
        (Phrase("", "cramp_relief", slots={"muscle": "calf"}), found("cramp_relief", muscle="foot"), False),
        (Phrase("", "none"), found("causes"), False),
        (Phrase("", "none"), found("causes", accepted=False), True),
        (Phrase("", "not_emergency"), found("emergency"), False),
        (Phrase("", "not_emergency"), found("answer"), True),
    ],
)
def test_what_counts_as_right(phrase, interpretation, right):
    assert phrase.is_right(interpretation) is right
