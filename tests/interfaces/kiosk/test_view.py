"""The screen: what it shows at every moment, and that a touch answers what is shown."""

from __future__ import annotations

import json

import pytest

from tests.conversation import Talk
from voice_coach.dialogue.session import Session
from voice_coach.interfaces.kiosk.view import Scene
from voice_coach.interfaces.record import restored_record
from voice_coach.settings import DialogueSettings, Settings


class Screen(Talk):
    """A conversation with a screen."""

    def __post_init__(self) -> None:
        self.settings = Settings(dialogue=DialogueSettings(emergency_number="112"))
        super().__post_init__()
        self.scene = Scene()

    def view(self) -> dict:
        for record in self.records:
            self.scene.note(record)
        self.records.clear()
        view = self.scene.view(self.coach.session, self.coach.speaking)
        values = view.values(self.clock.now)
        json.dumps(values, allow_nan=False)
        return values

    def answered(self, *answers: str) -> dict:
        for answer in answers:
            self.hear(answer)
            self.view()
        return self.view()


@pytest.fixture
def screen() -> Screen:
    return Screen()


GATE = ["no"] * 4


def test_nobody_there_is_the_attract_screen(screen: Screen) -> None:
    view = screen.view()
    assert view["screen"] == "attract"
    assert {view[key] for key in ("heard", "said", "question", "step", "hold", "level", "emergency", "time_limit")} == {
        None
    }


def test_talk_that_is_not_for_the_coach_leaves_the_attract_screen_up(screen: Screen) -> None:
    screen.hear("two flat whites please")
    assert screen.view()["screen"] == "attract"


def test_a_question_is_shown_from_the_moment_a_touch_would_answer_it(screen: Screen) -> None:
    screen.coach.hear("my calf is cramping", 0.0)
    view = screen.view()
    assert view["screen"] == "question"
    assert view["speaking"] is True
    assert view["said"]["line"] == "opening.coach"
    assert view["said"]["text"].endswith("call 112.")
    assert view["question"] == {
        "id": "chest_breathing",
        "text": "Do you have chest pain, or trouble breathing?",
        "danger": True,
        "expects": ["yes", "no", "unsure"],
    }
    screen.coach.tap("yes", 0.1)
    assert screen.view()["screen"] == "emergency"


def test_after_not_sure_the_plain_wording_is_the_one_shown(screen: Screen) -> None:
    screen.answered("my calf is cramping", *["no"] * 3, "not sure")
    view = screen.view()
    assert view["question"]["id"] == "fall_hit" or "snap" in view["question"]["text"]
    assert view["question"]["text"] == screen.coach.session.script.lines[screen.coach.session.said or ""].say


def test_the_words_of_the_caption_fill_the_line_and_tell_how_far_it_is(screen: Screen) -> None:
    screen.coach.hear("my calf is cramping", 0.0)
    screen.time.advance(1.0)
    said = screen.view()["said"]
    assert " ".join(word["text"] for word in said["words"]) == said["text"]
    assert said["at"] == pytest.approx(1.0)


def test_a_stretch_is_held_with_its_own_drawing_and_a_counter(screen: Screen) -> None:
    view = screen.answered("my calf is cramping", *GATE)
    assert view["screen"] == "step"
    assert view["step"]["step"] == "stretch"
    assert view["step"]["muscle"] == "calf"
    assert (view["step"]["number"], view["step"]["total"], view["step"]["drawing"]) == (2, 5, "stretch-calf")
    assert view["step"]["text"].startswith("Straighten that knee")
    screen.time.advance(screen.clock.now + 3.0)
    held = screen.view()
    assert held["hold"]["elapsed"] == pytest.approx(3.0, abs=0.2)
    assert held["hold"]["total"] is None
    assert held["time_limit"] is None


def test_a_muscle_without_a_name_of_its_own_has_the_general_drawing(screen: Screen) -> None:
    screen.coach.tap("cramp", 0.0)
    view = screen.answered(*GATE)
    assert view["step"]["muscle"] is None
    assert view["step"]["drawing"] == "stretch"


def test_an_open_question_tells_when_silence_will_count(screen: Screen) -> None:
    screen.hear("my calf is cramping")
    assert screen.view()["time_limit"] == {"remaining": pytest.approx(8.0, abs=0.2)}
    before = screen.coach.session.timer
    screen.coach.tap("more_time", screen.clock.now)
    assert screen.view()["time_limit"]["remaining"] > 30.0
    assert screen.coach.session.timer > before


def test_a_pause_keeps_what_it_interrupted_on_the_screen(screen: Screen) -> None:
    screen.answered("my calf is cramping", "pause")
    view = screen.view()
    assert (view["paused"], view["screen"]) == (True, "question")
    assert view["question"]["id"] == "chest_breathing"


def test_the_emergency_screen_has_number_and_lines_and_stays_after_the_last_word(screen: Screen) -> None:
    screen.hear("i have chest pain")
    view = screen.view()
    assert view["screen"] == "emergency"
    assert view["emergency"]["number"] == "112"
    assert any("112" in line for line in view["emergency"]["lines"])
    assert view["level"]["level"] == "emergency"
    assert view["time_limit"] is None
    screen.hear("stop")
    screen.time.advance(screen.clock.now + 3600.0)
    after = screen.view()
    assert screen.coach.session.phase == "idle"
    assert after["screen"] == "emergency"
    assert after["emergency"] == view["emergency"], "more than the one line that is said last"


def test_an_emergency_that_was_taken_back_leaves_its_screen(screen: Screen) -> None:
    screen.answered("my calf is cramping", "yes")
    assert screen.view()["screen"] == "emergency"
    screen.hear("no")
    view = screen.view()
    assert (view["screen"], view["emergency"], view["level"]) == ("question", None, None)


def test_whoever_starts_anew_by_voice_leaves_the_emergency_screen(screen: Screen) -> None:
    screen.answered("i have chest pain", "stop")
    screen.hear("my calf is cramping")
    assert screen.view()["screen"] == "question"


def test_the_closing_card_says_whom_to_see_and_why_and_stays(screen: Screen) -> None:
    screen.answered("my calf is cramping", *["no"] * 3, "yes")
    screen.time.advance(screen.clock.now + 60.0)
    screen.view()
    for _ in range(12):
        if screen.coach.session.phase == "idle":
            break
        screen.coach.tap("no" if screen.coach.session.phase == "question" else "next", screen.clock.now)
        screen.time.settle()
        screen.view()
    view = screen.view()
    assert view["screen"] == "closing"
    assert view["level"]["level"] == "doctor_today"
    assert "doctor" in view["level"]["whom"]
    assert view["level"]["because"]
    assert all(text.endswith("?") for text in view["level"]["because"])
    assert view["level"]["whom"] in view["level"]["lines"]


@pytest.mark.parametrize(
    ("answers", "phase", "screen_shown"),
    [
        ([*GATE, "it eased", "no", "no", *["next"] * 3, "no", "no"], "closing", "closing"),
        (["yes"], "emergency", "emergency"),
    ],
)
def test_what_was_cut_off_by_a_kill_shows_its_result_again(
    screen: Screen, answers: list[str], phase: str, screen_shown: str
) -> None:
    sessions: list[Session] = []
    screen.coach._keep = lambda session, now: sessions.append(session)
    level = screen.answered("my calf is cramping", *answers)["level"]
    assert level is not None
    again = Scene()
    again.note(restored_record(0.0, 5.0))
    view = again.view(next(session for session in sessions if session.phase == phase), None).values(0.0)
    assert (view["screen"], view["level"]) == (screen_shown, level)


def test_a_new_cramp_takes_the_last_result_off_the_screen(screen: Screen) -> None:
    screen.answered("my calf is cramping", *GATE, "it eased", "no", "no", *["next"] * 3, "no", "no")
    assert screen.view()["level"]["level"] == "self_care"
    screen.hear("my foot is cramping")
    assert screen.view()["level"] is None


def test_what_was_heard_is_shown_without_the_recogniser_s_marks_and_echoes_not_at_all(screen: Screen) -> None:
    screen.scene.note({"t": 0.0, "event": "rejected", "text": "[unk] the [unk]", "reason": "unknown"})
    assert screen.view()["heard"] == {"text": "the", "accepted": False}
    screen.scene.note({"t": 0.0, "event": "rejected", "text": "do you have chest pain", "reason": "echo"})
    assert screen.view()["heard"] == {"text": "the", "accepted": False}
    screen.scene.note({"t": 0.0, "event": "tapped", "button": "no"})
    assert screen.view()["heard"] is None


def test_cooling_down_is_a_wait_with_its_end_on_the_screen(screen: Screen) -> None:
    screen.hear("is this serious")
    for _ in range(12):
        question = screen.view()["question"]
        if question is None:
            break
        screen.hear("yes" if question["id"] == "overheated" else "no")
        if screen.coach.session.protocol == "cool_down":
            break
    for _ in range(6):
        if screen.view()["screen"] == "step":
            break
        screen.hear("no")
    view = screen.view()
    assert view["step"]["step"] == "cool-down"
    assert view["hold"]["total"] == 600.0
    assert 0.0 <= view["hold"]["elapsed"] < 600.0


def test_what_may_have_been_said_is_a_question_without_danger(screen: Screen) -> None:
    from dataclasses import replace

    from voice_coach.dialogue.session import Phase

    session = replace(screen.coach.session, phase=Phase.CONFIRM, confirm=(("cramp_relief", (("muscle", "calf"),)),))
    view = screen.scene.view(session, None).values(0.0)
    assert view["question"]["id"] == "confirm"
    assert view["question"]["text"] == "Did you say calf?"


def test_only_muscles_that_are_stretched_are_muscles(screen: Screen) -> None:
    assert screen.coach.session.script.muscles == {
        "calf", "hamstring", "quad", "foot", "abs", "back", "neck", "glute", "biceps", "forearm", "hand", "shoulder",
        "side", "many",
    }  # fmt: skip
