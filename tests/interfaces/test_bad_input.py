"""Bad input, each kind as a user meets it: one clear sentence and the documented exit code, never a traceback."""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

SPOKEN = Path("flite_slt") / "my_calf_is_cramping.flac"


@pytest.fixture
def coach(root: Path, tmp_path: Path, model: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `voice-coach ...` with our own model and an empty cache; variables come on top of the machine's."""

    def run(*arguments: str | Path, said: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        base = {"VOICE_COACH_MODEL": str(model), "VOICE_COACH_CACHE": str(tmp_path / "cache")}
        return subprocess.run(
            [sys.executable, "-m", "voice_coach.interfaces.cli", *map(str, arguments)],
            input=said,
            env={**os.environ, **base, **variables},
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )

    return run


def sentence(done: subprocess.CompletedProcess[str], code: int) -> str:
    """The one line with which the command ended."""
    assert done.returncode == code, done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("voice-coach: ")
    return lines[0]


def heard(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Intents that changed the conversation."""
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    return [event["intent"] for event in events if event["event"] == "heard" and event["accepted"]]


def speech(root: Path) -> np.ndarray:
    samples, _ = soundfile.read(root / "audio_fixtures" / SPOKEN, dtype="float32")
    return samples


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.wav", b""),
        ("empty.flac", b""),
        ("text.wav", b"this is a shopping list\n"),
        ("zeros.wav", bytes(4000)),
        ("page.flac", b"<html><body>log in</body></html>"),
        ("header_only.wav", b"RIFF\x24\x00\x00\x00WAVEfmt "),
        ("song.mp3", b"ID3\x03\x00\x00\x00\x00\x00\x00" + bytes(200)),
    ],
)
def test_what_is_no_recording_is_refused(coach, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    assert name in sentence(coach("replay", tmp_path / name, "--json"), 2)


def test_a_recording_that_does_not_exist_is_refused(coach, tmp_path):
    assert "does not exist" in sentence(coach("replay", tmp_path / "gone.wav"), 2)


def test_a_folder_in_a_recordings_place_is_refused(coach, tmp_path):
    assert "is a folder" in sentence(coach("replay", tmp_path), 2)


def test_a_broken_second_recording_loses_nothing_of_the_first(coach, root, tmp_path):
    (tmp_path / "broken.wav").write_bytes(b"RIFF")
    out = tmp_path / "speech.wav"
    done = coach("replay", root / "audio_fixtures" / SPOKEN, tmp_path / "broken.wav", "--json", "--speech-out", out)
    assert "broken.wav" in sentence(done, 2)
    assert [json.loads(line)["event"] for line in done.stdout.splitlines()][:1] == ["heard"]
    assert soundfile.info(out).duration > 1.0


def test_a_recording_cut_off_in_the_middle_is_used_as_far_as_it_goes(coach, root, tmp_path):
    whole = (root / "audio_fixtures" / SPOKEN).read_bytes()
    (tmp_path / "cut.flac").write_bytes(whole[: len(whole) // 2])
    done = coach("replay", tmp_path / "cut.flac", "--json")
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert [json.loads(line)["event"] for line in done.stdout.splitlines()][-1] == "end"


@pytest.mark.parametrize(
    "kind",
    [(44_100, 2, "PCM_16"), (16_000, 1, "PCM_24"), (48_000, 2, "FLOAT"), (22_050, 1, "PCM_U8")],
)
def test_every_usual_format_is_heard(coach, root, tmp_path, kind):
    rate, channels, width = kind
    sound = soxr.resample(speech(root), 16_000, rate)
    soundfile.write(tmp_path / "said.wav", np.repeat(sound[:, None], channels, axis=1), rate, subtype=width)
    assert heard(coach("replay", tmp_path / "said.wav", "--json")) == ["cramp_relief"]


def test_eight_kilohertz_is_listened_to_though_half_the_sound_is_missing(coach, root, tmp_path):
    soundfile.write(tmp_path / "said.wav", soxr.resample(speech(root), 16_000, 8_000), 8_000, subtype="PCM_16")
    done = coach("replay", tmp_path / "said.wav", "--json")
    assert done.returncode == 0
    told = [json.loads(line)["event"] for line in done.stdout.splitlines()]
    assert told[0] in ("heard", "rejected"), "an utterance was found; the model needs 16 kHz to be sure of its words"


def test_two_hours_take_no_more_memory_than_two_seconds(root, tmp_path, model):
    spoken, _ = soundfile.read(root / "audio_fixtures" / SPOKEN, dtype="int16")
    length = 2 * (2 * 60 * 60 * 16_000 + len(spoken))
    with (tmp_path / "long.wav").open("wb") as file:
        file.write(struct.pack("<4sI8sIHHIIHH4sI", b"RIFF", 36 + length, b"WAVEfmt ", 16, 1, 1, 16_000, 32_000, 2, 16,
                               b"data", length))  # fmt: skip
        # Silence costs no disk: the file system leaves the hole out.
        file.seek(44 + length - 2 * len(spoken))
        file.write(spoken.tobytes())
    peaks = []
    for recording in (root / "audio_fixtures" / SPOKEN, tmp_path / "long.wav"):
        child = subprocess.Popen(
            [sys.executable, "-m", "voice_coach.interfaces.cli", "replay", str(recording), "--model", str(model)],
            stdout=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        assert child.returncode == 0
        peaks.append(used.ru_maxrss / 1024)
    # As int16 two hours are 220 MB.
    assert peaks[1] - peaks[0] < 50


@pytest.mark.parametrize("overlap", ["-1", "nan", "inf", "1e99", "soon"])
def test_an_overlap_that_is_none_is_refused(coach, root, overlap):
    done = coach("replay", root / "audio_fixtures" / SPOKEN, "--overlap", overlap)
    assert done.returncode == 2
    assert "--overlap" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_place_that_cannot_be_written_is_said(coach, root, tmp_path):
    done = coach("replay", root / "audio_fixtures" / SPOKEN, "--speech-out", tmp_path / "no" / "such" / "folder.wav")
    assert "folder.wav" in sentence(done, 2)


def test_without_a_synthesiser_the_mend_is_named(coach, root, tmp_path):
    for name in ("libespeak-ng.so.1", "libespeak.so.1"):
        (tmp_path / name).write_text("not a library")
    done = coach("replay", root / "audio_fixtures" / SPOKEN, LD_LIBRARY_PATH=str(tmp_path))
    assert "apt install espeak-ng" in sentence(done, 3)


def test_without_a_model_the_mend_is_named(coach, root, tmp_path):
    done = coach("replay", root / "audio_fixtures" / SPOKEN, VOICE_COACH_MODEL=str(tmp_path / "nowhere"))
    assert "models build embedded-en-us" in sentence(done, 3)


def test_without_a_sound_card_the_mend_is_named(coach, tmp_path):
    # One card that is not there: ALSA then knows nothing of those that are, and no sound server answers.
    (tmp_path / "asound.conf").write_text("pcm.gone { type hw card 99 }\nctl.gone { type hw card 99 }\n")
    nobody = {"PULSE_SERVER": f"unix:{tmp_path}/nobody", "XDG_RUNTIME_DIR": str(tmp_path)}
    done = coach("run", ALSA_CONFIG_PATH=str(tmp_path / "asound.conf"), **nobody)
    assert "voice-coach doctor" in sentence(done, 3)


def test_without_portaudio_the_mend_is_named(coach, tmp_path):
    (tmp_path / "libportaudio.so.2").write_text("not a library")
    assert "apt install libportaudio2" in sentence(coach("run", LD_LIBRARY_PATH=str(tmp_path)), 3)


@pytest.mark.parametrize("name", ["am/final.mdl", "graph/HCLr.fst", "graph/Gr.fst", "conf/mfcc.conf", "manifest.json"])
@pytest.mark.parametrize("damage", [b"", b"rubbish " * 50], ids=["empty", "rubbish"])
def test_a_damaged_model_is_named(coach, tmp_path, model, name, damage):
    damaged = shutil.copytree(model, tmp_path / "model")
    assert (damaged / name).is_file()
    (damaged / name).write_bytes(damage)
    assert str(damaged) in sentence(coach("replay", tmp_path / "any.wav", "--model", damaged), 3)


MISTAKES = {
    "a tab for an indent": ("topics/stress.yaml", "intent: stress\nsentences:\n\t- a\n", 3),
    "a wrong indent": ("topics/stress.yaml", "intent: stress\n sentences:\n  - a\n", 2),
    "an open quote": ("topics/stress.yaml", 'intent: stress\nsentences:\n  - "a\n', None),
    "a key twice": ("topics/stress.yaml", "intent: stress\nintent: stress\nsentences: [a]\n", 2),
    "an unknown key": ("topics/stress.yaml", "intent: stress\nsentences: [a]\nsentence: b\n", 3),
    "a missing key": ("topics/stress.yaml", "intent: stress\n", 1),
    "no sentences": ("topics/stress.yaml", "intent: stress\nsentences: []\n", 2),
    "an empty sentence": ("topics/stress.yaml", 'intent: stress\nsentences:\n  - ""\n', 3),
    "an open bracket": ("topics/stress.yaml", 'intent: stress\nsentences:\n  - "(is it|was it stress"\n', 3),
    "a list that is not there": ("topics/stress.yaml", 'intent: stress\nsentences:\n  - "my {bone} hurts"\n', 3),
    "a rule that is not there": ("topics/stress.yaml", 'intent: stress\nsentences:\n  - "<nothing> hurts"\n', 3),
    "a sentence that may be silence": ("topics/stress.yaml", 'intent: stress\nsentences:\n  - "[is it stress]"\n', 3),
    "a sentence of another topic": ("topics/stress.yaml", 'intent: stress\nsentences:\n  - "is this serious"\n', None),
    "too many sentences in one": (
        "topics/stress.yaml", 'intent: stress\nsentences:\n  - "(a;b;c;d;e;f;g;h;i;j)"\n', 3,
    ),
    "a wrong context": ("topics/stress.yaml", "intent: stress\ncontext: often\nsentences: [a]\n", 2),
    "an answer without a source": (
        "topics/stress.yaml", "intent: stress\nsentences: [a]\nanswer:\n  - {id: stress.x, say: Yes.}\n", 4,
    ),
    "an empty file": ("topics/stress.yaml", "", 1),
    "a list for a mapping": ("topics/stress.yaml", "- intent: stress\n", 1),
    "two documents": ("topics/stress.yaml", "intent: stress\n---\nintent: stress\n", 2),
    "a circle of rules": ("rules.yaml", 'cramp: "<cramp> now"\n', 1),
    "an unknown section": ("dialogue/emergency.yaml", "extras:\n  - a\n", 2),
}  # fmt: skip
"""Kind of mistake -> file, its new content, and the line that must be named (None: any)."""


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_in_the_content_is_named_with_file_and_line(coach, root, tmp_path, kind):
    content = shutil.copytree(root / "intents", tmp_path / "intents")
    file, text, line = MISTAKES[kind]
    (content / file).write_text(text, encoding="utf-8")
    said = sentence(coach("text", "--intents", content, said="my calf is cramping\n"), 2)
    assert f"{file}, line {line or ''}" in said


@pytest.mark.parametrize(
    ("file", "content"),
    [("topics/stress.yaml", b"\xff\xfe\x00i"), ("topics/stress.yaml", b"intent: \0"), ("rules.yaml", b"[" * 5000)],
    ids=["not UTF-8", "a zero byte", "brackets without end"],
)
def test_content_that_is_not_yaml_is_named_with_its_file(coach, root, tmp_path, file, content):
    folder = shutil.copytree(root / "intents", tmp_path / "intents")
    (folder / file).write_bytes(content)
    assert file in sentence(coach("text", "--intents", folder, said="my calf is cramping\n"), 2)


@pytest.mark.parametrize("folder", ["nowhere", "."], ids=["no folder", "a folder without content"])
def test_a_content_folder_that_is_none_is_refused(coach, tmp_path, folder):
    assert "topics" in sentence(coach("text", "--intents", tmp_path / folder), 2)


def test_odd_typing_ends_nothing(coach):
    done = coach("text", "--json", said=f"\x00\x07\n\n[unk]\n{'calf ' * 5000}\n\u2028é\nmy calf is cramping\n")
    assert "Traceback" not in done.stderr
    assert "cramp_relief" in heard(done)


@pytest.mark.parametrize("line", ["@wait", "@wait nan", "@wait -1", "@wait 1e99", "@nothing", "@"])
def test_a_directive_that_is_none_is_refused_with_its_line(coach, line):
    assert "line 2" in sentence(coach("text", said=f"hello\n{line}\n"), 2)
