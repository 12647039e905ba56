"""`models install`, as a user runs it: a real model from a server on this machine, and every way it goes wrong."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tests.interrupts import heed_interrupts
from tests.recognition.loopback import Server, serving

NAME = "vosk-model-small-test"
MODELS = [sys.executable, "-m", "voice_coach.interfaces.cli", "models"]


def packed(model: Path, **changed: bytes) -> bytes:
    """The model zipped as the vendor does, without our manifest; `changed` replaces files by their last name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as opened:
        for path in sorted(model.rglob("*")):
            if path.is_file() and path.name != "manifest.json":
                content = changed.get(path.stem, path.read_bytes())
                opened.writestr(f"{NAME}/{path.relative_to(model).as_posix()}", content)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def archive(model: Path) -> bytes:
    return packed(model)


def installed(server: Server, into: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the command against the server; standard error holds at most one line, and never a traceback."""
    done = subprocess.run(
        [*MODELS, "install", NAME, "--url", server.url, "--into", str(into), *options],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


def test_a_real_model_is_installed_and_understands(archive, tmp_path):
    with serving(Server(archive)) as server:
        done = installed(server, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in tmp_path.iterdir()} == {NAME, "checksums.json"}


def test_a_model_with_rubbish_inside_is_not_installed(model, tmp_path):
    with serving(Server(packed(model, final=b"rubbish " * 1000))) as server:
        done = installed(server, tmp_path)
    assert done.returncode == 2
    assert "was not installed" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "status", "expected"),
    [
        ((), 404, (2, "nothing at")),
        ((), 500, (3, "HTTP 500")),
        (("--sha256", "1" * 64), 200, (2, "--sha256")),
        (("--sha256", "1"), 200, (2, "64 hexadecimal")),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_the_documented_code(archive, tmp_path, options, status, expected):
    with serving(Server(archive, status=status)) as server:
        done = installed(server, tmp_path, *options)
    assert done.returncode == expected[0]
    assert expected[1] in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_control_c_keeps_the_part_and_says_how_to_go_on(archive, tmp_path):
    part = tmp_path / f"{NAME}.zip.part"
    with serving(Server(archive, pause=0.05)) as server:
        child = subprocess.Popen(
            [*MODELS, "install", NAME, "--url", server.url, "--into", str(tmp_path)],
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ},
            preexec_fn=heed_interrupts,
        )
        deadline = time.monotonic() + 60
        while not (part.exists() and part.stat().st_size) and time.monotonic() < deadline:
            time.sleep(0.05)
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=60)
        assert child.returncode == 130
        assert "goes on from there" in said
        assert "Traceback" not in said
        kept = part.stat().st_size
        assert 0 < kept < len(archive)
        server.pause = 0.0
        assert installed(server, tmp_path).returncode == 0
        assert server.asked[-1]["Range"] == f"bytes={kept}-"
