"""Bent model: its folder in memory goes with its process, also when that was killed."""

from __future__ import annotations

import os
import subprocess
import sys

from voice_coach.recognition.compensation import bent_model
from voice_coach.recognition.compensation.acoustics import read_acoustics
from voice_coach.recognition.compensation.bent_model import BentModel


def test_what_a_killed_process_left_is_removed_and_what_a_living_one_has_is_not(tiny_model, tmp_path, monkeypatch):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / f"voice-coach-{ended.pid}-abc" / "am"
    living = tmp_path / f"voice-coach-{os.getppid()}-abc"
    others = tmp_path / "voice-coach-notes-1"
    for folder in (left, living, others):
        folder.mkdir(parents=True)
    monkeypatch.setattr(bent_model, "_IN_MEMORY", tmp_path)
    model = BentModel(tiny_model, read_acoustics(tiny_model))
    assert not left.parent.exists()
    assert living.exists() and others.exists()
    assert len(list(tmp_path.glob(f"voice-coach-{os.getpid()}-*"))) == 1
    del model
    assert not list(tmp_path.glob(f"voice-coach-{os.getpid()}-*"))
