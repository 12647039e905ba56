"""Two runs side by side: the tests' probabilities by hand, and what counts as more than chance."""

import json

import pytest

from voice_coach.bench.compare import Figure, as_text, compare, fisher, mcnemar
from voice_coach.errors import BadInput
from voice_coach.interfaces.cli import main


def test_mcnemar_agrees_with_the_binomial_worked_out_by_hand():
    assert mcnemar(0, 0) == 1.0
    assert mcnemar(3, 3) == 1.0
    assert mcnemar(5, 0) == 2 / 32
    assert mcnemar(0, 6) == 2 / 64
    assert mcnemar(8, 1) == pytest.approx(2 * (1 + 9) / 512)


def test_fisher_agrees_with_the_lady_who_tasted_tea():
    # Fisher's own table: 3 of 4 and 1 of 4 right; two-sided 34/70.
    assert fisher(Figure(3, 4), Figure(1, 4)) == pytest.approx(34 / 70)
    assert fisher(Figure(0, 0), Figure(1, 4)) == 1.0


def gym(path, **rows):
    entries = [
        {"name": name, "clips": {f"{n}": right for n, right in enumerate(clips)}} for name, clips in rows.items()
    ]
    path.write_text(json.dumps({"rows": entries}), encoding="utf-8")
    return path


def test_tables_are_compared_clip_by_clip(tmp_path):
    before = gym(tmp_path / "a.json", orders=[True] * 10 + [False] * 10, words=[True, False], only_here=[True])
    after = gym(tmp_path / "b.json", orders=[True] * 20, words=[False, True])
    orders, words = compare(before, after)
    assert (orders.gained, orders.lost, orders.paired, orders.verdict) == (10, 0, True, "better")
    assert (words.gained, words.lost, words.verdict) == (1, 1, "chance")
    (worse, _) = compare(after, before)
    assert worse.verdict == "worse"
    text = as_text([orders, words])
    assert "10/20 = 50.0%" in text
    assert "1 of 2 differences are more than chance" in text


def test_only_clips_that_both_heard_are_compared(tmp_path):
    before = gym(tmp_path / "a.json", orders=[True, True, False, False])
    after = gym(tmp_path / "b.json", orders=[True, False])
    (orders,) = compare(before, after)
    assert (orders.before.total, orders.before.right, orders.after.right) == (2, 2, 1)


def run(path, right, clips=None):
    entry = {"engine": "vosk", "condition": "clean", "group": "all", "accepted_right": right, "total": 20}
    path.write_text(json.dumps({"conditions": [entry]}), encoding="utf-8")
    if clips is not None:
        lines = [
            {"engine": "vosk", "condition": "clean", "clip": f"{n}", "label": {"group": None}, "right": found}
            for n, found in enumerate(clips)
        ] + [{"engine": "vosk", "condition": "clean", "clip": "negative/x", "label": None, "right": None}]
        path.with_suffix(".jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


def test_runs_are_paired_when_their_details_lie_beside_them_and_else_counted(tmp_path):
    before = run(tmp_path / "a.json", 12, [True] * 12 + [False] * 8)
    (paired,) = compare(before, run(tmp_path / "b.json", 20, [True] * 20))
    assert (paired.name, paired.paired, paired.gained, paired.verdict) == ("vosk, clean, all", True, 8, "better")
    (counted,) = compare(before, run(tmp_path / "c.json", 14))
    assert (counted.paired, counted.verdict) == (False, "chance")


def test_what_cannot_be_compared_is_refused_in_one_sentence(tmp_path, capsys):
    first, other = gym(tmp_path / "a.json", orders=[True]), gym(tmp_path / "b.json", words=[True])
    assert main(["bench", "--compare", str(first), str(other)]) == 2
    assert "no figure in common" in capsys.readouterr().err
    (tmp_path / "c.json").write_text("[]", encoding="utf-8")
    with pytest.raises(BadInput, match="is no run of the bench"):
        compare(first, tmp_path / "c.json")
    (tmp_path / "c.json").write_text("{", encoding="utf-8")
    with pytest.raises(BadInput, match="cannot be read as JSON"):
        compare(first, tmp_path / "c.json")


def test_the_command_prints_the_table_and_writes_it(tmp_path, capsys):
    before, after = gym(tmp_path / "a.json", orders=[True]), gym(tmp_path / "b.json", orders=[False])
    assert main(["bench", "--compare", str(before), str(after), "--json", str(tmp_path / "out.json")]) == 0
    assert "McNemar" in capsys.readouterr().out
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))[0]["lost"] == 1
