"""Real output against the published schemas."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

SAID = ("my calf is cramping", "yes", "no chest pain", "i can breathe", "banana bread", "for three days", "...")


@pytest.mark.parametrize("name", ["events", "ask", "bench", "script"])
def test_every_schema_is_a_valid_schema(root: Path, name: str) -> None:
    schema = json.loads((root / f"voice_coach/interfaces/schema/{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("said", SAID)
def test_what_ask_prints_fits_its_schema(root: Path, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "voice_coach.interfaces.cli", "ask", said, "--json"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    schema = json.loads((root / "voice_coach/interfaces/schema/ask.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(done.stdout))


def test_a_whole_conversation_fits_the_events_schema(root: Path) -> None:
    typed = (
        "my calf is cramping\nno\nwhat\n@no\nyes no wait no\n@wait 30\nnot sure\nno\nno\n@wait 25\nit eased\n@stop\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "voice_coach.interfaces.cli", "text", "--json"],
        input=typed, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    schema = json.loads((root / "voice_coach/interfaces/schema/events.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    for event in told:
        validator.validate(event)
    assert {"heard", "say", "ask", "end", "tapped"} <= {event["event"] for event in told}
