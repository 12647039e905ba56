"""The figures as JSON and as a table."""

import json

import jsonschema
import pytest

from voice_coach.bench.labels import Label
from voice_coach.bench.metrics import Cost, count
from voice_coach.bench.outcome import Decision, Outcome
from voice_coach.bench.plan import Plan
from voice_coach.bench.report import as_json, as_table


@pytest.fixture
def schema(root):
    path = root / "voice_coach" / "interfaces" / "schema" / "bench.json"
    return json.loads(path.read_text(encoding="utf-8"))


def conditions(outcomes, labels):
    return count("vosk", "clean", outcomes, labels, Cost(81.25, 0.125))


def test_the_json_of_a_run_follows_the_schema(schema, tmp_path):
    decision = Decision("large latte", True, "order", {"size": "large"}, decision_ms=20.0, endpoint_ms=1000.0)
    labels = {"a": Label({"size": "large"}), "b": Label({"size": "small"})}
    outcomes = [Outcome(name, "vosk", "clean", (decision,), 4.0, 0.2) for name in ("a", "b", "n")]
    report = as_json(Plan(tmp_path, (), labels), conditions(outcomes, labels), 12.0)
    jsonschema.validate(json.loads(json.dumps(report)), schema)
    (entry,) = report["conditions"]
    assert entry["acceptance"] == 0.5
    assert entry["interval95"] == [0.0945, 0.9055]
    assert entry["false_starts"] == 1
    assert entry["endpoint_ms"] == {"p50": 1000.0, "p95": 1000.0}
    contract = {"accepted_right", "total", "acceptance", "interval95", "false_starts", "negative_hours"}
    contract |= {"missed_emergencies", "real_time_factor", "peak_memory_mb", "decision_ms", "endpoint_ms"}
    assert contract <= set(entry)


def test_a_run_in_which_nothing_was_heard_follows_the_schema_too(schema, tmp_path):
    labels = {"a": Label(intent="emergency")}
    entries = conditions([Outcome("a", "vosk", "clean", (), 1.0, 0.0)], labels)
    jsonschema.validate(json.loads(json.dumps(as_json(Plan(tmp_path, (), labels), entries, None))), schema)
    assert entries[0].missed_emergencies == 1


def test_the_schema_refuses_an_unknown_key(schema, tmp_path):
    report = as_json(Plan(tmp_path, ()), [], None) | {"accuracy": 1.0}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, schema)


def test_the_table_has_one_aligned_line_an_engine_and_condition():
    labels = {"a": Label(intent="nav_stop")}
    table = as_table(conditions([Outcome("a", "vosk", "clean", (), 1.0, 0.0)], labels)).splitlines()
    assert len(table) == 3
    assert table[2].split()[:5] == ["vosk", "clean", "all", "0/1", "="]
    assert table[0].index("RTF") == table[2].index("0.000")
