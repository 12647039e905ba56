"""Questions in people's own words: each is answered alone, and in the middle of a session, which then goes on."""

from __future__ import annotations

import pytest

from tests.content.spoken import ROOT, script
from tests.conversation import Talk
from voice_coach.understanding.library import load_library

QUESTIONS = {
    # where it cramps, each muscle
    "where do people cramp": "which_muscles.most",
    "which muscles cramp the most": "which_muscles.most",
    "why do calves cramp": "which_muscles.calf",
    "tell me about hamstring cramps": "which_muscles.hamstring",
    "do quads cramp": "which_muscles.quad",
    "why does my foot cramp": "which_muscles.foot",
    "why do abs cramp": "which_muscles.abs",
    "do obliques cramp": "which_muscles.side",
    "why does my back cramp": "which_muscles.back",
    "tell me about neck cramps": "which_muscles.neck",
    "do biceps cramp": "which_muscles.biceps",
    "why do hands cramp": "which_muscles.hand",
    "do forearms cramp": "which_muscles.any",
    "tell me about shoulder cramps": "which_muscles.any",
    "tell me about glute cramps": "which_muscles.any",
    # each row of "harmless or serious"
    "is it normal to cramp after training": "is_it_serious.at_rest",
    "it cramps at rest": "recurring.at_rest",
    "is it normal that it hurts for hours": "is_it_serious.pain",
    "what if stretching doesn't help": "is_it_serious.relief",
    "what symptoms should i watch for": "is_it_serious.signs",
    "is it normal to cramp every day": "is_it_serious.frequency",
    "it happens every day": "recurring.often",
    "could it be an illness": "is_it_serious.cause",
    "is it normal that cramps wake me up": "is_it_serious.impact",
    "the cramp keeps me from sleeping": "recurring.impact",
    # the FAQs
    "can a cramp do permanent damage": "is_it_serious.damage",
    "is this just doms": "soreness_or_cramp.tell",
    "can i keep training": "keep_training.rest",
    "do energy drinks help": "energy_drinks.not_remedy",
    "can stress cause this": "stress.tension",
    "are muscle spasms dangerous": "is_it_serious.general",
    "can statins cause cramps": "medication.cause",
    "when should i see a doctor": "see_doctor.today",
    "do i have a nerve disease": "is_it_serious.cause",
    # told apart
    "is a spasm the same as a cramp": "twitch_or_cramp.tell",
    "what is a spasm": "twitch_or_cramp.words",
    "what's a charley horse": "twitch_or_cramp.tell",
    "my muscle is twitching": "twitch_or_cramp.tell",
    "cramp or soreness": "soreness_or_cramp.tell",
    "did i pull something": "soreness_or_cramp.torn",
    "what's the difference between a cramp and a strain": "soreness_or_cramp.torn",
    "why are my muscles so stiff": "soreness_or_cramp.stiff",
    "how long does a cramp last": "how_long.cramp",
    "how long does a twitch last": "how_long.twitch",
    "how long does soreness last": "soreness_or_cramp.days",
    "what does a cramp feel like": "twitch_or_cramp.cramp",
    # causes
    "why does stretching help": "causes.stretch",
    "what are heat cramps": "causes.weather",
    "why do i keep cramping": "causes.tired",
    "is it lactic acid": "causes.lactic",
    "is it dehydration": "causes.tired",
    "is it the heat": "causes.weather",
    "is it my form": "causes.form",
    "is it because i took a break": "at_risk.break",
    "is it because i didn't warm up": "causes.warm_up",
    "what causes twitching": "twitch_or_cramp.why",
    # prevention
    "how do i stop cramps happening": "prevention.build_up",
    "should i stretch before or after": "prevention.both",
    "how do i warm up": "prevention.warm_up",
    "should i cool down": "prevention.cool",
    "should i use a foam roller": "prevention.foam",
    "do i need rest days": "prevention.rest",
    "should i train the same muscle tomorrow": "keep_training.tomorrow",
    "does posture matter": "causes.form",
    "what should i eat": "prevention.food",
    "does sleep help": "prevention.sleep",
    "should i wear tights": "prevention.clothes",
    "how do i stop a twitch": "twitch_or_cramp.calm",
    "how can i prevent calf cramps": "prevention.calf",
    "how can i prevent hamstring cramps": "prevention.hamstring",
    "how can i prevent back cramps": "prevention.back",
    "how can i prevent stomach cramps": "prevention.abs",
    # drinking and supplements
    "should i drink water": "hydration.sip",
    "what are electrolytes": "hydration.what",
    "is plain water enough": "hydration.water",
    "does water cause cramps": "hydration.water",
    "does salt help": "hydration.mix",
    "is coconut water good for cramps": "hydration.mix",
    "am i dehydrated": "hydration.tell",
    "does magnesium help cramps": "supplements.test",
    "do bananas help": "supplements.minerals",
    "how much magnesium do i take": "supplements.test",
    "can i take ibuprofen": "medication.ask",
    "i'm on water tablets": "medication.cause",
    # warmth and cold
    "heat or ice": "heat_or_cold.choose",
    "heat or ice for my back": "heat_or_cold.back",
    "ice for a twitch": "heat_or_cold.twitch",
    "should i massage it": "massage.soft",
    # people at risk
    "who is at risk": "at_risk.who",
    "do athletes cramp more": "at_risk.athlete",
    "i'm sixty five": "at_risk.age",
    "i'm pregnant and i get cramps": "at_risk.pregnancy",
    "i have diabetes": "at_risk.illness",
    "i'm back after a break": "at_risk.break",
    # the rest
    "why is my eyelid jumping": "eyelid.common",
    "it's always the same muscle": "recurring.physio",
    "do i need a physiotherapist": "see_doctor.physio",
    "should i go to the hospital": "see_doctor.emergency",
    "should i see a doctor about the twitch": "how_long.twitch",
    "should i see a doctor about my eyelid": "eyelid.doctor",
}
OFFERS = {line for cue in ("offer_more", "offer_check") for line in script().cues[cue]}


def said(talk: Talk) -> list[str]:
    """Ids of the lines said."""
    return [str(record["line"]) for record in talk.of("say")]


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_is_answered_in_two_lines_and_then_more_is_offered(question):
    talk = Talk()
    talk.hear(question)
    answer = [line for line in said(talk) if line not in OFFERS]
    assert answer[0] == QUESTIONS[question]
    assert len(answer) <= 2
    assert talk.of("level") == []
    assert said(talk)[-1] in OFFERS or len(said(talk)) == len(answer)


@pytest.mark.parametrize("question", QUESTIONS)
def test_in_the_middle_of_a_session_it_is_answered_and_the_question_comes_back(question):
    talk = Talk()
    talk.hear("my leg is cramping", "no", "no")  # what the gate may forbid waits for it
    before = len(talk.records)
    talk.hear(question)
    new = [record for record in talk.records[before:] if record["event"] in ("say", "ask", "level")]
    assert QUESTIONS[question] in [record.get("line") for record in new]
    assert new[-1]["event"] == "ask"
    assert talk.coach.expectation.question == "pop_tear"
    assert not {record.get("line") for record in new} & OFFERS


def test_every_topic_every_muscle_and_every_side_is_asked_for():
    """What is written is reached: each topic, and each answer of its own that is not one muscle among others."""
    reached = set(QUESTIONS.values())
    missing = [
        f"{intent} {about}"
        for intent, topic in script().topics.items()
        for about, lines in {"": topic.answer, **topic.answer_for}.items()
        if lines and lines[0] not in reached and about not in script().names and intent != "night_cramps"
    ]
    assert missing == []


def test_every_side_that_can_be_heard_is_answered_and_every_answer_can_be_asked_for():
    lists = load_library(ROOT / "intents").lists
    heard = set(lists["about"].values)
    answered = {about for topic in script().topics.values() for about in topic.answer_for}
    assert answered - set(lists["muscle"].values) == heard
