"""What people and programs read."""

from __future__ import annotations

import io
import json

from tests.conversation import Talk
from voice_coach.interfaces.transcript import JsonLines, Transcript


def talk() -> Talk:
    conversation = Talk()
    conversation.hear("my calf is cramping", "banana bread", "no")
    return conversation


def test_a_program_reads_one_object_a_line() -> None:
    out = io.StringIO()
    records = talk().records
    for record in records:
        JsonLines(out)(record)
    assert [json.loads(line) for line in out.getvalue().splitlines()] == records


def test_a_person_reads_what_was_heard_matched_and_said() -> None:
    out = io.StringIO()
    for record in talk().records:
        Transcript(out)(record)
    text = out.getvalue()
    assert '"my calf is cramping"  -> cramp_relief muscle=calf' in text
    assert '"banana bread"  -> not understood' in text
    assert "Do you have chest pain, or trouble breathing?" in text
    assert "answer negate" in text
