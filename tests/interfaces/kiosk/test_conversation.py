"""One person at one screen: touch, voice, reloads, and what is forgotten."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from tests.interfaces.kiosk.conftest import PATIENCE, Page, Scripted, eventually
from voice_coach.audio.condition import Condition, State
from voice_coach.audio.file import read_frames
from voice_coach.audio.frame import FRAME_SAMPLES
from voice_coach.audio.steady_microphone import SteadyMicrophone
from voice_coach.audio.steady_speaker import SteadySpeaker
from voice_coach.audio.virtual import VirtualPlayback
from voice_coach.dialogue.session import Session
from voice_coach.interfaces.kiosk.kiosk_audio import KioskAudio
from voice_coach.interfaces.kiosk.memory import Memory
from voice_coach.interfaces.kiosk.settings import KioskSettings
from voice_coach.interfaces.kiosk.wire import Microphone, Played, Sound, Source
from voice_coach.settings import SoundSettings
from voice_coach.store.conversation_store import Kept

CLIP = "audio_fixtures/flite_slt/my_calf_is_cramping.flac"
SILENCE = np.zeros(FRAME_SAMPLES, np.int16)
QUICK = KioskSettings(idle_reset=0.3, more_time=0.3)


@pytest.fixture(scope="module")
def spoken(root) -> list[np.ndarray]:
    return [*[SILENCE] * 15, *(frame.samples for frame in read_frames(root / CLIP)), *[SILENCE] * 60]


def speak(page: Page, frames: list[np.ndarray]) -> None:
    assert page.conversation is not None
    for frame in frames:
        page.conversation.hear(Sound(frame, None))


def test_touch_alone_leads_from_the_attract_screen_to_the_closing_card(begin, open_page) -> None:
    page = open_page(begin())
    assert page.view["screen"] == "attract"
    page.touch("start")
    page.until(lambda view: view["screen"] == "talk" and view["said"] is not None)
    page.touch("cramp.calf")
    for question in ("chest_breathing", "faint_confused", "pop_tear", "fall_hit"):
        page.asked(question)
        page.touch("no")
    page.until(lambda view: view["hold"] is not None)
    page.touch("next")
    for question in ("swelling", "tingling"):
        page.asked(question)
        page.touch("no")
    for step in ("massage", "hydrate", "temperature"):
        page.until(lambda view, step=step: view["step"] is not None and view["step"]["step"] == step)
        page.touch("next")
    for question in ("overheated", "dark_urine"):
        page.asked(question)
        page.touch("no")
    view = page.until(lambda view: view["screen"] == "closing" and not view["speaking"])
    assert view["level"]["level"] == "self_care"


def test_emergency_is_touched_at_every_moment_and_never_reset(begin, open_page) -> None:
    page = open_page(begin(settings=QUICK))
    page.touch("emergency")
    view = page.until(lambda view: view["screen"] == "emergency")
    assert view["emergency"]["number"] == "112"
    page.touch("stop", "stop", "stop")
    over = page.until(lambda view: view["said"] is not None and view["said"]["line"] == "emergency.stopped")
    assert over["screen"] == "emergency"
    threading.Event().wait(4 * QUICK.idle_reset)
    page.touch("pause")
    assert page.view["screen"] == "emergency"
    page.touch("start")
    assert page.until(lambda view: view["screen"] == "talk")["emergency"] is None


def test_an_emergency_touch_does_not_wait_for_the_ear(begin, open_page, spoken) -> None:
    recogniser = Scripted("my calf is cramping")
    recogniser.gate.clear()
    page = open_page(begin(recogniser=recogniser))
    page.conversation.take(Microphone(Source.BROWSER))
    page.until(lambda view: view["microphone"] == "browser")
    speak(page, spoken)
    assert recogniser.asked.wait(PATIENCE), "the ear decodes, and hangs"
    page.touch("emergency")
    page.until(lambda view: view["screen"] == "emergency")
    recogniser.gate.set()


def test_voice_keys_and_touch_mix(begin, open_page, spoken) -> None:
    page = open_page(begin(recogniser=Scripted("my calf is cramping", "no")))
    page.conversation.take(Microphone(Source.BROWSER))
    page.until(lambda view: view["microphone"] == "browser")
    speak(page, spoken)
    heard = page.asked("chest_breathing")
    assert heard["heard"] == {"text": "my calf is cramping", "accepted": True}
    page.touch("no")
    page.asked("faint_confused")
    speak(page, spoken)
    page.asked("pop_tear")


def test_speaking_over_the_coach_hushes_the_page(begin, open_page, spoken) -> None:
    page = open_page(begin(recogniser=Scripted("stop")), plays=False)
    page.conversation.take(Microphone(Source.BROWSER))
    page.touch("cramp")
    page.until(lambda view: view["speaking"])
    speak(page, spoken)
    page.until(lambda message: True, "hush")
    page.until(lambda view: not view["speaking"] and view["question"] is None)


def test_the_microphone_is_closed_when_it_is_switched_off(begin, open_page, spoken) -> None:
    recogniser = Scripted("my calf is cramping")
    conversation = begin(recogniser=recogniser)
    page = open_page(conversation)
    page.conversation.take(Microphone(Source.BROWSER))
    page.until(lambda view: view["microphone"] == "browser")
    page.conversation.take(Microphone(Source.OFF))
    page.until(lambda view: view["microphone"] == "off")
    speak(page, spoken)
    page.touch("cramp")
    page.asked("chest_breathing")
    assert not recogniser.asked.is_set()
    assert page.view["heard"] is None


def test_what_was_said_before_the_switch_but_made_out_after_it_is_dropped(begin, open_page, spoken) -> None:
    recogniser = Scripted("my calf is cramping")
    recogniser.gate.clear()
    page = open_page(begin(recogniser=recogniser))
    page.conversation.take(Microphone(Source.BROWSER))
    page.until(lambda view: view["microphone"] == "browser")
    speak(page, spoken)
    assert recogniser.asked.wait(PATIENCE)
    page.conversation.take(Microphone(Source.OFF))
    page.until(lambda view: view["microphone"] == "off")
    recogniser.gate.set()
    page.touch("help")
    page.until(lambda view: view["said"] is not None)
    assert all(view["heard"] is None for view in page.of("view"))


def test_the_last_person_is_forgotten(begin, open_page) -> None:
    page = open_page(begin(settings=QUICK))
    page.touch("cramp.calf")
    page.asked("chest_breathing")
    page.touch("stop")
    page.until(lambda view: view["screen"] == "attract")
    view = page.view
    assert {view[key] for key in ("heard", "said", "question", "step", "level", "emergency", "time_limit")} == {None}
    page.touch("repeat")
    with eventually(lambda: len(page.of("view")) > 0):
        page.touch("help")
    assert "calf" not in str(page.view)


def test_more_time_puts_the_idle_reset_off(begin, open_page) -> None:
    page = open_page(begin(settings=KioskSettings(idle_reset=30.0, more_time=300.0)))
    page.touch("cramp")
    page.asked("chest_breathing")
    page.touch("stop")
    before = page.until(lambda view: view["question"] is None and view["time_limit"] is not None)
    assert before["time_limit"]["remaining"] <= 30.0
    page.touch("more_time")
    page.until(lambda view: view["time_limit"] is not None and view["time_limit"]["remaining"] > 100.0)


def test_a_reload_goes_on_at_the_same_step_and_plays_the_line_again(begin, open_page) -> None:
    conversation = begin()
    page = open_page(conversation, plays=False)
    page.touch("cramp.calf")
    first = page.until(lambda message: True, "speech")
    conversation.leave(page)
    with eventually(lambda: not conversation.attended):
        pass
    again = open_page(conversation, plays=False)
    assert again.of("welcome")[0]["conversation"] == conversation.name
    speech = again.until(lambda message: message["line"] == first["line"], "speech")
    assert speech["speech"] != first["speech"]
    again.plays = True
    conversation.take(Played(speech["speech"]))
    again.asked("chest_breathing")


def test_time_stands_still_while_no_page_is_there(begin, open_page) -> None:
    conversation = begin()
    page = open_page(conversation)
    page.touch("cramp")
    page.asked("chest_breathing")
    conversation.leave(page)
    with eventually(lambda: not conversation.attended):
        pass
    at = conversation.clock()
    threading.Event().wait(0.2)
    assert conversation.clock() == at
    open_page(conversation)
    with eventually(lambda: conversation.clock() > at):
        pass


def test_a_page_that_was_replaced_takes_nothing_with_it_when_it_goes(begin, open_page) -> None:
    conversation = begin()
    old = open_page(conversation)
    new = open_page(conversation)
    conversation.leave(old)
    new.touch("cramp")
    new.asked("chest_breathing")
    assert conversation.attended


def test_welcome_says_what_is_kept_and_whom_to_call(begin, open_page) -> None:
    page = open_page(begin())
    welcome = page.of("welcome")[0]
    assert (welcome["keeps"], welcome["number"], welcome["audio"]) == ("nothing", "112", "browser")
    assert welcome["canceller"] == "coach"
    page = open_page(begin(settings=KioskSettings(canceller=False)))
    assert page.of("welcome")[0]["canceller"] == "browser"


def test_the_kiosk_s_microphone_is_not_for_a_page_that_does_not_have_it(begin, open_page) -> None:
    page = open_page(begin())
    page.conversation.take(Microphone(Source.KIOSK))
    assert "browser's" in page.until(lambda message: True, "error")["text"]
    assert page.view["microphone"] == "off"


def test_every_event_is_told_to_the_log(begin, open_page) -> None:
    told: list[dict] = []
    page = open_page(begin(tell=told.append))
    page.touch("cramp")
    page.asked("chest_breathing")
    assert [record["event"] for record in told][:2] == ["tapped", "say"]


def test_a_failure_ends_the_conversation_and_tells_the_page(begin, open_page) -> None:
    def broken(record) -> None:
        raise RuntimeError("a mistake")

    conversation = begin(tell=broken)
    page = open_page(conversation)
    page.touch("cramp")
    assert conversation.wait(PATIENCE)
    assert page.closed is not None
    assert page.closed[0] == 1011


class Cards:
    """Two devices that tell themselves how they are."""

    def __init__(self, microphone, speaker) -> None:
        self.microphone = microphone
        self.speaker = speaker

    @property
    def conditions(self) -> tuple[Condition, Condition]:
        return self.microphone.condition, self.speaker.condition

    def __enter__(self) -> Cards:
        return self

    def __exit__(self, *error: object) -> None:
        self.microphone.close()
        self.speaker.close()


class Gone(KioskAudio):
    """Devices that are not there."""

    def cards(self, clock):
        return Cards(SteadyMicrophone("nowhere", clock), SteadySpeaker("nowhere", clock))


def test_missing_devices_are_a_trouble_on_the_screen_and_touch_goes_on(begin, open_page) -> None:
    page = open_page(begin(settings=KIOSK, devices=Gone(SoundSettings())))
    view = page.until(lambda view: view["microphone"] == "lost")
    assert "plug them in" in view["trouble"]
    for touched, question in (("cramp", "chest_breathing"), ("no", "faint_confused")):
        page.touch(touched)
        page.until(lambda view, question=question: (view["question"] or {}).get("id") == question)
    page.conversation.take(Microphone(Source.OFF))
    page.until(lambda view: view["microphone"] == "off")
    page.until(lambda view: "the speaker is gone" in str(view["trouble"]))
    page.touch("emergency")
    page.until(lambda view: view["screen"] == "emergency" and view["audio"] == "browser")
    assert page.sounds, "the page speaks in the place of the speaker"


def test_what_was_kept_goes_on_where_it_was_on_its_own_time(begin, open_page) -> None:
    steps: list[tuple[Session, float]] = []
    page = open_page(begin(memory=Memory(keep=lambda session, now: steps.append((session, now)))))
    page.touch("cramp")
    page.asked("chest_breathing")
    page.touch("no")
    page.asked("faint_confused")
    session, now = steps[-1]
    erased = threading.Event()
    again = begin("c" * 32, memory=Memory(erase=erased.set, kept=Kept(session, now + 50.0, 50.0)))
    assert again.clock() >= now + 50.0
    page = open_page(again)
    page.asked("faint_confused")
    assert not erased.is_set()
    again.close(forget=False)
    assert again.wait(PATIENCE)
    assert not erased.is_set(), "the next server goes on with it"


def test_whoever_is_forgotten_is_forgotten_on_the_disk(begin, open_page) -> None:
    erased = threading.Event()
    conversation = begin(memory=Memory(erase=erased.set))
    page = open_page(conversation)
    page.touch("start")
    assert erased.wait(PATIENCE)
    erased.clear()
    conversation.close()
    assert erased.wait(PATIENCE)


def test_an_answer_begun_in_time_counts_although_it_was_made_out_late(begin, open_page, spoken, parts) -> None:
    recogniser = Scripted("no")
    recogniser.gate.clear()
    settings = replace(parts.settings, dialogue=replace(parts.settings.dialogue, answer_wait=1.5))
    page = open_page(begin(recogniser=recogniser, made_of=replace(parts, settings=settings)))
    page.conversation.take(Microphone(Source.BROWSER))
    page.touch("cramp")
    page.asked("chest_breathing")
    speak(page, spoken)
    assert recogniser.asked.wait(PATIENCE)
    deadline = page.conversation._coach.deadline
    assert deadline is not None
    with eventually(lambda: page.conversation.clock() > deadline + 0.3):
        pass
    recogniser.gate.set()
    page.asked("faint_confused")
    lines = [view["said"]["line"] for view in page.of("view") if view["said"]]
    assert not [line for line in lines if line.startswith("reprompt")]


class Speaker(VirtualPlayback):
    """A speaker of the kiosk; what it plays is over at once."""

    condition = Condition("output", State.OPEN)

    def __init__(self) -> None:
        self.now = 0.0
        self.lines: list[str] = []
        self.closed = threading.Event()
        super().__init__(lambda: self.now)

    def play(self, line, audio, gain_db: float = 0.0) -> None:
        super().play(line, audio, gain_db)
        self.lines.append(line)
        self.now = self.busy_until

    def close(self) -> None:
        self.closed.set()


class Quiet:
    """The kiosk's microphone in a quiet room; `closed` tells of every time that it was open."""

    condition = Condition("input", State.OPEN)

    def __init__(self) -> None:
        self.closed: list[threading.Event] = []

    def on(self) -> None:
        self.closed.append(threading.Event())

    def off(self) -> None:
        self.closed[-1].set()

    def close(self) -> None:
        pass

    def frames(self, timeout: float = 0.1) -> Iterator[None]:
        while True:
            time.sleep(0.02)
            yield None


class Devices(KioskAudio):
    """The kiosk's own, all that were ever held."""

    def __init__(self) -> None:
        super().__init__(SoundSettings(), canceller=False)
        self.held: list[Cards] = []

    def cards(self, clock):
        self.held.append(Cards(Quiet(), Speaker()))
        return self.held[-1]


KIOSK = KioskSettings(kiosk_audio=True, canceller=False)


def test_the_first_screen_speaks_through_the_kiosk_and_the_second_through_its_page(begin, open_page) -> None:
    devices = Devices()
    first = open_page(begin("a" * 32, settings=KIOSK, devices=devices))
    first.until(lambda view: view["microphone"] == "kiosk")
    second = open_page(begin("b" * 32, settings=KIOSK, devices=devices))
    assert second.view["microphone"] == "off"
    for page in (first, second):
        page.touch("cramp")
        page.asked("chest_breathing")
    assert first.sounds == []
    assert second.sounds
    assert "opening.coach" in devices.held[0].speaker.lines
    assert len(devices.held) == 1


def test_the_kiosk_s_conversation_goes_on_by_voice_while_its_page_is_gone(begin, open_page) -> None:
    conversation = begin(settings=KIOSK, devices=Devices())
    page = open_page(conversation)
    conversation.leave(page)
    with eventually(lambda: not conversation.attended):
        pass
    at = conversation.clock()
    with eventually(lambda: conversation.clock() > at + 0.1):
        pass


def test_a_screen_that_somebody_sees_takes_the_devices_from_one_that_is_gone(begin, open_page) -> None:
    devices = Devices()
    gone = begin("a" * 32, settings=KIOSK, devices=devices)
    page = open_page(gone)
    page.until(lambda view: view["microphone"] == "kiosk")
    gone.leave(page)
    with eventually(lambda: not gone.attended):
        pass
    seen = open_page(begin("b" * 32, settings=KIOSK, devices=devices))
    seen.until(lambda view: view["microphone"] == "kiosk" and view["audio"] == "kiosk")
    assert devices.held[0].speaker.closed.is_set()
    assert devices.held[0].microphone.closed[0].is_set()
    back = open_page(gone)
    assert (back.view["microphone"], back.view["audio"]) == ("off", "browser")
    back.touch("cramp")
    back.asked("chest_breathing")
    assert back.sounds


def test_the_switch_closes_the_kiosk_s_microphone_and_a_reload_does_not_open_it(begin, open_page) -> None:
    devices = Devices()
    conversation = begin(settings=KIOSK, devices=devices)
    page = open_page(conversation)
    page.until(lambda view: view["microphone"] == "kiosk")
    with eventually(lambda: len(devices.held[0].microphone.closed) == 1):
        pass
    conversation.take(Microphone(Source.OFF))
    page.until(lambda view: view["microphone"] == "off")
    assert devices.held[0].microphone.closed[0].is_set()
    conversation.leave(page)
    again = open_page(conversation)
    assert again.view["microphone"] == "off"
    conversation.take(Microphone(Source.KIOSK))
    again.until(lambda view: view["microphone"] == "kiosk")
    with eventually(lambda: len(devices.held[0].microphone.closed) == 2):
        pass


def test_at_its_end_the_devices_are_let_go(begin, open_page) -> None:
    devices = Devices()
    conversation = begin(settings=KIOSK, devices=devices)
    page = open_page(conversation)
    page.until(lambda view: view["microphone"] == "kiosk")
    with eventually(lambda: len(devices.held[0].microphone.closed) == 1):
        pass
    conversation.close()
    assert conversation.wait(PATIENCE)
    assert devices.held[0].speaker.closed.is_set()
    assert devices.held[0].microphone.closed[0].is_set()
    assert page.closed is not None
    assert page.closed[0] == 1001
