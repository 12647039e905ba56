"""`voice-coach run` while microphone, speaker and sound server go and come back: the conversation is where it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interfaces.test_run import Running, running
from tests.sound_server import Fed, PipeWire, SoundServer, clip, running_sound_server
from voice_coach.bench.sound_server import MICROPHONE, SPEAKER, breathing

pytestmark = [pytest.mark.sound, pytest.mark.patient]


@pytest.fixture(params=[SoundServer, PipeWire])
def server(request: pytest.FixtureRequest) -> Iterator[Fed]:
    with running_sound_server(kind=request.param) as sound:
        yield sound


def lost(coach: Running, device: str) -> dict:
    return coach.until("device", device=device, state="lost")


def back(coach: Running, device: str) -> dict:
    return coach.until("device", device=device, state="open", trouble=None)


def test_a_conversation_goes_on_where_it_was_whatever_is_unplugged(server: Fed, model: Path, root: Path) -> None:
    with running(server, model) as coach:
        coach.hears(lambda: server.feed(clip(root, "my_calf_is_cramping")), "heard", intent="cramp_relief")
        question = coach.until("ask")["question"]

        # The microphone: what the server gives instead is the coach's own voice.
        server.unplug(MICROPHONE)
        assert "the microphone is gone" in lost(coach, "microphone")["trouble"]
        coach.until("say", line="outage.deaf")
        server.plug(MICROPHONE)
        back(coach, "microphone")
        coach.until("say", line="outage.over")
        # No other question was put meanwhile; this one is still open.
        assert {told["question"] for told in coach.told if told["event"] == "ask"} == {question}
        coach.hears(lambda: server.feed(clip(root, "no")), "heard", intent="answer", accepted=True)

        # The server dies in the middle of the next question, which is put again when it is back.
        server.kill()
        lost(coach, "speaker")
        server.start()
        server.control("set-default-source", "mic")
        server.control("set-default-sink", "speaker")
        with breathing(server.environment):
            back(coach, "speaker")
            # The next one; the first may have been put again before.
            while coach.until("ask")["question"] == question:
                pass
            assert not any(told["event"] == "say" and told["interrupted"] for told in coach.told)
            coach.hears(lambda: server.feed(clip(root, "no")), "heard", intent="answer", accepted=True)
    assert coach.process.stderr is not None
    assert coach.process.stderr.read() == "", "PortAudio's complaints are kept from the user"


def test_a_speaker_in_the_place_of_another_is_named(server: Fed, model: Path, root: Path) -> None:
    with running(server, model) as coach:
        # Once it talks it has seen which speaker it plays to.
        coach.hears(lambda: server.feed(clip(root, "my_calf_is_cramping")), "heard", intent="cramp_relief")
        server.unplug(SPEAKER)
        told = coach.until("device", device="speaker", state="open")
        assert told["trouble"] == "the speaker speaker is gone: micfeed is used until it is plugged in again"
        server.plug(SPEAKER)
        back(coach, "speaker")
    assert coach.process.returncode == 130
