"""Echo finding: what the echo probe found, in words, with the commands that switch the system's canceller on."""

from __future__ import annotations

from typing import Final

from voice_coach.interfaces.echo_probe import EchoProbe, Server

OWN: Final = "the coach takes its own voice out itself"

_DEVICES: Final = "pactl set-default-source echo_free && pactl set-default-sink echo_free_speaker"
_PULSE_LINE: Final = (
    "load-module module-echo-cancel aec_method=webrtc source_name=echo_free sink_name=echo_free_speaker"
)
_PIPEWIRE_CONF: Final = (
    "context.modules = [ { name = libpipewire-module-echo-cancel args = { "
    "source.props = { node.name = echo_free } sink.props = { node.name = echo_free_speaker } } } ]"
)

HOW: Final = {
    Server.PULSEAUDIO: f"to switch it on run `pactl {_PULSE_LINE} && {_DEVICES}`; to keep it, put the lines "
    f"`{_PULSE_LINE}`, `set-default-source echo_free` and `set-default-sink echo_free_speaker` into "
    "/etc/pulse/default.pa.d/echo.pa",
    Server.PIPEWIRE: f"to switch it on put `{_PIPEWIRE_CONF}` into "
    "~/.config/pipewire/pipewire.conf.d/echo-cancel.conf, "
    f"then run `systemctl --user restart pipewire pipewire-pulse && {_DEVICES}`",
}
"""How to switch the canceller on, by server."""


def describe(probe: EchoProbe) -> tuple[str, str, bool]:
    """What was found, what to do, and whether somebody should look at it."""
    if probe.server is None:
        return f"no PulseAudio or PipeWire answers, so no system echo canceller; {OWN}", "", False
    source, sink = probe.source, probe.sink
    if source is None:
        return (
            f"{probe.server}'s echo canceller is off; {OWN}, the system's helps other programs too",
            HOW[probe.server],
            True,
        )
    if not source.default:
        found = f"{probe.server}'s echo canceller is loaded, but the default microphone is another one"
        return found, f"run `pactl set-default-source {source.name}`", True
    if sink is not None and not sink.default:
        found = f"{probe.server}'s echo canceller is on, but the default speaker goes around it"
        return found, f"run `pactl set-default-sink {sink.name}`", True
    return f"{probe.server}'s echo canceller is on ({source.name})", "", False
