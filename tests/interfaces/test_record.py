"""`voice-coach record`: asked first, kept on this device, listed, deleted by one command, heard by the bench."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import jsonschema
import numpy as np
import pytest
import soundfile

from tests.interrupts import heed_interrupts
from tests.sound_server import running_sound_server
from voice_coach.audio.file import read_whole
from voice_coach.audio.virtual import VirtualMicrophone
from voice_coach.collection.folder import RecordingFolder
from voice_coach.collection.meaning import Meaning
from voice_coach.errors import BadInput
from voice_coach.interfaces.cli import main
from voice_coach.interfaces.recorder import TRIES, Recorder, Terminal

CRAMP = Meaning("cramp_relief", {"muscle": "calf"})
PHRASE = "my calf is cramping"
TODAY = date(2026, 11, 26)
CLI = (sys.executable, "-m", "voice_coach.interfaces.cli")


class Person:
    """Somebody at the terminal: reads everything, and gives the answers in order."""

    def __init__(self, *answers: str, assume_yes: bool = False) -> None:
        self.answers = list(answers)
        self.read: list[str] = []
        self.terminal = Terminal(self.read.append, self.answer, assume_yes)

    def answer(self, question: str) -> str:
        self.read.append(question)
        return self.answers.pop(0) if self.answers else ""


@pytest.fixture
def folder(tmp_path: Path) -> RecordingFolder:
    return RecordingFolder(tmp_path / "recordings")


@pytest.fixture(scope="module")
def speech(root: Path) -> np.ndarray:
    return read_whole(root / "audio_fixtures" / "flite_slt" / "my_calf_is_cramping.flac")


def recorder(folder: RecordingFolder, person: Person) -> Recorder:
    return Recorder(folder, person.terminal, TODAY)


@pytest.mark.parametrize("answer", ["", "n", "no", "what", "maybe yes"])
def test_without_a_clear_yes_nothing_is_written(folder: RecordingFolder, answer: str) -> None:
    person = Person(answer)
    assert not recorder(folder, person).consent("Jo")
    assert not folder.folder.exists()
    assert person.read[-1] == "Nothing was recorded."


def test_what_is_asked_names_what_where_how_long_and_the_way_out(folder: RecordingFolder) -> None:
    person = Person("y")
    assert recorder(folder, person).consent(None)
    text = "\n".join(person.read)
    for said in ("sound of the sentence", str(folder.folder), "never sent", "record --delete", "[y/N]"):
        assert said in text
    assert [(given.day, given.asked) for given in folder.consents()] == [(TODAY, True)]


def test_a_named_person_is_asked_once_and_the_nameless_each_time(folder: RecordingFolder) -> None:
    assert recorder(folder, Person("yes")).consent("Jo")
    assert recorder(folder, Person()).consent("Jo")
    assert not recorder(folder, Person("n")).consent("Al")
    assert recorder(folder, Person("y")).consent(None)
    assert not recorder(folder, Person("n")).consent(None)


def test_a_consent_that_a_script_vouched_for_is_noted_as_such(folder: RecordingFolder) -> None:
    assert recorder(folder, Person(assume_yes=True)).consent(None)
    assert [given.asked for given in folder.consents()] == [False]


def test_the_meaning_is_shown_and_may_be_refused(folder: RecordingFolder) -> None:
    person = Person("n")
    assert not recorder(folder, person).meaning(PHRASE, CRAMP)
    assert "cramp_relief muscle=calf" in person.read[0]
    assert recorder(folder, Person("")).meaning(PHRASE, CRAMP)


def test_takes_are_kept_repeated_or_left_off(folder: RecordingFolder, speech: np.ndarray) -> None:
    person = Person("again", "keep", "", "quit")
    kept = recorder(folder, person).record(PHRASE, CRAMP, 5, lambda: VirtualMicrophone(speech), None)
    assert kept == ["my_calf_is_cramping_1", "my_calf_is_cramping_2"]
    assert folder.count() == 2
    assert any("dB, not clipped" in line for line in person.read)


def test_a_clipped_take_is_told_and_another_one_suggested(folder: RecordingFolder, speech: np.ndarray) -> None:
    loud = np.clip(speech.astype(np.int32) * 12, -32_768, 32_767).astype(np.int16)
    sounds = iter([loud, speech])
    person = Person("", "")
    kept = recorder(folder, person).record(PHRASE, CRAMP, 1, lambda: VirtualMicrophone(next(sounds)), None)
    assert kept == ["my_calf_is_cramping_1"]
    assert any("too loud" in line for line in person.read)
    assert next(sounds, None) is None


def test_where_nobody_speaks_recording_ends_with_the_mend(folder: RecordingFolder) -> None:
    person = Person()
    with pytest.raises(BadInput, match="voice-coach doctor"):
        recorder(folder, person).record(PHRASE, CRAMP, 1, lambda: VirtualMicrophone(np.zeros(0, np.int16)), None)
    assert person.read.count("Nobody was heard.") == TRIES - 1


# As a command.


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the commands of this process keep recordings in."""
    monkeypatch.setenv("VOICE_COACH_RECORDINGS", str(tmp_path / "recordings"))
    return tmp_path / "recordings"


@pytest.fixture
def coach(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        where = {"VOICE_COACH_RECORDINGS": str(tmp_path / "recordings")}
        return subprocess.run(
            [*CLI, *map(str, arguments)], env={**os.environ, **where, **environment},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    return run


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("my calf is cramping", "--file", "CLIP"), "add --yes once the person who speaks has agreed"),
        (("--delete",), "add --yes to delete"),
        ((), "say what to record"),
        (("...", "--yes"), "say what to record"),
        (("stop", "--list"), "give one of them"),
        (("stop", "--takes", "0", "--yes"), "--takes 0"),
        (("banana bread", "--file", "CLIP", "--yes"), "add --intent"),
        (("stop", "--file", "nowhere.wav", "--yes"), "nowhere.wav does not exist"),
        (("--delete", "stop_9", "--yes"), "there is no recording"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_leaves_nothing(
    arguments: tuple[str, ...],
    told: str,
    here: Path,
    root: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    clip = str(root / "audio_fixtures" / "flite_slt" / "my_calf_is_cramping.flac")
    code = main(["record", *(clip if argument == "CLIP" else argument for argument in arguments)])
    err = capsys.readouterr().err
    assert code == 2
    assert told in err
    assert err.count("\n") == 1
    assert not here.exists()


def test_without_that_microphone_nobody_is_even_asked(coach, tmp_path: Path) -> None:
    done = coach("record", "stop", "--input", "no such microphone", "--yes")
    assert done.returncode == 3
    assert "microphone" in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "recordings").exists()


def test_a_file_is_added_listed_heard_by_the_bench_and_deleted(
    here: Path, root: Path, tmp_path: Path, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clip, out = tmp_path / "phone.wav", tmp_path / "bench.json"
    samples = read_whole(root / "audio_fixtures" / "flite_rms" / "my_calf_is_cramping.flac")
    soundfile.write(clip, np.stack([np.repeat(samples, 3)] * 2, axis=1), 48_000)
    assert main(["record", PHRASE, "--file", str(clip), "--speaker", "Jo", "--yes"]) == 0
    assert main(["record", "--list"]) == 0
    listed = capsys.readouterr().out
    assert "my_calf_is_cramping_1  " in listed
    assert "by Jo" in listed

    assert main(["bench", "--recordings", "--model", str(model), "--json", str(out)]) == 0
    assert "1 local recording included" in capsys.readouterr().out
    figures = json.loads(out.read_text(encoding="utf-8"))
    schema = json.loads((root / "voice_coach/interfaces/schema/bench.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(figures)
    [condition] = figures["conditions"]
    assert (condition["group"], condition["accepted_right"], condition["total"]) == ("local Jo", 1, 1)

    assert main(["record", "--delete", "--yes"]) == 0
    assert not here.exists()


def test_where_nothing_is_recorded_list_says_so_and_bench_tells_how(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not here.exists()
    assert main(["record", "--list"]) == 0
    assert "Nothing is recorded" in capsys.readouterr().out
    assert main(["bench", "--recordings"]) == 2
    assert "voice-coach record PHRASE" in capsys.readouterr().err


def at_a_terminal(folder: Path, answers: list[bytes], *arguments: object) -> tuple[int, str]:
    """Run `record` on a terminal of its own and type the answers, each when a question stands there."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*CLI, "record", *map(str, arguments)], env={**os.environ, "VOICE_COACH_RECORDINGS": str(folder)},
        stdin=theirs, stdout=theirs, stderr=theirs, preexec_fn=heed_interrupts,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    waiting = list(answers)
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # the program has left its terminal
            break
        if not part:
            break
        shown += part
        if waiting and shown.rstrip().endswith(b"]"):
            os.write(ours, waiting.pop(0) + b"\n")
            shown += b"\n"
    os.close(ours)
    return process.wait(timeout=60), shown.decode()


def test_at_a_terminal_a_person_is_asked_and_may_say_no_or_yes(root: Path, tmp_path: Path) -> None:
    clip = root / "audio_fixtures" / "flite_slt" / "my_calf_is_cramping.flac"
    folder = tmp_path / "recordings"
    code, shown = at_a_terminal(folder, [b""], PHRASE, "--file", clip)
    assert (code, folder.exists()) == (0, False)
    assert "Nothing was recorded" in shown
    code, shown = at_a_terminal(folder, [b"y", b"y"], PHRASE, "--file", clip)
    assert code == 0
    assert "Kept as my_calf_is_cramping_1" in shown


@pytest.fixture(scope="module")
def sound_server():
    with running_sound_server() as server:
        yield server


def test_spoken_into_a_real_microphone_it_is_kept_until_the_end_of_speech(
    sound_server, tmp_path: Path, speech: np.ndarray
) -> None:
    environment = {**sound_server.environment, "VOICE_COACH_RECORDINGS": str(tmp_path / "recordings")}
    process = subprocess.Popen(
        [*CLI, "record", PHRASE, "--yes"], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    said = np.concatenate([np.zeros(8_000, np.int16), speech, np.zeros(16_000, np.int16)])
    over = threading.Event()

    def speak() -> None:
        # Again and again until it was heard: on a busy machine sound is lost.
        while not over.wait(0.5):
            sound_server.feed(said)

    speaker = threading.Thread(target=speak)
    try:
        wait_for_microphone(sound_server, process)
        speaker.start()
        out, err = process.communicate(timeout=120)
    finally:
        over.set()
        process.kill()
        speaker.join(timeout=60)
    assert process.returncode == 0, err
    assert "Kept as my_calf_is_cramping_1" in out
    samples, rate = soundfile.read(tmp_path / "recordings" / "takes" / "my_calf_is_cramping_1.flac", dtype="int16")
    assert rate == 16_000
    assert 0.5 < len(samples) / rate < 6
    assert np.abs(samples).max() > 1_000


def wait_for_microphone(server, process: subprocess.Popen[str]) -> None:
    """Until the program has the microphone open, or has ended."""
    end = time.monotonic() + 60
    while "remap" not in server.control("list", "source-outputs") and time.monotonic() < end and process.poll() is None:
        time.sleep(0.1)
