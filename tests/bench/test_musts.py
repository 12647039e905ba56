"""What the musts are measured on."""

from voice_coach.bench.musts import barista_intents, coach_clips, order_clips
from voice_coach.understanding.interpretation import Situation


def test_the_given_recordings_fall_into_the_kinds_that_the_issue_counts(shared):
    clips, labels = coach_clips(shared / "audio")
    kinds = [clip.name.rsplit("/", 1)[0] for clip in clips]
    counts = {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}
    assert counts == {"words/question": 15, "others/question": 135, "others/idle": 135, "barista/idle": 104}
    assert len(labels) == 15
    assert {clip.situation for clip in clips if clip.name in labels} == {Situation.QUESTION}


def test_every_order_has_its_label_and_its_templates(shared):
    clips, labels = order_clips(shared / "audio")
    assert [clip.name for clip in clips] == list(labels)
    assert len(clips) == 104
    assert (barista_intents() / "topics").is_dir()
