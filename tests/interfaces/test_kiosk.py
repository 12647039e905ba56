"""`voice-coach kiosk` as a command: what it refuses, and that it serves, and ends when interrupted."""

from __future__ import annotations

import signal
import subprocess
import urllib.request
from pathlib import Path

import pytest

from tests.interfaces.kiosk.command import start_kiosk
from voice_coach.interfaces.cli import main

NUMBER = ("--emergency-number", "112")


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["kiosk", *arguments]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    return told


def test_without_an_emergency_number_it_does_not_start(capsys, monkeypatch) -> None:
    monkeypatch.delenv("VOICE_COACH_NUMBER", raising=False)
    monkeypatch.delenv("VOICE_COACH_COUNTRY", raising=False)
    assert "--country" in refused(capsys)


def test_a_network_needs_token_and_tls(capsys, monkeypatch) -> None:
    monkeypatch.delenv("VOICE_COACH_TOKEN", raising=False)
    assert "--tls-cert" in refused(capsys, *NUMBER, "--host", "0.0.0.0")


@pytest.mark.parametrize(
    ("option", "value"),
    [("--idle-reset", "5"), ("--idle-reset", "nan"), ("--conversations", "0"), ("--port", "70000"), ("--port", "-1")],
)
def test_figures_out_of_range_are_told_with_their_range(capsys, option: str, value: str) -> None:
    assert option in refused(capsys, *NUMBER, option, value)


def test_it_serves_until_it_is_interrupted(model: Path) -> None:
    process, port = start_kiosk(model, *NUMBER, errors=subprocess.PIPE)
    try:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"http://localhost:{port}/kept", timeout=60) as answer:
            assert b"No sound is kept" in answer.read()
    finally:
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=60)
    assert process.returncode == 130
    assert error == ""
    assert out == ""
