"""Properties of understanding that hold for any text, found by Hypothesis."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from voice_coach.recognition.hypothesis import Hypothesis
from voice_coach.understanding.interpretation import Expectation, Polarity, Rejection, Situation
from voice_coach.understanding.library import IntentLibrary
from voice_coach.understanding.understanding import Understanding

SITUATIONS = st.sampled_from(list(Situation))
NOBODYS_WORDS = st.lists(
    st.text("bcdfghjklmnpqrstvwxz", min_size=4, max_size=9).map(lambda word: f"{word}zq"), min_size=1, max_size=8
)
OUR_WORDS = [
    "chest",
    "pain",
    "no",
    "yes",
    "not",
    "calf",
    "stop",
    "breathe",
    "can't",
    "my",
    "uh",
    "[unk]",
    "i mean",
    "but",
]


@given(text=st.text(max_size=300), situation=SITUATIONS, strict=st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_text_is_interpreted(understanding: Understanding, text: str, situation: Situation, strict: bool) -> None:
    for heard in (text, Hypothesis(text, margin=1.0, strict=strict)):
        found = understanding.interpret(heard, Expectation(situation))
        assert found.accepted is (found.rejection is None)
        assert 0.0 <= found.score <= 100.0
        assert found.intent is not None or not found.accepted


@given(words=st.lists(st.sampled_from(OUR_WORDS), max_size=90), situation=SITUATIONS)
@settings(max_examples=150, deadline=None)
def test_any_order_of_our_own_words_is_interpreted(
    understanding: Understanding, words: list[str], situation: Situation
) -> None:
    topic_words = ("chest", "pain")
    found = understanding.interpret(" ".join(words), Expectation(situation, "q", "do you have pain", topic_words))
    assert found.accepted is (found.rejection is None)


@given(data=st.data(), negator=st.sampled_from(["no", "not", "never", "without", "i don't have"]), situation=SITUATIONS)
@settings(max_examples=300, deadline=None)
def test_a_negator_before_an_emergency_never_raises_the_alarm(
    understanding: Understanding, library: IntentLibrary, data: st.DataObject, negator: str, situation: Situation
) -> None:
    alarms = (phrase for phrase in library.phrases() if phrase.intent == "emergency")
    # A negator reaches one statement, up to "just": "no, my chest is tight and i can't breathe" alarms.
    ends = {word for words in library.wording.joints | library.wording.restrictions for word in words}
    single = (phrase for phrase in alarms if ends.isdisjoint(phrase.text.split()))
    emergencies = [phrase.text for phrase in single if "certainty" not in phrase.slots]
    emergency = data.draw(st.sampled_from(emergencies))
    # "Not" and "breathing" are the danger themselves, whatever stands between them.
    assume(negator != "not" or "stopped breathing" not in emergency)
    text = f"{negator} {emergency}"
    found = understanding.interpret(text, Expectation(situation))
    alarming = found.accepted and found.intent == "emergency" and found.polarity is Polarity.AFFIRM
    assert not alarming, text


@given(data=st.data(), situation=SITUATIONS)
@settings(max_examples=200, deadline=None)
def test_every_emergency_phrase_is_accepted_in_every_situation(
    understanding: Understanding, library: IntentLibrary, data: st.DataObject, situation: Situation
) -> None:
    emergencies = [phrase.text for phrase in library.phrases() if phrase.intent == "emergency"]
    text = data.draw(st.sampled_from(emergencies))
    found = understanding.interpret(text, Expectation(situation))
    assert (found.intent, found.accepted) == ("emergency", True), text


@given(words=NOBODYS_WORDS, situation=SITUATIONS)
@settings(max_examples=200, deadline=None)
def test_words_that_nobody_says_start_nothing(
    understanding: Understanding, words: list[str], situation: Situation
) -> None:
    assert not understanding.interpret(" ".join(words), Expectation(situation)).accepted


@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_every_phrase_of_the_library_means_its_own_intent(
    understanding: Understanding, library: IntentLibrary, data: st.DataObject
) -> None:
    phrase = data.draw(st.sampled_from(library.phrases()))
    found = understanding.interpret(Hypothesis(phrase.text), Expectation(Situation.QUESTION))
    assert (found.intent, found.accepted) == (phrase.intent, True), phrase.text
    expected = {name: value for name, value in phrase.slots.items() if name not in ("answer", "who")}
    if not phrase.intent.startswith("nav_"):
        assert expected.items() <= dict(found.slots).items(), phrase.text


@given(size=st.integers(1, 12))
@settings(max_examples=12, deadline=None)
def test_speech_outside_the_phrases_is_unknown(understanding: Understanding, size: int) -> None:
    found = understanding.interpret(Hypothesis(" ".join(["[unk]"] * size)), Expectation(Situation.QUESTION))
    assert found.rejection is Rejection.UNKNOWN
