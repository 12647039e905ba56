"""`voice-coach service` against a systemd that answers as the real one does, and without any."""

from __future__ import annotations

import http.server
import threading
from pathlib import Path

import pytest

from voice_coach.interfaces.cli import main
from voice_coach.service.unit import COACH

SYSTEMCTL = """#!/bin/sh
echo "$@" >> {log}
case "$*" in
*show*) printf 'ActiveState={state}\\nSubState=running\\nNRestarts=2\\nUnitFileState=enabled\\n' ;;
esac
exit {code}
"""


class Systemd:
    """A `systemctl` and a `loginctl` on the path that note what they are asked."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.log = folder / "asked"
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        monkeypatch.setenv("VOICE_COACH_COUNTRY", "GB")
        self.answers()
        self._program("loginctl", "#!/bin/sh\necho Linger=no\n")

    def answers(self, state: str = "active", code: int = 0) -> None:
        self._program("systemctl", SYSTEMCTL.format(log=self.log, state=state, code=code))

    def _program(self, name: str, text: str) -> None:
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o755)

    @property
    def asked(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []

    @property
    def unit(self) -> Path:
        return self.folder / "config" / "systemd" / "user" / COACH


@pytest.fixture
def systemd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Systemd:
    return Systemd(tmp_path, monkeypatch)


def test_install_status_uninstall(systemd: Systemd, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["service", "status"]) == 3
    assert "service install" in capsys.readouterr().out
    assert main(["service", "install", "--without-screen"]) == 0
    assert systemd.asked == ["--user daemon-reload", f"--user enable {COACH}", f"--user restart {COACH}"]
    assert "loginctl enable-linger" in capsys.readouterr().out
    assert main(["service", "status"]) == 0
    shown = capsys.readouterr().out
    assert "running (active, running), enabled, started again 2 times" in shown
    assert main(["service", "uninstall"]) == 0
    assert not systemd.unit.exists()
    assert f"--user disable --now {COACH}" in systemd.asked
    assert main(["service", "uninstall"]) == 0
    assert "was not installed" in capsys.readouterr().out


def test_a_coach_that_does_not_run_is_told_with_where_to_look(
    systemd: Systemd, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["service", "install", "--without-screen"])
    systemd.answers(state="failed")
    assert main(["service", "status"]) == 3
    assert "journalctl --user" in capsys.readouterr().out


def test_a_systemd_out_of_reach_is_one_sentence_and_takes_the_files_away_all_the_same(
    systemd: Systemd, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["service", "install", "--without-screen"])
    systemd.answers(code=1)
    capsys.readouterr()
    assert main(["service", "status"]) == 3
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["service", "uninstall"]) == 3
    assert "was not stopped" in capsys.readouterr().err
    assert not systemd.unit.exists()


def test_a_machine_without_systemd_is_told(
    systemd: Systemd, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert main(["service", "install", "--without-screen"]) == 3
    assert "no systemd" in capsys.readouterr().err


def test_the_screen_waits_for_a_page_and_no_longer_than_it_may(capsys: pytest.CaptureFixture[str]) -> None:
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    thread = threading.Thread(target=server.handle_request, daemon=True)
    thread.start()
    port = str(server.server_port)
    assert main(["service", "wait", "--port", port, "--seconds", "20"]) == 0
    thread.join(timeout=20)
    server.server_close()
    assert main(["service", "wait", "--port", port, "--seconds", "0"]) == 3
    assert "no page answers" in capsys.readouterr().err
