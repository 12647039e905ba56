"""Where the voice comes out, and that no line is lost when that changes."""

from __future__ import annotations

import numpy as np

from voice_coach.audio.virtual import VirtualPlayback
from voice_coach.errors import MissingDevice
from voice_coach.interfaces.kiosk.browser_audio import BrowserPlayback
from voice_coach.interfaces.kiosk.outlet import Outlet
from voice_coach.speech.port import PromptAudio

LINE = PromptAudio(np.full(16_000, 1000, np.int16))


class Speaker(VirtualPlayback):
    """A speaker that can be unplugged."""

    def __init__(self, clock) -> None:
        super().__init__(clock)
        self.gone = False
        self.closed = False

    def finished(self) -> list[tuple[str, bool]]:
        if self.gone:
            raise MissingDevice("the speaker is gone: plug it in again")
        return super().finished()

    def close(self) -> None:
        self.closed = True


class Room:
    def __init__(self) -> None:
        self.now = 0.0
        self.sent: list[str] = []
        page = BrowserPlayback(self.clock, lambda message, sound: self.sent.append(message), lambda: None)
        self.outlet = Outlet(page)
        self.speaker = Speaker(self.clock)

    def clock(self) -> float:
        return self.now


def test_a_line_under_way_goes_on_where_the_voice_now_comes_from() -> None:
    room = Room()
    room.outlet.play("a", LINE)
    room.outlet.play("b", LINE)
    assert len(room.sent) == 1
    room.outlet.turn_to(room.speaker)
    assert room.outlet.kiosk
    assert room.speaker.speaking == "a"
    room.now = 1.1
    assert room.outlet.finished() == [("a", False)]
    room.outlet.turn_home()
    assert room.speaker.closed
    assert room.outlet.speaking == "b"
    assert len(room.sent) == 2


def test_a_cut_forgets_what_waits_also_for_the_next_speaker() -> None:
    room = Room()
    room.outlet.play("a", LINE)
    room.outlet.cut()
    assert room.outlet.finished() == [("a", True)]
    room.outlet.turn_to(room.speaker)
    assert room.speaker.speaking is None


def test_without_a_speaker_there_is_nothing_to_take_out_of_the_microphone() -> None:
    room = Room()
    assert not room.outlet.reference(0.0, 320).any()
    room.outlet.turn_to(room.speaker)
    room.outlet.play("a", LINE)
    assert room.outlet.reference(0.0, 320).all()


def test_while_the_speaker_is_gone_the_page_speaks_and_the_speaker_stays_open() -> None:
    room = Room()
    room.outlet.lend(True)
    assert not room.outlet.kiosk, "there is nothing to lend"
    room.outlet.turn_to(room.speaker)
    room.outlet.play("a", LINE)
    room.outlet.play("b", LINE)
    for _ in range(3):
        room.outlet.lend(True)
    assert (room.outlet.kiosk, room.speaker.speaking, len(room.sent)) == (False, None, 1)
    room.outlet.browser.played(1)
    assert room.outlet.finished() == [("a", False)]
    room.now = 1.0
    room.outlet.lend(False)
    room.now = 1.5
    assert (room.outlet.kiosk, room.speaker.speaking, room.speaker.closed) == (True, "b", False)
    assert room.outlet.browser.speaking is None
    room.outlet.lend(True)
    room.outlet.turn_home()
    assert room.speaker.closed
    assert room.outlet.speaking == "b"
