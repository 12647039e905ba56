"""A whole run on real audio: libvosk and pocketsphinx hear synthetic voices."""

from __future__ import annotations

import json
import subprocess

import jsonschema
import pytest
import soundfile

from voice_coach.audio.frame import SAMPLE_RATE
from voice_coach.bench.voice_activity.stream import as_samples, pink
from voice_coach.interfaces.cli import main

SPOKEN = {"calf": "my calf is cramping", "foot": "my foot is cramping", "other": "seven purple elephants juggle"}


@pytest.fixture(scope="module")
def run(tiny_intents, root, tmp_path_factory):
    """One run of every engine over two commands and a sentence that is none, clean and in noise."""
    folder = tmp_path_factory.mktemp("run")
    audio, negative = folder / "audio", folder / "negative"
    audio.mkdir()
    negative.mkdir()
    for name, text in SPOKEN.items():
        target = (negative if name == "other" else audio) / f"{name}.wav"
        subprocess.run(["flite", "-voice", "slt", "-t", text, "-o", str(target)], check=True)
    noise = pink(3.0)
    soundfile.write(folder / "noise.wav", as_samples(3000 * noise / noise.std()), SAMPLE_RATE)
    labels = {
        "calf.wav": {"intent": "cramp_relief", "slots": {"muscle": "calf"}, "group": "slt"},
        "foot.wav": {"muscle": "foot", "group": "slt"},
    }
    (folder / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    arguments = ["--intents", tiny_intents, "--audio", audio, "--labels", folder / "labels.json"]
    arguments += ["--negative", negative, "--noise", folder / "noise.wav", "--snr", "24", "--seed", "7"]
    arguments += ["--engine", "vosk,vosk-json", "--engine", "pocketsphinx,corrected"]
    arguments += ["--json", folder / "out.json", "--plot", folder / "out.png", "--details", folder / "out.jsonl"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VOICE_COACH_CACHE", str(folder / "cache"))
        assert main(["bench", *map(str, arguments)]) == 0
    report = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    schema = json.loads((root / "voice_coach/interfaces/schema/bench.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, schema)
    details = [json.loads(line) for line in (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    return folder, report, details


def entry(report, engine, condition="clean"):
    (found,) = [entry for entry in report["conditions"] if (entry["engine"], entry["condition"]) == (engine, condition)]
    return found


def test_every_engine_is_measured_on_the_same_audio_under_every_condition(run):
    _, report, details = run
    found = [(entry["condition"], entry["engine"], entry["group"]) for entry in report["conditions"]]
    engines = ("vosk", "vosk-json", "pocketsphinx", "corrected")
    assert found == [(condition, engine, "slt") for condition in ("clean", "24 dB") for engine in engines]
    assert {entry["total"] for entry in report["conditions"]} == {2}
    heard = {engine: [line["audio_seconds"] for line in details if line["engine"] == engine] for engine in engines}
    assert len({tuple(seconds) for seconds in heard.values()}) == 1


def test_ours_hears_a_command_and_rejects_what_is_none(run):
    _, report, details = run
    ours = entry(report, "vosk")
    assert (ours["false_starts"], ours["negatives"]) == (0, 1)
    right = {
        line["clip"] for line in details if (line["engine"], line["condition"]) == ("vosk", "clean") and line["right"]
    }
    assert "calf.wav" in right
    assert ours["accepted_right"] == len(right)


def test_correction_forces_the_rest_onto_a_phrase(run):
    _, report, details = run
    assert entry(report, "corrected")["false_starts"] >= 1
    (forced,) = [
        line
        for line in details
        if (line["engine"], line["condition"], line["clip"]) == ("corrected", "clean", "negative/other.wav")
    ]
    assert forced["decisions"][0]["accepted"]
    assert "[unk]" not in forced["decisions"][0]["text"]


def test_costs_are_the_engines_own(run):
    _, report, _ = run
    for line in report["conditions"]:
        assert 20 < line["peak_memory_mb"] < 1000
        assert line["real_time_factor"] > 0
    assert report["build_seconds"] > 0


def test_the_plot_is_an_image(run):
    folder, _, _ = run
    assert (folder / "out.png").read_bytes().startswith(b"\x89PNG")
