"""Phrases listed for engines that cannot walk templates."""

from voice_coach.bench.sampling import listed_phrases


def test_every_listed_phrase_is_there_and_none_that_the_templates_do_not_make(tiny_library):
    phrases = listed_phrases(tiny_library, seed=1)
    assert {"my calf is cramping", "foot in spasm", "night cramps", "stop please"} <= set(phrases)
    walked = {phrase for phrase in phrases if phrase.endswith("coffee")}
    muscles, sides = ("calf", "lower leg", "foot"), ("left",)
    pairs = {f"{one} {other} coffee" for one in muscles for other in sides}
    assert walked == {
        "coffee",
        *(f"{word} coffee" for word in (*muscles, *sides)),
        *pairs,
        *(f"{other} {one} coffee" for one in muscles for other in sides),
    }


def test_the_same_seed_gives_the_same_phrases_in_the_same_order(tiny_library):
    assert listed_phrases(tiny_library, seed=3) == listed_phrases(tiny_library, seed=3)
    assert listed_phrases(tiny_library, seed=3) != listed_phrases(tiny_library, seed=4)


def test_no_phrase_is_listed_twice(tiny_library):
    phrases = listed_phrases(tiny_library, seed=1)
    assert len(set(phrases)) == len(phrases)
