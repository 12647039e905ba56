"""Both devices on a real sound server that loses them, and what is learned from where the server has the streams."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.sound_server import SoundServer, running_sound_server
from voice_coach.audio.server_watch import Place
from voice_coach.audio.sound_cards import SoundCards, _Ward
from voice_coach.audio.steady_microphone import SteadyMicrophone
from voice_coach.errors import MissingDevice

BOTH = frozenset({"mic", "other"})


def ward() -> _Ward:
    kept = _Ward(SteadyMicrophone(None, lambda: 0.0))
    kept.learn(Place("mic", False, "mic", False, BOTH))
    return kept


def test_a_stand_in_is_dropped_and_not_opened_until_there_is_something_better() -> None:
    kept = ward()
    assert kept.learn(Place("speaker.monitor", True, "speaker.monitor", True, frozenset({"speaker.monitor"})))
    assert kept.blocked
    assert not kept.learn(Place(None, False, "speaker.monitor", True, frozenset({"speaker.monitor"})))
    assert kept.blocked
    assert not kept.learn(Place(None, False, "mic", False, BOTH))
    assert not kept.blocked


def test_another_device_in_its_place_is_named_until_the_first_is_back() -> None:
    kept = ward()
    assert kept.instead is None
    kept.learn(Place("other", False, "other", False, frozenset({"other"})))
    assert kept.instead == ("mic", "other")
    kept.learn(Place("mic", False, "mic", False, BOTH))
    assert kept.instead is None


def test_a_device_that_somebody_chooses_is_the_right_one() -> None:
    kept = ward()
    assert not kept.learn(Place("other", False, "other", False, BOTH))
    assert kept.instead is None


def test_a_stream_that_did_not_follow_the_default_is_opened_anew() -> None:
    kept = ward()
    assert kept.learn(Place("mic", False, "other", False, BOTH))


def test_one_that_never_was_on_the_default_is_left_where_it_is() -> None:
    kept = _Ward(SteadyMicrophone(None, lambda: 0.0))
    kept.learn(Place("other", False, "mic", False, BOTH))
    assert not kept.learn(Place("other", False, "third", False, BOTH | {"third"}))


TALK = """
import json, sys, time, threading
import sounddevice
from voice_coach.audio.sound_cards import SoundCards
from voice_coach.audio.condition import State
import numpy as np
from voice_coach.speech.port import PromptAudio

class Card:
    def __init__(self, real, rate):
        self.real, self.rate = real, rate
    def __call__(self, **settings):
        if settings["samplerate"] != self.rate:
            raise sounddevice.PortAudioError("Invalid sample rate")
        return self.real(**settings)

# The rates that the cards take: the sound server takes every one.
microphone = sounddevice.InputStream = Card(sounddevice.InputStream, 44_100)
speaker = sounddevice.OutputStream = Card(sounddevice.OutputStream, 16_000)
heard = 0

def until(condition):
    end = time.monotonic() + 40
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()

with SoundCards(None, None, time.monotonic, wait=True) as cards:
    def listen():
        global heard
        for frame in cards.microphone.frames():
            heard += frame is not None
    threading.Thread(target=listen, daemon=True).start()
    report = {"missing": cards.trouble}
    print("waiting", flush=True)
    until(lambda: heard > 20 and cards.speaker.state is State.OPEN)
    report["open"] = cards.trouble
    tone = 8000 * np.sin(2 * np.pi * 500 * np.arange(3 * 16000) / 16000)
    cards.speaker.play("line", PromptAudio(tone.astype(np.int16)))
    until(lambda: cards.speaker.speaking)
    microphone.rate, speaker.rate = 48_000, 48_000
    print("speaking", flush=True)
    until(lambda: cards.trouble)
    report["lost"] = cards.trouble
    print("lost", flush=True)
    before = heard
    report["again"] = until(lambda: cards.speaker.speaking == "line")
    ended = []
    until(lambda: ended.extend(cards.speaker.finished()) or ended)
    report["ended"] = ended
    report["hears"] = until(lambda: heard > before + 20)
    report["over"] = cards.trouble
    report["threads"] = [thread.name for thread in threading.enumerate()]
print(json.dumps(report))
"""


@pytest.mark.sound
def test_cards_of_any_rate_are_waited_for_lost_with_the_server_and_found_again() -> None:
    with running_sound_server() as sound:
        sound.kill()
        talk = subprocess.Popen(
            [sys.executable, "-c", TALK], env=sound.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True,
        )  # fmt: skip
        assert talk.stdout is not None
        assert talk.stdout.readline().strip() == "waiting"
        restart(sound)
        assert talk.stdout.readline().strip() == "speaking"
        sound.kill()
        assert talk.stdout.readline().strip() == "lost"
        restart(sound)
        report = json.loads(talk.communicate(timeout=120)[0])
    assert "microphone and speaker are gone" in report["missing"]
    assert report["open"] is None
    assert "gone" in report["lost"]
    assert report["again"], "the line that was broken off is said again"
    assert report["ended"] == [["line", False]]
    assert report["hears"]
    assert report["over"] is None


def restart(sound: SoundServer) -> None:
    sound.start()
    sound.control("set-default-source", "mic")
    sound.control("set-default-sink", "speaker")


def test_without_waiting_a_missing_device_is_an_error_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*arguments: object) -> None:
        raise MissingDevice("no speaker found")

    monkeypatch.setattr("voice_coach.audio.steady_speaker.SpeakerPlayback", missing)
    with pytest.raises(MissingDevice), SoundCards(None, None, lambda: 0.0):
        pass
