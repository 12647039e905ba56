"""A content folder of a handful of phrases, the model made of it, and the acoustic model it is made from."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_coach.recognition.embedded.build import MODEL_NAME, build_embedded
from voice_coach.recognition.embedded.sphinx import SphinxModel, read_sphinx_model, wheel_folder
from voice_coach.recognition.hypothesis import Recogniser
from voice_coach.recognition.vosk_recogniser import load_recogniser
from voice_coach.understanding.library import IntentLibrary, load_library

TOPICS = """\
intents:
- {intent: cramp_relief, sentences: ["[my] {muscle} [is] (cramping|in spasm)"]}
- {intent: emergency, sentences: ["i have chest pain"]}
- {intent: nav_stop, context: session, sentences: ["stop"]}
- {intent: yes, context: session, sentences: ["yes"]}
- {intent: no, context: session, sentences: ["no"]}
"""
LISTS = """\
muscle:
- {in: "(calf|lower leg)", out: calf}
- {in: foot, out: foot}
"""


@pytest.fixture(scope="session")
def tiny_intents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A content folder of 28 phrases; read it, never write to it."""
    folder = tmp_path_factory.mktemp("tiny") / "intents"
    (folder / "topics").mkdir(parents=True)
    (folder / "topics" / "cramp.yaml").write_text(TOPICS, encoding="utf-8")
    (folder / "lists.yaml").write_text(LISTS, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def tiny_library(tiny_intents: Path) -> IntentLibrary:
    """The same, loaded."""
    return load_library(tiny_intents)


@pytest.fixture(scope="session")
def tiny_model(tiny_library: IntentLibrary, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model of these phrases; read it, never write to it."""
    into = tmp_path_factory.mktemp("tiny-models") / MODEL_NAME
    build_embedded(tiny_library, into)
    return into


@pytest.fixture(scope="session")
def tiny_recogniser(tiny_model: Path) -> Recogniser:
    """The same in libvosk."""
    return load_recogniser(tiny_model)


@pytest.fixture(scope="session")
def acoustic_model() -> SphinxModel:
    """The acoustic model of the pocketsphinx wheel."""
    return read_sphinx_model(wheel_folder() / "en-us")


@pytest.fixture(scope="session")
def coach_library(root: Path) -> IntentLibrary:
    """The coach's own sentences."""
    return load_library(root / "intents")
