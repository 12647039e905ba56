"""The table: which parts are measured, what is told of them, and how it goes on from another sitting."""

from dataclasses import replace
from pathlib import Path

import pytest

from voice_coach.bench.gym import table as table_module
from voice_coach.bench.gym.row import share_row
from voice_coach.bench.gym.setup import Setup
from voice_coach.bench.gym.table import PARTS, Measured, Part, Table, as_text, chosen, measure_table, new_table
from voice_coach.bench.gym.target import ORDERS
from voice_coach.errors import BadInput
from voice_coach.paths import intents_folder


def part(right, every=1, date="2026-11-27"):
    clips = {f"{number}": number < right for number in range(104)}
    row = share_row("barista", "orders", clips, ORDERS["clean"])
    return Measured((row,), every, ("vosk",), date, "a machine")


@pytest.fixture
def setup():
    return Setup(Path(), intents_folder())


def test_a_must_that_is_missed_is_told():
    good, bad = Table(1, "abc", {"barista": part(104)}), Table(1, "abc", {"barista": part(104), "noise": part(90)})
    assert (good.held, bad.held) == (True, False)
    assert "MISSED" in as_text(bad)
    assert "MISSED" not in as_text(good)


def test_each_part_says_when_where_and_on_how_many_clips_it_was_measured():
    text = as_text(Table(7, "abc", {"barista": part(104), "words": part(104), "noise": part(104, 4, "2026-11-28")}))
    assert text.startswith("configuration abc, seed 7\nbarista, words: 2026-11-27, a machine, engines vosk\n")
    assert "\nnoise: 2026-11-28, a machine, engines vosk, one clip in 4 only\n" in text


def test_parts_are_chosen_by_name_in_the_tables_order():
    assert chosen(["words", "barista"]) == ("barista", "words")
    assert chosen(["all"]) == tuple(PARTS)
    assert "conditions" not in chosen([])
    with pytest.raises(BadInput, match='"wrods" is not known: use all or barista'):
        chosen(["wrods"])


def test_what_is_there_is_not_measured_again_and_the_rest_takes_its_place_in_order(setup, monkeypatch):
    measured = []

    def make(name):
        return lambda setup: measured.append(name) or list(part(100).rows)

    monkeypatch.setattr(table_module, "PARTS", {name: Part(make(name)) for name in PARTS})
    saved = []
    begun = replace(new_table(setup), parts={"words": part(104)})
    table = measure_table(replace(setup, every=3), ("costs", "words", "barista"), begun, saved.append)
    assert measured == ["costs", "barista"]
    assert list(table.parts) == ["barista", "words", "costs"]
    assert [list(each.parts) for each in saved] == [["words", "costs"], ["barista", "words", "costs"]]
    assert (table.parts["words"], table.parts["costs"].every) == (part(104), 3)


def test_a_table_of_another_coach_does_not_go_on(setup):
    new = new_table(setup)
    kept = replace(new, parts={"words": part(104)})
    assert new.following(kept) == kept
    for other in (replace(kept, configuration="0123"), replace(kept, seed=2)):
        with pytest.raises(BadInput, match="choose another --json, or leave --resume out"):
            new.following(other)
