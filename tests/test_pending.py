"""Pending: what is told when, what is not told, and what somebody who speaks meanwhile can have heard."""

from __future__ import annotations

import pytest

from voice_coach.dialogue.actions import Ask, Hold, Say
from voice_coach.pending import ECHO_LASTS, REMEMBERED, Pending, Spoken

ASK = Ask("chest", "Any chest pain, or trouble breathing?", ("affirm", "negate"), danger=True, key_word="breathing")
HOLD = Hold("start", 0.0)
BEGINS = (0.0, 0.2, 0.6, 1.0, 1.2, 1.6)


def line(text: str, seconds: float = 2.0, begins: tuple[float, ...] = ()) -> Spoken:
    return Spoken(Say(text.split(maxsplit=1)[0].lower(), text, "OUTSIDE: a test", text), seconds, begins)


def asked(started: float | None = 1.0) -> Pending:
    """A question on the speaker since `started`, or not yet."""
    pending = Pending()
    pending.add(line(ASK.text, begins=BEGINS))
    pending.add(ASK)
    if started is not None:
        pending.begin(started)
    return pending


def test_only_what_nothing_is_in_the_way_of_is_due() -> None:
    pending = Pending()
    pending.add(HOLD)
    pending.add(line("One."))
    pending.add(ASK)
    assert list(pending.due()) == [HOLD]
    assert list(pending.due()) == []
    pending.end(2.0)
    assert list(pending.due()) == [ASK]


def test_nothing_is_on_the_speaker_before_it_has_begun() -> None:
    pending = asked(started=None)
    assert pending.line == ASK.text
    assert pending.speaking is None
    pending.begin(1.0)
    pending.begin(5.0)  # it has begun already
    assert pending.speaking is not None
    assert pending.speaking.started == 1.0


def test_an_earcon_has_no_words() -> None:
    pending = Pending()
    pending.add(Spoken(None, 0.2))
    pending.begin(0.0)
    assert (pending.line, pending.speaking, pending.spoken_since(0.0)) == (None, None, "")
    assert pending.spoke_at(0.1)


def test_a_question_is_taken_out_once_and_only_from_behind_its_own_line() -> None:
    pending = Pending()
    pending.add(line("One."))
    pending.add(line(ASK.text))
    pending.add(ASK)
    assert pending.question_on_speaker() is None
    pending.end(1.0)
    assert pending.question_on_speaker() == ASK
    assert pending.question_on_speaker() is None


def test_what_is_cut_is_told_but_not_a_question_that_was_never_spoken() -> None:
    pending = Pending()
    first, second = line("One."), line("Two.")
    for item in (first, HOLD, second, ASK, HOLD):
        pending.add(item)
    pending.begin(0.0)
    lines, told = pending.cut(1.0)
    assert lines == ["one.", "two."]
    assert told == [first, HOLD, HOLD]
    assert pending.head is None
    assert pending.spoken_since(0.5) == "One."  # the second never sounded


def test_a_question_that_was_cut_short_is_told() -> None:
    assert asked().cut(1.5)[1][1] == ASK


@pytest.mark.parametrize(("since", "words"), [(1.9, "One."), (2.0 + ECHO_LASTS + 0.1, "")])
def test_the_last_words_may_come_back_for_a_moment(since: float, words: str) -> None:
    pending = Pending()
    pending.add(line("One."))
    pending.begin(0.0)
    pending.end(2.0)
    assert pending.spoken_since(since) == words
    assert pending.spoke_at(since) is (since < 2.0)
    pending.forget()
    assert pending.spoken_since(since) == ""


def test_few_lines_are_remembered() -> None:
    pending = Pending()
    for number in range(REMEMBERED + 2):
        pending.add(line(f"{number}."))
        pending.begin(0.0)
        pending.end(1.0)
    assert pending.spoken_since(0.0) == "2. 3. 4. 5."


@pytest.mark.parametrize(("voice_start", "early"), [(1.5, True), (2.7, True), (3.1, False)])
def test_an_answer_is_early_until_the_danger_has_been_named(voice_start: float, early: bool) -> None:
    assert asked().early(voice_start) is early  # "breathing" begins 1.6 s into the line and ends with it


def test_with_nothing_on_the_speaker_no_answer_is_early_and_behind_another_line_every_one_is() -> None:
    assert not Pending().early(0.0)
    assert asked(started=None).early(9.0)
    pending = Pending()
    pending.add(line("One."))
    pending.add(line(ASK.text))
    pending.add(ASK)
    pending.begin(0.0)
    assert pending.early(9.0)


def test_a_copy_goes_its_own_way() -> None:
    pending = asked(started=None)
    copy = pending.copy()
    copy.begin(1.0)
    copy.end(2.0)
    assert pending.speaking is None
    assert pending.line == ASK.text
    assert pending.spoken_since(0.0) == ""
    assert copy.spoken_since(0.0) == ASK.text
