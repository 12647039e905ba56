"""Contradictions of the source documents, each said in the dossier's safe way, and what must not be said at all."""

from __future__ import annotations

import re

import pytest

from tests.content.spoken import flat, holds, said, script, spoken


def answered(topic: str, about: str | None = None) -> str:
    """What is answered to a topic, as one text."""
    known = script().topics[topic]
    return " ".join(script().lines[line].say for line in known.said(known.key([about])))


def everything(topic: str) -> str:
    """Every line of a topic, as one text."""
    return " ".join(script().lines[line].say for line in script().topics[topic].lines)


def wants(text: str, *parts: str) -> None:
    """Each part stands in the text, in this order; `a|b` is one of two."""
    place = 0
    for part in parts:
        at = [flat(text).find(f" {choice} ", place) for choice in part.split("|")]
        assert max(at) >= 0, f'"{part}" is missing, or too early, in: {text}'
        place = min(found for found in at if found >= 0)


def nowhere(pattern: str) -> None:
    """No line of the whole content matches."""
    found = {wording.id: wording.text for wording in spoken() if re.search(pattern, flat(wording.text))}
    assert not found, found


def test_c1_a_lock_is_called_a_cramp_and_a_flutter_a_twitch():
    wants(answered("twitch_or_cramp"), "locked", "cramp", "flutters", "twitch")
    wants(answered("twitch_or_cramp", "spasm"), "some", "others", "locked", "cramp", "flutters", "twitch")
    nowhere(r"spasm is (not )?(the same|a cramp)|same (thing )?as a cramp")


def test_c2_tired_muscle_comes_first_and_lost_fluid_may_add_to_it():
    wants(answered("causes"), "tired muscle", "most likely", "fluid", "may add")
    wants(answered("causes", "fluid"), "tired muscle", "most likely", "may add")
    wants(answered("is_it_serious", "cause"), "tired muscle", "fluid may add")
    nowhere(r"(dehydration|lost fluid|losing fluid|lack of (water|fluid)) (is|causes|brings|makes)")
    nowhere(r"caused by (dehydration|a lack)")


def test_c3_sips_and_perhaps_electrolytes_but_water_is_never_blamed():
    wants(answered("hydration"), "sip", "sweated a lot", "electrolytes may suit better")
    wants(answered("hydration", "water"), "plain water are fine", "electrolytes may suit better")
    wants(script().lines["relief.hydrate"].say, "sip", "sweated a lot", "electrolytes may suit better")
    nowhere(r"water (causes|increases|raises|brings|makes|can cause|may cause|gives)")


def test_c4_warmth_for_tight_cold_for_sore_by_comfort_never_on_numb_skin_or_an_injury():
    wants(answered("heat_or_cold"), "warmth", "tight", "cold", "sore", "feels good", "never on numb skin")
    for about in (None, "back", "twitch"):
        wants(answered("heat_or_cold", about), "never on numb skin", "pop", "bruise", "swelling", "leave heat alone")
    wants(script().lines["relief.temperature"].say, "tight", "sore|soreness", "never on numb skin")


def test_c5_night_cramps_are_common_and_often_means_a_doctor_in_the_same_line():
    for line in ("night_cramps.common", "night_cramps.common.calf"):
        wants(script().lines[line].say, "common|often cramp at night", "often", "sleep", "see a doctor")


def test_c6_a_locked_cramp_is_for_today_and_a_twitch_for_after_a_few_days():
    wants(answered("how_long"), "locked", "ten minutes", "doctor today")
    wants(answered("see_doctor"), "stays locked", "doctor today")
    wants(answered("is_it_serious", "relief"), "nothing helps", "doctor today")
    wants(answered("how_long", "twitch"), "twitch", "past a few days", "doctor")
    nowhere(r"locked (for|after) (several |a few )?(hours|days)")


def test_c7_rest_first_and_only_if_it_has_eased_start_lightly():
    wants(answered("keep_training"), "rest first", "only if", "eased", "lightly", "comes back", "finish for today")
    wants(script().lines["level.self_care"].say, "rest", "before you start lightly")
    nowhere(r"(keep|carry on|go on) (training|lifting|running)|work through|push through|decide (whether|if) to")


def test_c8_stretch_a_cramp_rest_a_twitch_and_always_gently():
    wants(answered("twitch_or_cramp"), "rest a twitch", "stretch a cramp")
    for wording in spoken():
        if holds(wording.text, ["twitch"]) and holds(wording.text, ["stretch", "stretching"]):
            wants(wording.text, "rest a twitch", "stretch a cramp")
    soft = ("light", "lightly", "softly", "slowly", "slow", "soft", "softer", "gently", "gentle", "easy", "half")
    stretches = [wording for wording in spoken() if re.match(r"relief\.stretch(\.|$)|hold\.retry", wording.id)]
    assert len(stretches) > 20
    assert [
        wording.id for wording in stretches if not holds(wording.text, soft) and "Breathe" not in wording.text
    ] == []


def test_c9_stretching_may_feel_good_and_prevents_nothing_for_sure():
    wants(answered("prevention"), "warm up", "nothing prevents every cramp")
    wants(answered("prevention", "stretching"), "warm up", "stretch if it feels good", "nothing prevents every cramp")
    nowhere(r"stretch(ing)? (will |can )?(prevents?|stops?|keeps?) (every |all )?(cramps|the next)")


def test_c10_about_medicines_a_pharmacist_or_doctor_is_asked():
    wants(answered("medication"), "can't advise on medicines", "pharmacist or doctor")
    wants(answered("medication", "own_tablets"), "don't stop", "can't advise", "pharmacist or doctor")
    nowhere(r"(?<!if you )(?<!if they )(take|try) (a |some )?(tablet|tablets|pill|pills|medicine|something for)")


def test_c11_a_blood_test_comes_before_supplements():
    wants(answered("supplements"), "blood test comes first", "don't start", "can't name an amount")
    wants(answered("prevention", "food"), "blood test comes first")
    nowhere(r"(take|try|add) (a )?(supplement|supplements|mineral|minerals)")


def test_c12_one_spot_alone_is_for_a_physiotherapist_and_more_signs_for_a_doctor():
    wants(answered("recurring"), "same spot", "physiotherapist", "weak", "numb", "swollen", "many muscles", "doctor")
    wants(answered("see_doctor", "physio"), "one muscle", "nothing else is wrong", "physiotherapist", "many muscles")
    for about in ("at_rest", "frequency", "impact"):
        wants(answered("recurring", about), "doctor", "weak", "numb", "swollen", "doctor")


def test_c13_energy_drinks_are_no_remedy_and_caffeine_may_worsen_a_twitch():
    wants(
        answered("energy_drinks"), "aren't a cramp remedy", "caffeine may make twitching worse", "water food", "better"
    )
    nowhere(r"energy drinks? (help|helps|restore|prevent|stop)")


def test_c14_a_twitch_of_days_or_any_weakness_needs_a_doctor():
    wants(answered("twitch_or_cramp"), "twitch", "days", "weakness", "doctor")
    wants(answered("how_long", "twitch"), "days", "weakness", "doctor")
    wants(answered("causes", "twitch"), "days", "weakness", "doctor")


def test_c15_plain_drinking_replaces_no_electrolytes():
    nowhere(r"(water|fluids?|drinking|sips?) (also )?(replaces?|replenish\w*|restores?|brings? back|gives? back)")
    wants(answered("hydration", "electrolytes"), "electrolytes are salts", "sweat")


def test_c16_heat_is_mentioned_for_safety_only():
    wants(answered("causes", "weather"), "sweat more", "cool down", "dizzy", "confused", "tell me at once")
    nowhere(r"heat (causes?|brings?|gives?|raises?|makes?) (\w+ ){0,2}cramp|cramps? comes? from (the )?heat")
    nowhere(r"cooling (stops|eases|helps) (\w+ ){0,2}cramp")


def test_c17_a_cramp_lasts_seconds_to_a_few_minutes_sometimes_longer():
    wants(answered("how_long"), "seconds to a few minutes", "sometimes longer")
    nowhere(r"fifteen minutes|15 minutes|at most .{0,20}minutes|never longer")


DO_NOT_SPEAK = {
    "1 naming or ruling out an illness": (
        r" (a l s|als|m s|ms|multiple sclerosis|neuropathy|dystonia|artery|lou gehrig's) |unlikely to (be|have)|"
        r"(isn't|is not|not|no) (a )?(nerve )?(disease|illness)\b|rules? out|ruled out",
        ["Without weakness it is unlikely to be a nerve disease.", "It isn't a disease.", "That rules out an illness."],
    ),
    "2 deciding confidently to go on": (r"confident|decide (whether|if|to)", ["Then decide whether to go on."]),
    "3 a medicine as advice": (
        r"ibuprofen|naproxen|acetaminophen|paracetamol|muscle relaxants?|painkillers?|anti inflammator",
        ["A painkiller can help.", "Muscle relaxants may help."],
    ),
    "4 a natural relaxant, or a dose": (
        r"natural (muscle )?relaxant|magnesium|potassium|dosage|dose |calms (the |overactive )?nerves",
        ["It's a natural relaxant.", "Ask for the right dosage."],
    ),
    "5 no lasting damage, flatly": (
        r"permanent|(no|without|never any|don't cause) (lasting )?(damage|harm)|lasting (damage|harm)",
        ["Cramps don't cause damage.", "It does no lasting harm."],
    ),
    "6 lactic acid as the cause": (r"lactic|lactate| acid", ["Waste acid builds up."]),
    "7 water increases cramps, fluids replenish": (
        r"water (causes|increases|raises|can cause|may cause)|(fluids?|drinking) replenish",
        ["Water increases cramps.", "Fluids replenish electrolytes."],
    ),
    "8 a salt or coconut recipe": (
        r"pinch|coconut|(add|mix|stir|use|put) (\w+ ){0,3}salt|salt (in|to) (your|the|a) ",
        ["Add some salt to your drink.", "Coconut water is a good substitute."],
    ),
    "9 electrolytes that drop in sleep": (
        r"(drop|fall|sink)s? (during|in) (your )?(sleep|the night)|significant",
        ["Electrolytes drop during sleep.", "This significantly reduces the risk."],
    ),
    "10 drink plenty": (
        r"(?<!don't )drink (\w+ )?(plenty|lots|a lot|as much|more|enough)|plenty|as much (as|water)|"
        r"(litre|liter|glass|cup)s? (of|a) ",
        ["Drink plenty of water.", "Drink as much as you can.", "Drink a lot."],
    ),
    "11 the nervous system explained": (
        r"sympathetic|adrenalin|receptor|hertz|motor unit|motor neuron|neuro",
        ["Sympathetic nerves fire too much.", "Motor units sync up."],
    ),
    "12 caused primarily by dehydration": (
        r"(primar|main|chief|mostly|most often)(ily|ly)?\W+(\w+ ){0,3}(dehydration|thirst|fluid loss|sweat)",
        ["Cramps are primarily caused by dehydration.", "It's mainly from dehydration."],
    ),
    "13 numbers without a subject": (
        r"per ?cent|%|\d|\bforty\b|sixty seven|two thirds|most triathletes",
        ["Forty percent of people get them.", "67 of a hundred athletes cramp."],
    ),
    "15 off the subject": (
        r"weight training|strengthen|strength work|hernia|stroke|spasticity|mcardle",
        ["Strengthen your back with weights.", "A hernia may bulge."],
    ),
    "16 a syndrome that sounds like another": (r"syndrome|chronic| c f s | cfs ", ["It may be a fatigue syndrome."]),
}


@pytest.mark.parametrize("item", DO_NOT_SPEAK)
def test_what_must_not_be_spoken_is_not(item):
    pattern, _ = DO_NOT_SPEAK[item]
    named = {wording.id: wording.text for wording in spoken() if not wording.line.id.startswith("ask.at_risk")}
    found = {name: text for name, text in named.items() if re.search(pattern, flat(text))}
    assert not found, found


@pytest.mark.parametrize(("item", "text"), [(item, text) for item, (_, bad) in DO_NOT_SPEAK.items() for text in bad])
def test_what_must_not_be_spoken_would_be_found(item, text):
    assert re.search(DO_NOT_SPEAK[item][0], flat(said(text)[0].text))


def test_14_massage_is_told_only_in_its_step_after_the_swelling_question_or_with_the_warning():
    rubbing = {wording.line.id for wording in spoken() if re.search(r" (massage|rub|knead)", flat(wording.text))}
    assert rubbing == {"relief.massage", "massage.soft", "withheld.massage"}
    assert "swelling" in script().steps["massage"].needs
    wants(answered("massage"), "never", "swollen", "hot", "red", "numb")
    assert script().lines["massage.never"].safety
    assert "swelling" in script().withheld["massage"].unless


def test_gaps_of_the_documents_are_filled_from_outside_only():
    """The documents hold one stretch for the calf and two names for the hamstring, and none for another muscle."""
    positions = [line for line in script().lines.values() if line.id.startswith("relief.stretch.")]
    assert len(positions) >= 13
    assert [line.id for line in positions if not line.source.outside] == []
    told = {line.id for line in script().lines.values() if re.fullmatch(r"prevention\.(calf|hamstring)", line.id)}
    assert all(script().lines[name].source.document == "004_9662efea6c6ecf64.txt" for name in told)


def test_lactic_acid_is_answered_without_being_blamed():
    wants(answered("causes", "lactic"), "old idea", "doesn't explain", "tired muscle")


def test_lasting_damage_is_answered_without_flat_reassurance():
    wants(answered("is_it_serious", "damage"), "most", "keep coming", "weakness", "checked")


def test_a_home_mix_is_refused_with_its_reason():
    wants(
        answered("hydration", "home_mix"), "can't advise", "salt", "heart", "kidney", "blood pressure", "doctor first"
    )


def test_an_illness_is_neither_named_nor_ruled_out():
    wants(answered("is_it_serious", "cause"), "can't name", "can't rule one out")


def test_food_and_the_whole_of_prevention_stay_modest():
    wants(everything("prevention"), "prevents every cramp|sure to work")
