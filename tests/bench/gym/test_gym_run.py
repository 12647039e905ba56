"""The table on real audio: a coffee order by a person in the kitchen, drawn beside what others published."""

import json

import pytest

from voice_coach.interfaces.cli import main


@pytest.fixture(scope="module")
def run(shared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("gym")
    arguments = ["--gym", shared / "audio", "--rows", "barista", "--every", "104", "--engine", "vosk"]
    arguments += ["--json", folder / "out.json", "--plot", folder / "out.png"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VOICE_COACH_CACHE", str(folder / "cache"))
        assert main(["bench", *map(str, arguments)]) == 0
    return json.loads((folder / "out.json").read_text(encoding="utf-8")), folder


def test_every_condition_heard_the_same_clips(run):
    report, _ = run
    assert [row["name"] for row in report["rows"]] == [
        "coffee orders, clean",
        "coffee orders, kitchen 24 dB",
        "coffee orders, kitchen 12 dB",
        "coffee orders, kitchen 6 dB",
    ]
    assert len({tuple(row["clips"]) for row in report["rows"]}) == 1
    assert report["rows"][0]["clips"] and all(report["rows"][0]["clips"].values())


def test_the_plot_is_an_image(run):
    _, folder = run
    assert (folder / "out.png").read_bytes().startswith(b"\x89PNG")


def test_a_run_that_goes_on_measures_only_what_is_not_there(run, shared, tmp_path, capsys):
    report, _ = run
    table = tmp_path / "gym.json"
    begun = {**report, "parts": {"words": {**report["parts"]["barista"], "every": 3}}}
    table.write_text(json.dumps(begun), encoding="utf-8")
    arguments = ["--gym", shared / "audio", "--rows", "words", "--engine", "vosk", "--json", table, "--resume"]
    assert main(["bench", *map(str, arguments)]) == 0
    assert "words: " in capsys.readouterr().out
    assert json.loads(table.read_text(encoding="utf-8")) == begun  # nothing was heard again
    assert not list(tmp_path.glob(".*"))


def test_another_coachs_table_is_left_as_it_was(run, shared, tmp_path, capsys):
    report, _ = run
    table = tmp_path / "gym.json"
    text = json.dumps({**report, "configuration": "0123456789abcdef"})
    table.write_text(text, encoding="utf-8")
    arguments = ["--gym", shared / "audio", "--rows", "words", "--engine", "vosk", "--json", table, "--resume"]
    assert main(["bench", *map(str, arguments)]) == 2
    assert "begun in configuration 0123456789abcdef" in capsys.readouterr().err
    assert table.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("--every", "0"), "give 1 or more"),
        (("--rows", "sofas"), '"sofas" is not known'),
        (("--engine", "pocketsphinx"), "--gym judges vosk"),
        (("--resume",), "name it with --json"),
    ],
)
def test_a_mistake_is_one_sentence(more, message, shared, capsys):
    assert main(["bench", "--gym", str(shared / "audio"), *more]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
