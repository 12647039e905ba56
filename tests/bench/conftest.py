"""Small intents and models that the bench's tests share."""

from __future__ import annotations

import pytest

from voice_coach.understanding.library import load_library


@pytest.fixture(scope="session")
def tiny_intents(tmp_path_factory):
    """A content folder of a handful of phrases."""
    folder = tmp_path_factory.mktemp("intents")
    (folder / "topics").mkdir()
    (folder / "topics" / "cramp.yaml").write_text(
        "intents:\n"
        '- {intent: cramp_relief, sentences: ["[my] {muscle} [is] (cramping|in spasm)", "night cramps"]}\n'
        '- {intent: nav_stop, context: session, sentences: ["(stop|stop please)"]}\n'
        '- {intent: order, expand: false, sentences: ["([{muscle}];[{side}]) coffee"]}\n',
        encoding="utf-8",
    )
    (folder / "lists.yaml").write_text(
        'muscle:\n- {in: "(calf|lower leg)", out: calf}\n- {in: foot, out: foot}\nside:\n- {in: left, out: left}\n',
        encoding="utf-8",
    )
    return folder


@pytest.fixture(scope="session")
def tiny_library(tiny_intents):
    """The same, loaded."""
    return load_library(tiny_intents)
