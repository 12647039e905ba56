"""The watchdog's messages, received as systemd receives them."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from voice_coach.interfaces.live import Live
from voice_coach.service.watchdog import Watchdog


class Systemd:
    """The other end of the socket."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(f"\0{address[1:]}" if address.startswith("@") else address)
        self.socket.setblocking(False)

    def environment(self, seconds: float = 20.0, **more: str) -> dict[str, str]:
        return {"NOTIFY_SOCKET": self.address, "WATCHDOG_USEC": str(round(seconds * 1e6)), **more}

    def told(self) -> list[str]:
        messages: list[str] = []
        while True:
            try:
                messages.append(self.socket.recv(100).decode())
            except BlockingIOError:
                return messages


class Idle:
    """A coach to whom nothing happens."""

    def poll(self, now: float) -> None:
        """Nothing is due."""


@pytest.fixture
def systemd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Systemd]:
    address = Path("/tmp") / f"vc-notify-{os.getpid()}"
    address.unlink(missing_ok=True)
    listening = Systemd(str(address))
    yield listening
    listening.socket.close()
    address.unlink(missing_ok=True)


def test_without_systemd_nothing_happens() -> None:
    watchdog = Watchdog({})
    watchdog.ready()
    watchdog.turned()


def test_ready_and_turns_are_told_but_not_every_turn(systemd: Systemd) -> None:
    now = [0.0]
    watchdog = Watchdog(systemd.environment(20.0), lambda: now[0])
    watchdog.ready()
    for _ in range(1000):
        watchdog.turned()
        now[0] += 0.02
    assert systemd.told() == ["READY=1", *["WATCHDOG=1"] * 4]


def test_an_abstract_address_is_reached() -> None:
    listening = Systemd(f"@vc-notify-{os.getpid()}")
    Watchdog(listening.environment()).ready()
    assert listening.told() == ["READY=1"]
    listening.socket.close()


@pytest.mark.parametrize("more", [{"WATCHDOG_PID": "1"}, {"WATCHDOG_USEC": ""}, {"WATCHDOG_USEC": "soon"}])
def test_a_watchdog_that_is_not_meant_for_us_is_left_alone(systemd: Systemd, more: dict[str, str]) -> None:
    watchdog = Watchdog({**systemd.environment(), **more})
    watchdog.ready()
    watchdog.turned()
    assert systemd.told() == ["READY=1"]


def test_a_systemd_that_does_not_listen_stops_nobody() -> None:
    watchdog = Watchdog({"NOTIFY_SOCKET": "/nowhere/at/all", "WATCHDOG_USEC": "1000"})
    watchdog.ready()
    watchdog.turned()


def test_it_barks_exactly_while_the_loop_turns(systemd: Systemd) -> None:
    now = [0.0]
    watchdog = Watchdog(systemd.environment(4.0), lambda: now[0])
    loop = Live(Idle(), None, lambda: now[0], push_to_talk=False, note=lambda text: None, turned=watchdog.turned)
    heard: list[int] = []

    def frames():
        for _ in range(5):
            yield None
            now[0] += 1.0
        heard.append(len(systemd.told()))
        now[0] += 100.0  # the microphone hangs: no turn, no word
        heard.append(len(systemd.told()))
        yield None

    loop.run(frames(), keys=list)
    assert heard == [5, 0]
    assert len(systemd.told()) == 1
