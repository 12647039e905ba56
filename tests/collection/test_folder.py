"""The local set on disk: private, whole or not at all, and gone when it is deleted."""

from __future__ import annotations

import errno
import json
import os
import stat
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice_coach.bench.labels import read_labels
from voice_coach.collection import atomic
from voice_coach.collection.atomic import write_private
from voice_coach.collection.consent import Consent, consent_text
from voice_coach.collection.folder import RecordingFolder
from voice_coach.collection.meaning import Meaning
from voice_coach.collection.take import Take
from voice_coach.errors import BadInput
from voice_coach.understanding.interpretation import Polarity, Situation

CRAMP = Meaning("cramp_relief", {"muscle": "calf"})
TAKE = Take((3000 * np.sin(np.arange(16_000) / 7)).astype(np.int16))
CONSENT = Consent(date(2026, 11, 26), speaker="Jo")


@pytest.fixture
def recordings(tmp_path: Path) -> RecordingFolder:
    found = RecordingFolder(tmp_path / "data" / "recordings")
    found.note(CONSENT, consent_text(found.folder))
    return found


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def files(folder: RecordingFolder) -> list[str]:
    return sorted(str(path.relative_to(folder.folder)) for path in folder.folder.rglob("*") if path.is_file())


def test_a_take_is_kept_whole_and_its_label_is_the_bench_s(recordings: RecordingFolder) -> None:
    name = recordings.add("My calf is cramping!", TAKE, CRAMP, "Jo")
    assert name == "my_calf_is_cramping_1"
    samples, rate = soundfile.read(recordings.folder / "takes" / f"{name}.flac", dtype="int16")
    assert rate == 16_000
    assert (samples == TAKE.samples).all()
    [(file, label)] = read_labels(recordings.labels_file).items()
    assert file == "takes/my_calf_is_cramping_1.flac"
    assert (label.intent, dict(label.slots), label.situation, label.group) == (
        "cramp_relief", {"muscle": "calf"}, Situation.IDLE, "local Jo",
    )  # fmt: skip


def test_an_answer_s_polarity_is_labelled(recordings: RecordingFolder) -> None:
    recordings.add("yes", TAKE, Meaning("answer", {}, Situation.QUESTION, Polarity.AFFIRM))
    [label] = read_labels(recordings.labels_file).values()
    assert (label.polarity, label.group) == (Polarity.AFFIRM, "local")


def test_only_the_owner_can_read_it(recordings: RecordingFolder) -> None:
    old = os.umask(0)
    try:
        recordings.add("stop", TAKE, CRAMP)
    finally:
        os.umask(old)
    assert [mode(path) for path in recordings.folder.rglob("*") if path.is_file()] == [0o600] * 3
    assert mode(recordings.folder) == mode(recordings.folder / "takes") == 0o700


def test_a_folder_that_was_open_to_others_is_closed(recordings: RecordingFolder) -> None:
    recordings.folder.chmod(0o755)
    recordings.add("stop", TAKE, CRAMP)
    assert mode(recordings.folder) == 0o700


def test_takes_are_numbered_and_no_name_leads_out_of_the_folder(recordings: RecordingFolder) -> None:
    names = [recordings.add("../../stop", TAKE, CRAMP) for _ in range(3)]
    assert names == ["stop_1", "stop_2", "stop_3"]
    recordings.delete("stop_2")
    assert recordings.add("stop", TAKE, CRAMP) == "stop_2"
    assert all(len(recordings.add("long " * 50, TAKE, CRAMP)) < 70 for _ in range(2))


@pytest.mark.parametrize("fails", ["labels.json", "stop_1.flac"])
@pytest.mark.parametrize(
    ("failure", "raised"),
    [(OSError(errno.ENOSPC, "No space left on device"), BadInput), (KeyboardInterrupt(), KeyboardInterrupt)],
)
def test_a_full_disk_or_an_interrupt_leaves_what_was_there(
    recordings: RecordingFolder,
    monkeypatch: pytest.MonkeyPatch,
    fails: str,
    failure: BaseException,
    raised: type[BaseException],
) -> None:
    recordings.add("next", TAKE, CRAMP)
    before = {name: (recordings.folder / name).read_bytes() for name in files(recordings)}
    whole = Path.replace

    def replace(partial: Path, target: Path) -> Path:
        if target.name == fails:
            raise failure
        return whole(partial, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(raised):
        recordings.add("stop", TAKE, CRAMP)
    assert {name: (recordings.folder / name).read_bytes() for name in files(recordings)} == before


def test_a_full_disk_is_told_with_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(atomic.os, "fsync", full)
    with pytest.raises(BadInput, match=r"No space left on device.*VOICE_COACH_RECORDINGS"):
        write_private(tmp_path / "one", b"data")
    assert list(tmp_path.iterdir()) == []


def test_one_command_deletes_everything_and_nothing_of_anybody_else_s(recordings: RecordingFolder) -> None:
    recordings.add("stop", TAKE, CRAMP)
    recordings.add("next", TAKE, CRAMP)
    left_over = recordings.folder / "takes" / ".cut.partial"
    left_over.write_bytes(b"half a take")
    (recordings.folder / "takes" / "unlabelled_1.flac").write_bytes(TAKE.flac())
    strange = recordings.folder / "mine.txt"
    strange.write_text("not ours", encoding="utf-8")
    assert recordings.delete_all() == 3
    assert files(recordings) == ["mine.txt"]
    strange.unlink()
    recordings.delete_all()
    assert not recordings.folder.exists()


def test_deleting_where_nothing_is_deletes_nothing(tmp_path: Path) -> None:
    assert RecordingFolder(tmp_path / "none").delete_all() == 0
    assert list(tmp_path.iterdir()) == []


def test_deleting_one_leaves_the_others(recordings: RecordingFolder) -> None:
    for phrase in ("stop", "next"):
        recordings.add(phrase, TAKE, CRAMP)
    recordings.delete("stop_1.flac")
    assert [kept.name for kept in recordings.kept()] == ["next_1"]
    assert files(recordings) == ["consent.json", "labels.json", "takes/next_1.flac"]
    for name in ("stop_1", "../consent.json", ""):
        with pytest.raises(BadInput, match="there is no recording"):
            recordings.delete(name)


def test_damage_is_told_and_never_written_over_and_can_still_be_deleted(recordings: RecordingFolder) -> None:
    recordings.add("stop", TAKE, CRAMP)
    recordings.labels_file.write_text("{", encoding="utf-8")
    for call in (recordings.kept, recordings.count, lambda: recordings.add("stop", TAKE, CRAMP)):
        with pytest.raises(BadInput, match=r"labels\.json is damaged"):
            call()
    assert recordings.labels_file.read_text(encoding="utf-8") == "{"
    assert recordings.delete_all() == 1


def test_a_lost_file_is_named(recordings: RecordingFolder) -> None:
    recordings.add("stop", TAKE, CRAMP)
    (recordings.folder / "takes" / "stop_1.flac").unlink()
    with pytest.raises(BadInput, match="record --delete stop_1"):
        recordings.kept()
    recordings.delete("stop_1")
    assert recordings.kept() == []


def test_a_folder_of_other_things_is_not_taken_over(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("private", encoding="utf-8")
    tmp_path.chmod(0o755)
    with pytest.raises(BadInput, match=r"letter\.txt"):
        RecordingFolder(tmp_path).note(CONSENT, "text")
    assert mode(tmp_path) == 0o755


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(BadInput, match="VOICE_COACH_RECORDINGS"):
        RecordingFolder(tmp_path / "file" / "below").note(CONSENT, "text")


def test_consents_are_noted_with_their_day_their_text_and_how_they_came(recordings: RecordingFolder) -> None:
    recordings.note(Consent(date(2027, 1, 2), asked=False), "other words")
    assert recordings.consents() == [CONSENT, Consent(date(2027, 1, 2), asked=False)]
    noted = json.loads((recordings.folder / "consent.json").read_text(encoding="utf-8"))
    assert noted["texts"] == {"1": "other words"}
    (recordings.folder / "consent.json").write_text('{"consents": [{"date": "soon"}]}', encoding="utf-8")
    with pytest.raises(BadInput, match=r"consent\.json is damaged"):
        recordings.consents()


def test_a_consent_covers_the_same_named_person_and_the_same_text() -> None:
    assert CONSENT.covers("Jo")
    assert not CONSENT.covers("Al")
    assert not CONSENT.covers(None)
    assert not Consent(CONSENT.day).covers(None)
    assert not Consent(CONSENT.day, "0", "Jo").covers("Jo")
