"""A saved table: the same after reading, and one sentence for a file that is none."""

import json

import pytest

from voice_coach.bench.gym.row import Row, share_row, wrong_row
from voice_coach.bench.gym.saved import as_json, read_table
from voice_coach.bench.gym.table import Measured, Table
from voice_coach.bench.gym.target import CONVERSATIONS, EMERGENCIES, ORDERS, Level
from voice_coach.errors import BadInput


def table():
    clips = {f"{number}": number < 90 for number in range(104)}
    orders = share_row("barista", "orders", clips, ORDERS["clean"], rival={"1": True}, noise="kitchen", snr=6.0)
    costs = (
        Row("costs", "conversations", "9", 9.0, target=CONVERSATIONS, level=Level.MUST),
        Row("costs", "memory", ""),
    )
    missed = wrong_row("emergencies", "missed", {"a": True, "b": False}, EMERGENCIES)
    parts = {
        "barista": Measured((orders,), 1, ("vosk", "pocketsphinx"), "2026-11-27", "a machine"),
        "emergencies": Measured((missed,), 4, ("vosk",), "2026-11-28", "another"),
        "costs": Measured(costs, 1, ("vosk",), "2026-11-28", "another"),
    }
    return Table(3, "0123", parts)


def test_what_was_saved_is_read_as_it_was(tmp_path):
    path = tmp_path / "gym.json"
    path.write_text(json.dumps(as_json(table())), encoding="utf-8")
    assert read_table(path) == table()


def test_the_file_says_whether_every_must_holds_and_what_became_of_each_clip():
    saved = as_json(table())
    assert saved["held"] is False
    assert sum(saved["rows"][0]["clips"].values()) == 90
    assert saved["parts"]["emergencies"] == {
        "every": 4,
        "engines": ["vosk"],
        "date": "2026-11-28",
        "machine": "another",
        "rows": 1,
    }


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"rows": []}', '{"rows": [{}], "parts": {}}', '{"rows": [], "parts": []}']
)
def test_a_file_that_is_no_table_is_one_sentence(text, tmp_path):
    path = tmp_path / "gym.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="choose another file, or leave --resume out"):
        read_table(path)


def test_a_cut_off_file_is_one_sentence(tmp_path):
    path = tmp_path / "gym.json"
    path.write_text(json.dumps(as_json(table()))[:-200], encoding="utf-8")
    with pytest.raises(BadInput, match="cannot be read as JSON"):
        read_table(path)
    with pytest.raises(BadInput, match="cannot be read as JSON"):
        read_table(tmp_path / "none.json")
