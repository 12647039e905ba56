"""The service under a real systemd: installed, killed, hung, taken away."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interfaces.kiosk.conftest import eventually
from tests.interfaces.kiosk.pages import Kiosk
from tests.interfaces.test_kiosk_killed import name_of, on_massage, to_massage
from tests.service.user_manager import Impossible, UserManager, user_manager
from voice_coach.service.unit import COACH, SCREEN

pytestmark = [pytest.mark.sound, pytest.mark.patient]

SHORT_WATCHDOG = "[Service]\nWatchdogSec=8\n"
"""A minute is what the product waits; what follows is the same."""


@pytest.fixture
def manager(tmp_path: Path, root: Path) -> Iterator[UserManager]:
    try:
        with user_manager(tmp_path, root) as running:
            yield running
    except Impossible as why:
        pytest.skip(f"no systemd of our own: {why}")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def test_it_is_started_again_on_the_same_step_after_a_kill_and_a_hang(
    manager: UserManager, tmp_path: Path, model: Path
) -> None:
    port = free_port()
    options = ("--country", "GB", "--model", str(model))
    manager.coach("service", "install", "--port", str(port), "--browser", "true", "--", *options)
    units = tmp_path / ".config" / "systemd" / "user"
    assert (units / COACH).is_file()
    assert (units / SCREEN).is_file()
    told = manager.coach("service", "status").stdout
    assert "running (active, running), enabled, started again 0 times" in told
    kiosk = Kiosk(port, None)
    with kiosk.page() as page:
        step = to_massage(page)["step"]
        name = name_of(page)
    os.kill(int(manager.show(COACH, "MainPID")), signal.SIGKILL)
    with eventually(lambda: manager.show(COACH, "NRestarts") == "1" and manager.show(COACH, "ActiveState") == "active"):
        pass
    with kiosk.page(name) as page:
        assert page.until(on_massage)["step"] == step
    (units / f"{COACH}.d").mkdir()
    (units / f"{COACH}.d" / "short.conf").write_text(SHORT_WATCHDOG)
    manager.run("systemctl", "--user", "daemon-reload")
    manager.run("systemctl", "--user", "restart", COACH)
    os.kill(int(manager.show(COACH, "MainPID")), signal.SIGSTOP)
    with eventually(lambda: manager.show(COACH, "NRestarts") == "1"):
        pass
    with eventually(lambda: manager.show(COACH, "ActiveState") == "active"):
        pass
    with kiosk.page(name) as page:
        assert page.until(on_massage)["step"] == step
    manager.coach("service", "uninstall")
    assert not (units / COACH).exists()
    assert manager.show(COACH, "LoadState") == "not-found"
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=2.0).close()
