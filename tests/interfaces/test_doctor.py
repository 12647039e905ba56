"""Doctor: one line for each thing that the coach needs, whatever has been taken away from the machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sound_server import running_sound_server
from voice_coach.interfaces import health
from voice_coach.interfaces.sound_probe import SoundProbe

COMPONENTS = ["portaudio", "microphone", "speaker", "echo", "voice", "content", "signature", "model"]


def doctor(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would, with variables set on top of the machine's."""
    return subprocess.run(
        [sys.executable, "-m", "voice_coach.interfaces.cli", "doctor", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def findings(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, object]]:
    """Component -> finding of a run with --json."""
    assert "Traceback" not in done.stderr
    checks = json.loads(done.stdout)["checks"]
    assert [check["component"] for check in checks] == COMPONENTS
    return {check["component"]: check for check in checks}


@pytest.fixture
def broken_libraries(tmp_path: Path) -> str:
    """A folder that makes the loader find damaged libraries before the machine's own."""
    folder = tmp_path / "lib"
    folder.mkdir()
    for name in ("libespeak-ng.so.1", "libespeak.so.1", "libportaudio.so.2"):
        (folder / name).write_text("not a library")
    return str(folder)


def test_with_nothing_installed_every_line_names_a_mend_and_nothing_is_a_traceback(broken_libraries, tmp_path):
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    done = doctor(
        LD_LIBRARY_PATH=broken_libraries,
        PATH=str(nothing),
        VOICE_COACH_MODEL=str(nothing),
        VOICE_COACH_INTENTS=str(nothing),
    )
    assert done.returncode == 3
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    # Without the system's echo canceller the coach works as well.
    assert [line.split()[:2] for line in lines] == [
        ["OK" if component == "echo" else "MISSING", component] for component in COMPONENTS
    ]
    assert all(":" in line or ";" in line for line in lines)
    assert "apt install libportaudio2" in lines[0]
    assert "apt install espeak-ng" in lines[4]


def test_a_damaged_model_is_named_and_nothing_else_suffers(tmp_path):
    model = tmp_path / "vosk-model-rubbish"
    for name in ("am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/HCLG.fst"):
        (model / name).parent.mkdir(parents=True, exist_ok=True)
        (model / name).write_bytes(b"rubbish " * 100)
    found = findings(doctor("--json", VOICE_COACH_MODEL=str(model)))
    assert not found["model"]["ok"]
    assert str(model) in str(found["model"]["found"])
    assert found["content"]["ok"]


def test_a_mistake_in_the_content_is_named_with_file_and_line(root, tmp_path):
    shutil.copytree(root / "intents", tmp_path / "intents")
    (tmp_path / "intents" / "topics" / "stress.yaml").write_text('intent: stress\nsentences:\n  - "(open\n')
    done = doctor("--json", VOICE_COACH_INTENTS=str(tmp_path / "intents"))
    assert done.returncode == 3
    found = findings(done)
    assert not found["content"]["ok"]
    assert "topics/stress.yaml, line" in str(found["content"]["found"])


def test_a_finding_that_fails_in_an_unknown_way_is_still_one_line(monkeypatch):
    def ill() -> health.Finding:
        raise ZeroDivisionError("first\nsecond")

    finding = health._guarded("voice", ill)
    assert (finding.ok, "\n" in finding.found) == (False, False)
    assert "first second" in finding.found


@pytest.mark.parametrize(
    ("sound", "expected"),
    [
        (SoundProbe("PortAudio V19", "Mic", "Speakers"), [True, True, True]),
        (SoundProbe("PortAudio V19", "Mic", "Speakers", silent=True), [True, True, True]),
        (SoundProbe("PortAudio V19", speaker="Speakers", microphone_trouble="no device"), [True, False, True]),
        (SoundProbe("PortAudio V19", "Mic", speaker_trouble="no device"), [True, True, False]),
        (SoundProbe(trouble="the sound system did not answer"), [False, False, False]),
    ],
)
def test_what_the_sound_system_says_becomes_three_findings(monkeypatch, sound, expected):
    monkeypatch.setattr(health, "probe_sound", lambda: sound)
    steps = health.examine(None, Path())
    three = [next(steps) for _ in range(3)]
    assert [finding.ok for finding in three] == expected
    assert all(finding.found for finding in three)
    assert bool(three[1].mend) == (sound.silent or not three[1].ok)


@pytest.mark.xdist_group("sound")
def test_with_everything_there_all_is_ok(model):
    with running_sound_server() as server:
        done = doctor("--json", "--model", str(model), **server.environment)
    found = findings(done)
    assert [component for component in COMPONENTS if not found[component]["ok"]] == []
    assert done.returncode == 0
    assert "not an official Vosk model" in str(found["model"]["found"])


def test_a_model_for_other_sentences_is_called_stale(root, tmp_path, model):
    intents = shutil.copytree(root / "intents", tmp_path / "intents")
    topic = intents / "topics" / "stress.yaml"
    topic.write_text(topic.read_text().replace("sentences:", 'sentences:\n  - "my boss is driving me mad"', 1))
    found = findings(doctor("--json", "--model", str(model), "--intents", str(intents)))
    assert not found["model"]["ok"]
    assert "models build embedded-en-us" in str(found["model"]["found"])
