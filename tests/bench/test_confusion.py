"""The confusion matrix counts what was wanted against what was found, and says where a phrase went wrong."""

import json

from voice_coach.bench.confusion import as_json, as_text, confuse
from voice_coach.bench.phrases import Phrase
from voice_coach.interfaces.cli import main
from voice_coach.understanding.interpretation import Interpretation, Situation

PHRASES = [
    Phrase("why", "causes"),
    Phrase("ice", "heat_or_cold"),
    Phrase("hurt", "emergency"),
    Phrase("radio", "none"),
    Phrase("both", "stress", also=("causes",)),
]
TAKEN = {"why": "causes", "ice": "causes", "hurt": "emergency", "both": "causes"}


def interpret(text, expectation):
    deaf = text == "hurt" and expectation.situation is Situation.STEP
    intent = None if deaf else TAKEN.get(text)
    return Interpretation(text, intent, {}, 90.0, None, intent is not None)


def test_each_phrase_counts_in_the_cell_of_what_it_was_meant_for_and_taken_for():
    counts = confuse("a list", PHRASES, interpret, Situation.QUESTION).counts()
    assert counts["causes", "causes"] == 2  # "both" is right as either
    assert counts["heat_or_cold", "causes"] == 1
    assert counts["none", "none"] == 1


def test_an_emergency_that_one_situation_misses_is_wrong_and_the_situation_is_named():
    outcomes = confuse("a list", PHRASES, interpret, Situation.QUESTION).outcomes
    missed = next(outcome for outcome in outcomes if outcome.phrase.text == "hurt")
    assert (missed.right, missed.found, missed.situation) == (False, "none", Situation.STEP)


def test_the_text_gives_shares_matrix_and_what_went_wrong():
    text = as_text(confuse("a list", PHRASES, interpret, Situation.QUESTION))
    assert "a list: 5 phrases" in text
    assert '"ice": wanted heat_or_cold, got causes (question)' in text
    assert "3/5 = 60.0%" in text


def test_rows_of_the_json_add_up_to_the_phrases():
    figures = as_json(confuse("a list", PHRASES, interpret, Situation.QUESTION))
    assert sum(sum(row) for row in figures["matrix"].values()) == figures["phrases"] == 5
    assert len(figures["wrong"]) == 2


def test_the_command_draws_the_picture_and_writes_the_figures(tmp_path, capsys):
    rows = tmp_path / "rows.yaml"
    rows.write_text("- {text: why do i cramp, intent: causes}\n- {text: what a song, intent: none}\n", "utf-8")
    plot, out = tmp_path / "matrix.png", tmp_path / "out.json"
    assert main(["bench", "--phrases", str(rows), "--plot", str(plot), "--json", str(out)]) == 0
    assert "2/2 = 100.0%" in capsys.readouterr().out
    assert plot.read_bytes().startswith(b"\x89PNG")
    assert json.loads(out.read_text("utf-8"))[0]["kinds"]["clean"]["right"] == 1


def test_a_missing_list_is_one_sentence(capsys):
    assert main(["bench", "--phrases", "nowhere.yaml"]) == 2
    assert "nowhere.yaml is missing" in capsys.readouterr().err
