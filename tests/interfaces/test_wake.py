"""The wake phrase through the whole coach: typed, and spoken by synthetic voices."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.conversation import Talk
from voice_coach.audio.file import read_whole
from voice_coach.paths import intents_folder
from voice_coach.recognition.vosk_recogniser import load_recogniser
from voice_coach.settings import Settings, WakeSettings
from voice_coach.understanding.interpretation import Call
from voice_coach.understanding.library import load_library
from voice_coach.understanding.understanding import Understanding

WAITING = Settings(wake=WakeSettings(needed=True))
VOICES = ("flite_rms", "flite_awb", "festival_slt", "espeak_us")
EVERY = 40
"""Of the people's other recordings one in forty is heard here; `bench --details` hears them all."""


def talk() -> Talk:
    return Talk(settings=WAITING)


def wait(one: Talk, seconds: float) -> None:
    one.time.settle()
    one.time.advance(one.clock.now + seconds)


def told(one: Talk) -> list[str]:
    return [str(record["state"]) for record in one.of("attention")]


def test_asleep_a_cramp_starts_nothing_and_says_why() -> None:
    one = talk()
    one.hear("my calf is cramping", "stop", "help", "blah blah")
    assert [record["event"] for record in one.records] == ["rejected"] * 4
    assert [record["reason"] for record in one.of("rejected")] == ["asleep", "unknown", "asleep", "unknown"]


def test_called_alone_it_listens_for_a_while_and_then_no_more() -> None:
    one = talk()
    one.hear("hey coach")
    assert [record["event"] for record in one.records] == ["attention", "heard"]
    wait(one, 7.9)
    assert told(one) == ["awake"]
    wait(one, 0.2)
    assert told(one) == ["awake", "asleep"]
    one.hear("my calf is cramping")
    assert one.records[-1]["reason"] == "asleep"


def test_within_the_window_no_call_is_needed() -> None:
    one = talk()
    one.hear("hey coach")
    wait(one, 7)
    one.hear("my calf is cramping")
    assert one.of("ask")


def test_who_began_within_the_window_is_heard_after_it() -> None:
    one = talk()
    one.hear("hey coach")
    began = one.clock.now + 7.5
    wait(one, 9)
    one.coach.hear("my calf is cramping", one.clock.now, voice_start=began)
    assert one.of("heard")[-1]["intent"] == "cramp_relief"


@pytest.mark.parametrize("said", ["hey coach my calf is cramping", "coach my calf is cramping", "ok coach calf cramp"])
def test_call_and_command_in_one_breath(said: str) -> None:
    one = talk()
    one.hear(said)
    assert one.of("heard")[0]["slots"] == {"muscle": "calf"}
    assert one.of("ask")


@pytest.mark.parametrize("said", ["i have chest pain", "he collapsed", "call an ambulance", "my leg is numb"])
def test_emergencies_need_no_call(said: str) -> None:
    one = talk()
    one.hear(said)
    assert one.of("level")[0]["level"] == "emergency"


def test_a_sign_that_is_only_asked_about_needs_no_call_either() -> None:
    plain, waiting = Talk(), talk()
    for one in (plain, waiting):
        one.hear("i can feel my chest")
    assert [record["event"] for record in waiting.of("ask")] == [record["event"] for record in plain.of("ask")]


def test_a_conversation_is_its_own_window_however_long_it_is_silent() -> None:
    one = talk()
    one.hear("hey coach my calf is cramping", *["no"] * 4)
    wait(one, 60)
    one.hear("that helped")
    assert one.records[-1]["event"] != "rejected"
    assert told(one) == ["awake"]


def test_after_the_end_it_listens_a_while_longer() -> None:
    one = talk()
    one.hear("hey coach my calf is cramping", "stop")
    wait(one, 5)
    one.hear("my quad is cramping", "stop")
    assert [record["intent"] for record in one.of("heard")].count("cramp_relief") == 2
    wait(one, 9)
    one.hear("my quad is cramping")
    assert one.records[-1] == {**one.records[-1], "event": "rejected", "reason": "asleep"}


def test_the_window_counts_from_the_last_word_of_an_answer() -> None:
    one = talk()
    one.hear("hey coach should i drink water")
    last = one.of("say")[-1]["t"]
    wait(one, 30)
    [asleep] = [record for record in one.of("attention") if record["state"] == "asleep"]
    assert isinstance(last, float)
    assert asleep["t"] >= last + 7.9


def test_a_call_that_was_not_understood_opens_the_window_and_the_name_alone_does_not() -> None:
    one = talk()
    one.hear("coach can you spot me")
    assert told(one) == []
    one.hear("hey coach can you spot me")
    assert told(one) == ["awake"]


def test_a_touch_wakes() -> None:
    one = talk()
    one.coach.tap("help", one.clock.now)
    assert told(one) == ["awake"]
    assert one.of("tapped")


@pytest.mark.parametrize("said", ["my calf is cramping", "hey coach my calf is cramping", "coach my calf is cramping"])
def test_without_the_option_a_call_is_courtesy(said: str) -> None:
    one = Talk()
    one.hear(said, "hey coach")
    assert one.of("heard")[0]["slots"] == {"muscle": "calf"}
    assert one.of("attention") == []
    assert one.records[-1]["event"] == "ask"
    assert one.of("rejected")[-1]["reason"] == "unknown"


def test_every_event_fits_the_schema(root: Path) -> None:
    schema = json.loads((root / "voice_coach/interfaces/schema/events.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    one = talk()
    one.hear("my calf is cramping", "hey coach", "is this serious")
    wait(one, 1)
    one.hear("stop")
    wait(one, 20)
    one.time.finish()
    for record in one.records:
        validator.validate(record)
    assert one.records[-1]["event"] == "attention"
    assert len(one.of("end")) == 1


# Spoken.


def clip(root: Path, voice: str, name: str) -> Path:
    return root / "audio_fixtures" / "wake" / voice / f"{name}.flac"


@pytest.fixture(scope="module")
def ears(model: Path):
    library = load_library(intents_folder())
    recogniser, understanding = load_recogniser(model, library), Understanding(library)
    return lambda path: understanding.interpret(recogniser.decode(read_whole(path)))


@pytest.mark.parametrize("voice", VOICES)
def test_each_voice_calls_and_is_understood_behind_the_call(root: Path, ears, voice: str) -> None:
    assert ears(clip(root, voice, "hey_coach")).call is Call.ALONE
    labels = json.loads((root / "audio_fixtures/wake/labels.json").read_text(encoding="utf-8"))
    for name, label in labels.items():
        if label["group"] == voice:
            heard = ears(root / "audio_fixtures/wake" / name)
            assert heard.call is not Call.NONE
            assert (heard.intent, dict(heard.slots)) == (label["intent"], label["slots"])


def test_people_who_say_something_else_do_not_call(shared: Path, root: Path, ears) -> None:
    said = sorted((shared / "audio" / "words").rglob("*.flac")) + sorted((shared / "audio" / "barista").glob("*.flac"))
    others = said[::EVERY] + sorted((root / "audio_fixtures/out_of_domain/flite_slt").glob("*.flac"))[:4]
    assert len(others) > 8
    assert [path.name for path in others if ears(path).call is not Call.NONE] == []


def replay(*arguments: object) -> list[dict[str, object]]:
    done = subprocess.run(
        [sys.executable, "-m", "voice_coach.interfaces.cli", "replay", "--json", *map(str, arguments)],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_recorded_calls_wake_the_coach_and_recorded_cramps_do_not(root: Path) -> None:
    plain = root / "audio_fixtures" / "flite_slt" / "my_calf_is_cramping.flac"
    events = replay("--wake", plain, clip(root, "flite_rms", "hey_coach"), plain)
    told = [(event["event"], event.get("reason") or event.get("intent")) for event in events[:4]]
    assert told == [("rejected", "asleep"), ("attention", None), ("heard", "wake"), ("heard", "cramp_relief")]


@pytest.mark.parametrize("seconds", ["0", "nan", "1e9"])
def test_a_window_out_of_range_is_refused(seconds: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "voice_coach.interfaces.cli", "text", "--wake", "--wake-window", seconds],
        input="", capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "--wake-window takes seconds from 1 to 600" in done.stderr


def test_content_without_a_wake_phrase_cannot_wait_for_one(root: Path, tmp_path: Path) -> None:
    content = shutil.copytree(root / "intents", tmp_path / "intents")
    (content / "wake.yaml").unlink()
    done = subprocess.run(
        [sys.executable, "-m", "voice_coach.interfaces.cli", "text", "--wake", "--intents", str(content)],
        input="", capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "add wake.yaml" in done.stderr
