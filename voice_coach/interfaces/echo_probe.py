"""Echo probe: whether the sound server takes the speaker's sound out of the default microphone, and how to make it so.

Asked with `pactl`, which speaks to PulseAudio and to PipeWire alike, or with PipeWire's own `pw-dump`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from voice_coach.audio import pactl

MARK: Final = re.compile(r"echo[-_. ]?cancel", re.IGNORECASE)
"""In the names and properties of what a canceller makes: PulseAudio's driver, PipeWire's node and link group."""


class Server(StrEnum):
    """Sound servers that can cancel echo."""

    PULSEAUDIO = "PulseAudio"
    PIPEWIRE = "PipeWire"


@dataclass(frozen=True, slots=True)
class Device:
    """A source (microphone) or a sink (speaker)."""

    name: str
    cancelled: bool
    """True when a canceller made it."""

    default: bool
    """True when programs get it that ask for none."""


@dataclass(frozen=True, slots=True)
class EchoProbe:
    """What was found."""

    server: Server | None = None
    """None: none answered, or there was nothing to ask it with."""

    sources: tuple[Device, ...] = ()
    sinks: tuple[Device, ...] = ()

    @property
    def source(self) -> Device | None:
        """The default microphone if it is a cancelled one, else any cancelled one."""
        return _best(self.sources)

    @property
    def sink(self) -> Device | None:
        """The speaker whose sound is taken out: the default one if it is, else any; None: a canceller needs none."""
        return _best(self.sinks)


def probe_echo() -> EchoProbe:
    """Ask the sound server. Never raises and never waits longer than a few times `pactl.PATIENCE`."""
    info = pactl.output("pactl", "info")
    if info is not None:
        return _from_pactl(info)
    dump = pactl.output("pw-dump")
    try:
        return _from_dump(json.loads(dump)) if dump is not None else EchoProbe()
    except (ValueError, TypeError, AttributeError, KeyError):
        return EchoProbe()


def _from_pactl(info: str) -> EchoProbe:
    name = pactl.field(info, "Server Name")
    server = Server.PIPEWIRE if "pipewire" in name.lower() else Server.PULSEAUDIO
    sources = _devices("Source", pactl.output("pactl", "list", "sources") or "", pactl.field(info, "Default Source"))
    sinks = _devices("Sink", pactl.output("pactl", "list", "sinks") or "", pactl.field(info, "Default Sink"))
    # The monitor of a canceller's speaker is a source too, and no microphone.
    return EchoProbe(server, tuple(device for device in sources if not device.name.endswith(".monitor")), tuple(sinks))


def _devices(kind: str, listing: str, default: str) -> list[Device]:
    found = [(pactl.field(block, "Name"), block) for block in pactl.blocks(listing, kind).values()]
    return [Device(name, MARK.search(block) is not None, name == default) for name, block in found if name]


def _from_dump(objects: list[dict[str, Any]]) -> EchoProbe:
    defaults: dict[str, str] = {}
    nodes: list[dict[str, Any]] = []
    for item in objects:
        for entry in item.get("metadata") or ():
            value = entry.get("value")
            if isinstance(value, dict) and "name" in value:
                defaults[str(entry.get("key"))] = str(value["name"])
        properties = (item.get("info") or {}).get("props") or {}
        if "media.class" in properties:
            nodes.append(properties)

    def devices(kind: str, key: str) -> tuple[Device, ...]:
        found = [node for node in nodes if str(node["media.class"]).startswith(kind)]
        names = [(str(node.get("node.name", "")), node) for node in found]
        return tuple(
            Device(name, MARK.search(repr(node)) is not None, name == defaults.get(key)) for name, node in names
        )

    return EchoProbe(
        Server.PIPEWIRE, devices("Audio/Source", "default.audio.source"), devices("Audio/Sink", "default.audio.sink")
    )


def _best(devices: tuple[Device, ...]) -> Device | None:
    cancelled = [device for device in devices if device.cancelled]
    return next((device for device in cancelled if device.default), cancelled[0] if cancelled else None)
