"""Models are built once for each content."""

import shutil

from voice_coach.bench.model_cache import content_key


def test_any_changed_sentence_gives_another_model(tiny_intents, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(tiny_intents, copy)
    assert content_key(copy) == content_key(tiny_intents)
    (copy / "lists.yaml").write_text("muscle:\n- {in: hand, out: hand}\n", encoding="utf-8")
    assert content_key(copy) != content_key(tiny_intents)


def test_what_the_coach_answers_is_no_part_of_the_model(tiny_intents, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(tiny_intents, copy)
    (copy / "dialogue").mkdir()
    (copy / "dialogue" / "lines.yaml").write_text("x: y\n", encoding="utf-8")
    assert content_key(copy) == content_key(tiny_intents)
