"""The local recordings beside those of a run: added with names of their own, or only told of."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from voice_coach.bench.clips import Clip
from voice_coach.bench.engines.choice import EngineName
from voice_coach.bench.labels import Label
from voice_coach.bench.local_set import read_local_set
from voice_coach.bench.plan import Plan
from voice_coach.bench.variants import CLEAN
from voice_coach.collection.consent import Consent
from voice_coach.collection.folder import RecordingFolder
from voice_coach.collection.meaning import Meaning
from voice_coach.collection.take import Take
from voice_coach.errors import BadInput
from voice_coach.understanding.interpretation import Situation

CLIP = "takes/stop_1.flac"


@pytest.fixture
def recordings(tmp_path: Path) -> RecordingFolder:
    folder = RecordingFolder(tmp_path / "recordings")
    folder.note(Consent(date(2026, 11, 26)), "text")
    folder.add("stop", Take(np.zeros(16_000, np.int16)), Meaning("nav_stop", {}, Situation.STEP))
    return folder


def test_their_names_and_groups_never_meet_the_run_s_own(recordings: RecordingFolder) -> None:
    own = {CLIP: Label(intent="nav_next", group="people")}
    plan = Plan(
        intents=Path("intents"),
        clips=(Clip(CLIP, Path(CLIP), Situation.IDLE),),
        labels=own,
        engines=(EngineName("vosk"),),
        variants=(CLEAN,),
    )
    local = read_local_set(recordings, Situation.IDLE)
    both = local.beside(plan)
    assert [clip.name for clip in both.clips] == [CLIP, f"local:{CLIP}"]
    assert both.clips[1].path == recordings.folder / CLIP
    assert both.clips[1].situation is Situation.STEP
    assert {name: label.group for name, label in both.labels.items()} == {CLIP: "people", f"local:{CLIP}": "local"}
    assert plan.labels == own
    assert local.mention == "1 local recording included, in groups of their own"


def test_left_out_they_are_only_told_of(recordings: RecordingFolder) -> None:
    local = read_local_set(recordings)
    assert (local.clips, dict(local.labels)) == ((), {})
    assert local.mention == "1 local recording not included: add --recordings"
    assert local.figures == {"found": 1, "included": False}


def test_where_there_are_none_nothing_is_said(tmp_path: Path) -> None:
    for local in (read_local_set(RecordingFolder(tmp_path)), read_local_set(RecordingFolder(tmp_path), Situation.IDLE)):
        assert (local.mention, local.clips) == ("", ())


def test_damaged_labels_stop_only_a_run_that_uses_them(recordings: RecordingFolder) -> None:
    recordings.labels_file.write_text("[]", encoding="utf-8")
    assert read_local_set(recordings).mention == ""
    with pytest.raises(BadInput, match="is damaged"):
        read_local_set(recordings, Situation.IDLE)
    with pytest.raises(BadInput, match="is damaged"):
        read_local_set(recordings, alone=True)
