"""Install: an official model arrives whole and tried, or not at all, whatever the server does."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.recognition.loopback import Server, serving
from voice_coach.errors import BadArchive, BadInput, CoachError, MissingComponent, MissingModel
from voice_coach.recognition import download as download_module
from voice_coach.recognition import install
from voice_coach.recognition.download import DownloadSettings
from voice_coach.recognition.install import install_model
from voice_coach.recognition.self_test import SelfTest

NAME = "vosk-model-test"
QUICK = DownloadSettings(silence=0.5, slowest=100_000, window=0.3)


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return buffer.getvalue()


def model_archive(weights: bytes = b"one") -> bytes:
    noise = np.random.default_rng(1).bytes(300_000)
    return zipped({f"{NAME}/am/final.mdl": weights + noise, f"{NAME}/conf/model.conf": b"--beam=13\n"})


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(Server(model_archive())) as running:
        yield running


@pytest.fixture(autouse=True)
def trial(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The self-test is recorded here instead of run: these archives hold no model. Its own tests run it."""
    tried: list[Path] = []

    def passing(model: Path) -> SelfTest:
        assert (model / "am" / "final.mdl").is_file()
        tried.append(model)
        return SelfTest(0, 0)

    monkeypatch.setattr(install, "self_test", passing)
    return tried


def fetched(server: Server, models: Path, sha256: str | None = None, settings: DownloadSettings = QUICK) -> Path:
    return install_model(NAME, models, url=server.url, sha256=sha256, progress=False, settings=settings)


def failure(kind: type[CoachError], server: Server, models: Path, sha256: str | None = None) -> str:
    """The sentence of the refusal; no model may be there afterwards."""
    with pytest.raises(kind) as caught:
        fetched(server, models, sha256)
    assert not (models / NAME).exists()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def left(models: Path) -> set[str]:
    return {path.name for path in models.iterdir()}


def test_a_good_archive_is_installed_and_tried_before_it_is_in_place(server, models, trial):
    target = fetched(server, models)
    assert target == models / NAME
    assert (target / "conf" / "model.conf").read_text() == "--beam=13\n"
    assert len(trial) == 1
    assert trial[0] != target
    assert left(models) == {NAME, "checksums.json"}


def test_an_installed_model_that_works_is_not_fetched_again(server, models):
    fetched(server, models)
    assert fetched(server, models) == models / NAME
    assert len(server.asked) == 1


def test_an_installed_model_that_is_damaged_is_replaced(server, models, monkeypatch):
    fetched(server, models)
    weights = models / NAME / "am" / "final.mdl"
    good = weights.read_bytes()
    weights.write_bytes(b"rubbish")

    def trial(model: Path) -> SelfTest:
        if (model / "am" / "final.mdl").read_bytes() == b"rubbish":
            raise MissingModel("it does not load")
        return SelfTest(0, 0)

    monkeypatch.setattr(install, "self_test", trial)
    assert fetched(server, models).joinpath("am", "final.mdl").read_bytes() == good
    assert left(models) == {NAME, "checksums.json"}


def test_a_broken_connection_keeps_the_part_and_the_next_call_goes_on(server, models):
    server.cut_after = 100_000
    assert "the same command again" in failure(MissingComponent, server, models)
    part = models / f"{NAME}.zip.part"
    assert part.stat().st_size == 100_000
    fetched(server, models)
    assert server.asked[1]["Range"] == "bytes=100000-"
    assert left(models) == {NAME, "checksums.json"}


def test_a_server_without_range_starts_again(server, models):
    server.cut_after, server.ranges = 100_000, False
    failure(MissingComponent, server, models)
    fetched(server, models)
    assert hashlib.sha256(server.body).hexdigest() == install.recorded(NAME, models)


def test_a_server_without_versions_is_never_asked_to_go_on(server, models):
    server.cut_after, server.version = 100_000, None
    failure(MissingComponent, server, models)
    fetched(server, models)
    assert server.asked[1]["Range"] is None


def test_a_file_that_changed_meanwhile_is_not_glued_to_the_old_part(server, models):
    server.cut_after = 100_000
    failure(MissingComponent, server, models)
    server.body, server.version = model_archive(b"two"), '"two"'
    assert fetched(server, models).joinpath("am", "final.mdl").read_bytes().startswith(b"two")


def test_a_part_that_is_already_whole_is_used(server, models):
    server.cut_after = 100_000
    failure(MissingComponent, server, models)
    (models / f"{NAME}.zip.part").write_bytes(server.body)
    fetched(server, models)
    assert left(models) == {NAME, "checksums.json"}


def test_a_part_that_is_longer_than_the_file_is_dropped(server, models):
    server.cut_after = 100_000
    failure(MissingComponent, server, models)
    (models / f"{NAME}.zip.part").write_bytes(bytes(2 * len(server.body)))
    fetched(server, models)
    assert left(models) == {NAME, "checksums.json"}


def test_a_silent_server_is_given_up(server, models):
    server.pause = 2.0
    assert "the same command again" in failure(MissingComponent, server, models)


def test_a_trickling_server_is_given_up(server, models):
    server.pause = 0.02
    assert "bytes a second" in failure(MissingComponent, server, models)


def test_nobody_listening_is_a_sentence(models):
    gone = Server(url="http://127.0.0.1:9/vosk-model-test.zip")
    assert "refused" in failure(MissingComponent, gone, models)


@pytest.mark.parametrize(("status", "kind", "words"), [(404, BadInput, "nothing at"), (503, MissingComponent, "503")])
def test_an_error_of_the_server_is_a_sentence(server, models, status, kind, words):
    server.status = status
    assert words in failure(kind, server, models)


def test_a_web_page_in_the_archives_place_is_refused(server, models):
    server.kind = "text/html; charset=utf-8"
    assert "web page" in failure(BadArchive, server, models)
    assert left(models) == set()


@pytest.mark.parametrize(
    "body",
    [
        b"<html>log in</html>",
        b"",
        model_archive()[:200_000],
        zipped({"../evil": b"x", f"{NAME}/am/final.mdl": b"x"}),
        zipped({f"{NAME}/readme.txt": b"no model here"}),
    ],
    ids=["a page", "nothing", "truncated", "path-traversing", "no model"],
)
def test_a_wrong_archive_is_refused_and_its_bytes_are_dropped(server, models, body):
    server.body = body
    failure(BadArchive, server, models)
    assert left(models) == set()
    assert not (models.parent / "evil").exists()


def test_a_model_that_fails_its_trial_is_not_installed(server, models, monkeypatch):
    def failing(model: Path) -> SelfTest:
        raise MissingModel("it does not load")

    monkeypatch.setattr(install, "self_test", failing)
    assert "was not installed" in failure(BadArchive, server, models)
    assert left(models) == set()


def test_a_wrong_checksum_is_refused(server, models):
    assert "--sha256" in failure(BadArchive, server, models, "0" * 64)
    assert left(models) == set()


def test_the_right_checksum_is_accepted_in_either_case(server, models):
    assert fetched(server, models, hashlib.sha256(server.body).hexdigest().upper()) == models / NAME


def test_the_first_checksum_is_recorded_and_another_archive_is_refused_later(server, models):
    first = fetched(server, models)
    install.shutil.rmtree(first)
    server.body, server.version = model_archive(b"another"), '"two"'
    assert "recorded at its first installation" in failure(BadArchive, server, models)
    changed = hashlib.sha256(server.body).hexdigest()
    fetched(server, models, changed)
    assert json.loads((models / "checksums.json").read_text()) == {NAME: changed}


@pytest.mark.parametrize("name", ["", "../vosk-model-x", "model", "vosk-model-", "vosk-model-a/b", "vosk-model-\n"])
def test_a_name_that_no_model_has_is_refused_before_any_request(server, models, name):
    with pytest.raises(BadInput, match="official model"):
        install_model(name, models, url=server.url, progress=False)
    assert server.asked == []


@pytest.mark.parametrize("sha256", ["", "abc", "g" * 64, "0" * 63])
def test_a_checksum_that_is_none_is_refused_before_any_request(server, models, sha256):
    with pytest.raises(BadInput, match="64 hexadecimal"):
        fetched(server, models, sha256)
    assert server.asked == []


@pytest.mark.parametrize(
    "url", ["", "file:///etc/passwd", "ftp://host/a.zip", "http://", "http://[", "http://a:b/", "x"]
)
def test_an_address_that_is_none_is_refused(models, url):
    failure(BadInput, Server(url=url or "nothing"), models)


def test_an_interruption_keeps_the_part_and_says_how_to_go_on(server, models, monkeypatch, capsys):
    real = download_module._blocks

    def interrupted(*arguments: object) -> Iterator[bytes]:
        yield next(iter(real(*arguments)))
        raise KeyboardInterrupt

    monkeypatch.setattr(download_module, "_blocks", interrupted)
    with pytest.raises(KeyboardInterrupt):
        fetched(server, models)
    assert "goes on from there" in capsys.readouterr().err
    kept = (models / f"{NAME}.zip.part").stat().st_size
    assert kept > 0
    monkeypatch.setattr(download_module, "_blocks", real)
    fetched(server, models)
    assert server.asked[1]["Range"] == f"bytes={kept}-"


def test_a_disk_that_fills_up_is_said_and_the_part_is_kept(server, models, monkeypatch):
    def full(*arguments: object) -> Iterator[bytes]:
        yield b"first"
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(download_module, "_blocks", full)
    assert "the disk is full" in failure(MissingComponent, server, models)
    assert (models / f"{NAME}.zip.part").read_bytes() == b"first"


def test_a_folder_that_may_not_be_written_is_said(server, tmp_path):
    (tmp_path / "models").write_text("a file, not a folder")
    with pytest.raises(BadInput, match="cannot be written"):
        fetched(server, tmp_path / "models")
