"""Archive: nothing dishonest is unpacked, and nothing is written outside the folder."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from voice_coach.errors import BadArchive, MissingComponent
from voice_coach.recognition import archive
from voice_coach.recognition.archive import ArchiveLimits, unpack

HONEST = {"model/am/final.mdl": b"weights" * 100, "model/conf/model.conf": b"--beam=13\n"}


def packed(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return path


def refused(path: Path, into: Path, limits: ArchiveLimits | None = None) -> str:
    """The sentence with which the archive is refused; nothing may have been written."""
    into.mkdir()
    with pytest.raises(BadArchive) as caught:
        unpack(path, into, limits or ArchiveLimits(), progress=False)
    assert list(into.iterdir()) == []
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_an_honest_archive_is_unpacked_whole(tmp_path):
    into = tmp_path / "into"
    into.mkdir()
    top = unpack(packed(tmp_path / "a.zip", HONEST), into, ArchiveLimits(), progress=False)
    assert top == into / "model"
    assert (top / "am" / "final.mdl").read_bytes() == HONEST["model/am/final.mdl"]
    assert (top / "conf" / "model.conf").read_bytes() == HONEST["model/conf/model.conf"]


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "model/../../evil",
        "/tmp/evil",
        "model//evil",
        "C:/evil",
        "model\\..\\evil",
        "model/./evil",
        "model/a\nb",
    ],
)
def test_a_name_that_points_elsewhere_is_refused(tmp_path, name):
    assert "unsafe name" in refused(packed(tmp_path / "a.zip", HONEST | {name: b"x"}), tmp_path / "into")
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(tmp_path, kind):
    entry = zipfile.ZipInfo("model/am/link")
    entry.external_attr = (kind | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as opened:
        opened.writestr("model/am/final.mdl", b"x")
        opened.writestr(entry, "/etc/passwd")
    assert "link or a device" in refused(tmp_path / "a.zip", tmp_path / "into")


def test_a_bomb_is_refused_before_it_grows(tmp_path):
    assert "would grow" in refused(packed(tmp_path / "a.zip", {"model/zeros": bytes(20_000_000)}), tmp_path / "into")


def test_too_many_files_are_refused(tmp_path):
    files = {f"model/{number}": b"" for number in range(11)}
    assert "11 files" in refused(packed(tmp_path / "a.zip", files), tmp_path / "into", ArchiveLimits(members=10))


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "is empty"),
        (HONEST | {"other/file": b"x"}, "more than one folder"),
        ({"loose.txt": b"x"}, "more than one folder"),
        (HONEST | {"MODEL/am/FINAL.mdl": b"x"}, "twice"),
        (HONEST | {"model/am/final.mdl/more": b"x"}, "also a folder"),
    ],
)
def test_an_odd_layout_is_refused(tmp_path, files, words):
    assert words in refused(packed(tmp_path / "a.zip", files), tmp_path / "into")


def test_every_truncation_is_refused(tmp_path):
    whole = packed(tmp_path / "a.zip", HONEST).read_bytes()
    for length in range(0, len(whole), 7):
        (tmp_path / "cut.zip").write_bytes(whole[:length])
        assert "damaged" in refused(tmp_path / "cut.zip", tmp_path / f"into{length}")


def test_flipped_bits_end_in_a_sentence_and_stay_inside(tmp_path):
    whole = packed(tmp_path / "a.zip", HONEST).read_bytes()
    refusals = 0
    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << place % 8
        (tmp_path / "bad.zip").write_bytes(damaged)
        into = tmp_path / f"into{place}"
        into.mkdir()
        try:
            unpack(tmp_path / "bad.zip", into, ArchiveLimits(), progress=False)
        except BadArchive as error:
            refusals += 1
            assert "\n" not in str(error)
    assert refusals > len(whole) // 2
    assert {path.name for path in tmp_path.iterdir() if not path.name.startswith("into")} == {"a.zip", "bad.zip"}


def test_a_full_disk_is_said_before_unpacking(tmp_path, monkeypatch):
    monkeypatch.setattr(archive.shutil, "disk_usage", lambda _: archive.shutil._ntuple_diskusage(10, 10, 0))
    with pytest.raises(MissingComponent, match="the disk is full"):
        unpack(packed(tmp_path / "a.zip", HONEST), tmp_path, ArchiveLimits(), progress=False)
