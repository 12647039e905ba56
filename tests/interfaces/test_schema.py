"""Real output against the published schemas."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from voice_coach.interfaces.cli import main

SAID = (
    "my calf is cramping", "yes", "no chest pain", "i can breathe", "banana bread", "for three days", "...",
    "hey coach", "hey coach my calf is cramping should i ice it",
)  # fmt: skip


@pytest.mark.parametrize("name", ["events", "ask", "bench", "script"])
def test_every_schema_is_a_valid_schema(root: Path, name: str) -> None:
    schema = json.loads((root / f"voice_coach/interfaces/schema/{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("said", SAID)
def test_what_ask_prints_fits_its_schema(root: Path, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", said, "--json"]) == 0
    schema = json.loads((root / "voice_coach/interfaces/schema/ask.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(capsys.readouterr().out))


PLAIN = "my calf is cramping\nno\nwhat\n@no\nyes no wait no\n@wait 30\nnot sure\nno\nno\n@wait 25\nit eased\n@stop\n"
CALLED = "my calf is cramping\nhey coach\nshould i drink water\n@wait 60\nmy chest hurts\n@wait 60\n@stop\n@wait 60\n"


@pytest.mark.parametrize(
    ("typed", "options", "wanted"),
    [
        (PLAIN, (), {"heard", "say", "ask", "end", "tapped"}),
        (CALLED, ("--wake",), {"heard", "rejected", "say", "attention", "level", "tapped"}),
    ],
    ids=["plain", "wake"],
)
def test_a_whole_conversation_fits_the_events_schema(
    root: Path, typed: str, options: tuple[str, ...], wanted: set[str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "voice_coach.interfaces.cli", "text", "--json", *options],
        input=typed, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    schema = json.loads((root / "voice_coach/interfaces/schema/events.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    for event in told:
        validator.validate(event)
    assert wanted <= {event["event"] for event in told}
    assert ("attention" in {event["event"] for event in told}) is ("--wake" in options)
