"""Where the sound server has put this program's streams, read from what `pactl` prints."""

from __future__ import annotations

import subprocess

import pytest

from voice_coach.audio.server_watch import Place, ServerWatch, view

INFO = """Server Name: {server}
Default Sink: {sink}
Default Source: {source}
"""

LISTING = """Module #0
	Name: module-native-protocol-unix

Sink #4
	State: RUNNING
	Name: speaker
	Monitor Source: speaker.monitor

Sink #5
	State: IDLE
	Name: auto_null

Source #7
	Name: speaker.monitor
	Monitor of Sink: speaker
	Properties:
		device.class = "monitor"

Source #9
	Name: mic
	Monitor of Sink: n/a

Source Output #3
	Driver: protocol-native.c
	Source: 9
	Properties:
		application.process.id = "77"

Source Output #8
	Source: {source}
	Properties:
		application.process.id = "42"

Sink Input #2
	Sink: {sink}
	Properties:
		application.process.id = "42"

Client #1
	Driver: protocol-native.c
	Properties:
		application.process.id = "42"
"""

SOURCES = frozenset({"mic", "speaker.monitor"})
SINKS = frozenset({"speaker", "auto_null"})


def seen(source: str, sink: str, default_source: str = "mic", default_sink: str = "speaker", server: str = "pulse"):
    info = INFO.format(server=server, source=default_source, sink=default_sink)
    return view(info, LISTING.format(source=source, sink=sink), 42)


def test_streams_are_where_they_belong() -> None:
    found = seen("9", "4")
    assert found.microphone == Place("mic", False, "mic", False, SOURCES)
    assert found.speaker == Place("speaker", False, "speaker", False, SINKS)


def test_a_microphone_that_hears_the_speaker_and_a_speaker_that_plays_to_nobody_are_useless() -> None:
    found = seen("7", "5", "speaker.monitor", "auto_null")
    assert found.microphone == Place("speaker.monitor", True, "speaker.monitor", True, SOURCES)
    assert found.speaker == Place("auto_null", True, "auto_null", True, SINKS)


def test_a_monitor_that_the_user_has_named_is_what_the_user_wants(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SOURCE", "speaker.monitor")
    assert not seen("7", "4").microphone.useless


def test_no_device_at_all_and_streams_of_other_programs_are_no_place() -> None:
    info = INFO.format(server="pulse", source="(null)", sink="(null)")
    found = view(info, LISTING.format(source="9", sink="4"), 1)
    assert found.microphone == Place(None, False, "", True, SOURCES)
    nothing = view(info, "Module #0\n\tName: module-native-protocol-unix\n", 42)
    assert nothing.speaker == Place(None, False, "", True, frozenset())


def test_a_stream_that_is_just_being_moved_is_nowhere() -> None:
    # PulseAudio prints -1 (as unsigned) while a stream has no device.
    assert seen("4294967295", "n/a").microphone.device is None


def test_without_pactl_there_is_never_any_news(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*arguments: object, **options: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(subprocess, "Popen", missing)
    watch = ServerWatch()
    watch.close()
    assert not watch.news()
