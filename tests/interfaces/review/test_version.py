"""The content's version: changed by one word, unchanged by how the files are written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conversation import script
from voice_coach.dialogue.script import load_script
from voice_coach.interfaces.review import version as versions
from voice_coach.interfaces.review.rules import rules
from voice_coach.interfaces.review.version import digests, version


def of(folder: Path) -> str:
    return version(digests(load_script(folder)))


def edit(path: Path, good: str, bad: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert good in text, "the edit must change something"
    path.write_text(text.replace(good, bad, 1), encoding="utf-8")


def test_it_is_short_enough_to_be_read_aloud() -> None:
    assert re.fullmatch(r"[0-9a-f]{4}-[0-9a-f]{4}", version(digests(script())))


def test_comments_blank_lines_and_quotes_leave_it_alone(content: Path) -> None:
    before = version(digests(script()))
    lines = content / "dialogue" / "lines.yaml"
    edit(lines, "say: Paused. Say resume to go on.", '# a remark\n    say: "Paused. Say   resume to go on."\n')
    lines.write_text("# another\n\n" + lines.read_text(encoding="utf-8"), encoding="utf-8")
    assert of(content) == before


def test_the_order_and_the_names_of_the_files_leave_it_alone(content: Path) -> None:
    before = version(digests(script()))
    dialogue = content / "dialogue"
    (dialogue / "relief.yaml").rename(dialogue / "a_first.yaml")
    (dialogue / "lines.yaml").rename(dialogue / "z_last.yaml")
    (content / "topics" / "stress.yaml").rename(content / "topics" / "a_stress.yaml")
    assert of(content) == before


def test_a_note_for_reviewers_leaves_it_alone(content: Path) -> None:
    before = version(digests(script()))
    edit(content / "dialogue" / "questions.yaml", "note: ", "note: Also see below. ")
    assert of(content) == before


@pytest.mark.parametrize(
    ("file", "good", "bad", "entry"),
    [
        ("lines.yaml", "say: Paused. Say resume to go on.", "say: Paused. Say resume to carry on.", "line pause.1"),
        ("questions.yaml", "Is that part swollen, hot or red?", "Is that part puffy, hot or red?", "line ask.swelling"),
        ("questions.yaml", "topic_words: [numb, floppy, limp]", "topic_words: [numb, limp]", "question numb_floppy"),
        ("protocols.yaml", "      - ask still_locked if not_working\n", "", "protocol cramp_relief"),
        ("protocols.yaml", "minutes: 10", "minutes: 11", "step cool_first"),
        ("lines.yaml", "paused: [pause.1, pause.2]", "paused: [pause.2, pause.1]", "cue paused"),
        ("numbers.yaml", 'country: GB, number: "999"', 'country: GB, number: "112"', "number countries GB"),
        ("emergency.yaml", "NHS 111 online: what", "NHS 111: what", "line emergency.operator"),
    ],
)
def test_whatever_is_heard_or_decided_changes_it_and_is_told_by_its_name(
    content: Path, file: str, good: str, bad: str, entry: str
) -> None:
    before = digests(script())
    edit(content / "dialogue" / file, good, bad)
    after = digests(load_script(content))
    assert [name for name in {*before, *after} if before.get(name) != after.get(name)] == [entry]
    assert version(before) != version(after)


def test_a_number_of_the_code_changes_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    before = version(digests(script()))
    monkeypatch.setattr(versions, "rules", lambda: rules()[1:])
    assert version(digests(script())) != before


def test_every_entry_has_a_digest() -> None:
    whole = script()
    entries = digests(whole)
    assert {f"line {line}" for line in whole.lines} <= set(entries)
    assert {f"question {question}" for question in whole.questions} <= set(entries)
    assert {f"protocol {protocol}" for protocol in whole.protocols} <= set(entries)
    assert len([name for name in entries if name.startswith("combination ")]) == len(whole.combinations)
    assert {f"rule {rule.id}" for rule in rules()} <= set(entries)
