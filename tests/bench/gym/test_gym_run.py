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


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("--every", "0"), "give 1 or more"),
        (("--rows", "sofas"), '"sofas" is not known'),
        (("--engine", "pocketsphinx"), "--gym judges vosk"),
    ],
)
def test_a_mistake_is_one_sentence(more, message, shared, capsys):
    assert main(["bench", "--gym", str(shared / "audio"), *more]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
