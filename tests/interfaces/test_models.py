"""`models`: what building, listing and verifying print, and how each says what is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from voice_coach import paths
from voice_coach.interfaces import cli
from voice_coach.interfaces.commands.models import EMBEDDED
from voice_coach.recognition.embedded.build import MODEL_NAME, NOTE, build_embedded
from voice_coach.recognition.manifest import read_manifest
from voice_coach.recognition.store import MODEL_VARIABLE
from voice_coach.understanding.library import load_library

TOPIC = 'intent: nav_stop\nsentences: ["stop [please]", "no"]\n'


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A content folder of three phrases and an empty models folder, both the command's own."""
    (tmp_path / "intents" / "topics").mkdir(parents=True)
    (tmp_path / "intents" / "topics" / "stop.yaml").write_text(TOPIC, encoding="utf-8")
    monkeypatch.setenv("VOICE_COACH_INTENTS", str(tmp_path / "intents"))
    monkeypatch.setattr(paths, "models_folder", lambda: tmp_path / "models")
    monkeypatch.delenv(MODEL_VARIABLE, raising=False)
    return tmp_path


@pytest.fixture
def models(capsys):
    """Runs the command; returns its exit code and what it printed."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(["models", *arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return run


@pytest.fixture(scope="module")
def finished(tmp_path_factory) -> Path:
    """The model of these phrases; read it, never write to it."""
    folder = tmp_path_factory.mktemp("finished")
    (folder / "topics").mkdir()
    (folder / "topics" / "stop.yaml").write_text(TOPIC, encoding="utf-8")
    build_embedded(load_library(folder), folder / MODEL_NAME)
    return folder / MODEL_NAME


@pytest.fixture
def built(home, finished) -> Path:
    """A copy of it in the models folder."""
    return Path(shutil.copytree(finished, home / "models" / MODEL_NAME))


def sentence(err: str) -> str:
    """The one line on standard error, without the bar that was drawn and wiped before it."""
    line = err.rsplit("\r", 1)[-1]
    assert len(line.strip().splitlines()) == 1
    assert line.strip().startswith("voice-coach: ")
    return line.strip()


def change_the_sentences(home: Path) -> None:
    text = TOPIC.replace("no", "wait")
    (home / "intents" / "topics" / "stop.yaml").write_text(text, encoding="utf-8")


def test_the_command_builds_under_the_model_s_own_name():
    assert EMBEDDED == MODEL_NAME


def test_building_says_where_what_and_whose(home, models):
    code, out, _ = models("build", EMBEDDED)
    into = home / "models" / MODEL_NAME
    assert code == 0
    assert out.startswith(f"{into}: 3 phrases")
    assert NOTE in out
    assert "Alpha Cephei" in out
    assert read_manifest(into) is not None


def test_building_takes_another_content_folder_and_another_place(home, models, tiny_content, tmp_path):
    code, out, _ = models("build", EMBEDDED, "--intents", str(tiny_content), "--into", str(tmp_path / "else"))
    assert code == 0
    assert "1 phrases" in out
    assert read_manifest(tmp_path / "else" / MODEL_NAME) is not None
    assert not (home / "models").exists()


@pytest.fixture
def tiny_content(tmp_path) -> Path:
    folder = tmp_path / "tiny"
    (folder / "topics").mkdir(parents=True)
    (folder / "topics" / "yes.yaml").write_text("intent: affirm\nsentences: [yes]\n", encoding="utf-8")
    return folder


def test_only_a_stale_or_damaged_model_is_built_anew(home, built, models):
    before = (built / "manifest.json").stat().st_mtime_ns
    assert models("build", EMBEDDED, "--if-stale")[1] == f"{built}: is up to date\n"
    assert (built / "manifest.json").stat().st_mtime_ns == before
    (built / "graph" / "Gr.fst").write_bytes(b"")
    assert "3 phrases" in models("build", EMBEDDED, "--if-stale")[1]
    change_the_sentences(home)
    assert "3 phrases" in models("build", EMBEDDED, "--if-stale")[1]
    assert "up to date" in models("build", EMBEDDED, "--if-stale")[1]


def test_another_name_is_bad_usage(home, models):
    with pytest.raises(SystemExit) as ended:
        models("build", "vosk-model-small-en-us-0.15")
    assert ended.value.code == 2


def test_a_place_that_cannot_be_written_is_one_sentence(home, models):
    (home / "file").write_text("in the way", encoding="utf-8")
    code, out, err = models("build", EMBEDDED, "--into", str(home / "file"))
    assert (code, out) == (2, "")
    assert "--into" in sentence(err)


def test_broken_content_is_named_with_file_and_line(home, models):
    (home / "intents" / "topics" / "stop.yaml").write_text("intent: nav_stop\nsentences: ['(stop']\n", encoding="utf-8")
    code, _, err = models("build", EMBEDDED)
    assert code == 2
    assert "topics/stop.yaml, line 2" in sentence(err)
    assert not (home / "models").exists()


def test_listing_without_models_says_how_to_get_one(home, models):
    code, out, _ = models("list")
    assert code == 0
    assert "voice-coach models build embedded-en-us" in out
    assert len(out.splitlines()) == 1


def test_listing_marks_the_one_in_use(home, built, models):
    official = home / "models" / "vosk-model-small-en-us-0.15"
    assert models("list")[1].startswith(f"* {built}  {NOTE}")
    official.mkdir()
    lines = models("list")[1].splitlines()
    assert lines[0].startswith(f"* {official}")
    assert lines[1].startswith(f"  {built}")


def test_listing_shows_a_chosen_model_from_elsewhere_too(home, built, models, monkeypatch, tmp_path):
    chosen = tmp_path / "mine"
    chosen.mkdir()
    monkeypatch.setenv(MODEL_VARIABLE, str(chosen))
    lines = models("list")[1].splitlines()
    assert lines[0].startswith(f"* {chosen}")
    assert lines[1].startswith(f"  {built}")


def test_listing_and_verifying_notice_other_sentences(home, built, models):
    change_the_sentences(home)
    for action in ("list", "verify"):
        code, out, _ = models(action)
        assert code == 0
        assert "built for other sentences" in out.splitlines()[-1]


def test_verifying_loads_the_one_in_use_or_the_one_named(built, models):
    for arguments in ((), (MODEL_NAME,), (str(built),)):
        code, out, _ = models("verify", *arguments)
        assert code == 0
        assert out.startswith(f"{built} is whole and loads")


def test_verifying_a_damaged_model_is_one_sentence_with_the_mend(built, models):
    (built / "am" / "final.mdl").write_bytes(b"rubbish")
    code, out, err = models("verify")
    assert (code, out) == (3, "")
    assert "am/final.mdl" in sentence(err)
    assert "voice-coach models build embedded-en-us" in sentence(err)


@pytest.mark.parametrize("name", ["nowhere", "vosk-model-en-us-0.22", "../nowhere"])
def test_verifying_a_model_that_is_not_there_is_one_sentence(home, models, name):
    code, out, err = models("verify", name)
    assert (code, out) == (2, "")
    assert "models list" in sentence(err)


def test_verifying_without_any_model_says_how_to_get_one(home, models):
    code, _, err = models("verify")
    assert code == 3
    assert "voice-coach models build embedded-en-us" in sentence(err)


def test_an_action_is_needed(models):
    with pytest.raises(SystemExit) as ended:
        models()
    assert ended.value.code == 2
