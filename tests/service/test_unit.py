"""The units, read as systemd reads them."""

from __future__ import annotations

import configparser
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from voice_coach.interfaces.cli import build_parser, main
from voice_coach.service.unit import COACH, DESKTOP, SCREEN, WATCHDOG, coach_unit, quoted


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("VOICE_COACH_COUNTRY", "GB")
    return tmp_path


def unit(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str
    parser.read_string(path.read_text(encoding="utf-8"))
    return parser


def verified(*files: Path) -> str:
    """What systemd itself finds wrong."""
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", *map(str, files)],
        env={**os.environ, "XDG_RUNTIME_DIR": str(files[0].parent)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "Failed to initialize" not in done.stderr
    ours = [line for line in done.stderr.splitlines() if "voice-coach" in line]
    return "\n".join(ours)


def test_installed_it_is_a_unit_that_systemd_accepts(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["service", "install", "--without-screen", "--no-start"]) == 0
    path = home / "systemd" / "user" / COACH
    assert str(path) in capsys.readouterr().out
    service = unit(path)["Service"]
    assert service["ExecStart"] == f'"{sys.executable}" "-m" "voice_coach.interfaces.cli" "run" "--unattended"'
    assert service["Type"] == "notify"
    assert service["Restart"] == "always"
    assert service["WatchdogSec"] == str(WATCHDOG)
    assert unit(path)["Install"]["WantedBy"] == "default.target"
    assert unit(path)["Unit"]["StartLimitIntervalSec"] == "0"
    assert verified(path) == ""


def test_a_unit_with_a_mistake_is_not_accepted(home: Path) -> None:
    home.joinpath(COACH).write_text(coach_unit([sys.executable]).replace("Restart=always", "Restart=allways"))
    assert "allways" in verified(home / COACH)


def test_what_people_say_does_not_reach_the_journal(home: Path) -> None:
    assert main(["service", "install", "--without-screen", "--no-start"]) == 0
    service = unit(home / "systemd" / "user" / COACH)["Service"]
    assert service["StandardOutput"] == "null"
    assert service["StandardError"] == "journal"


def test_options_reach_the_coach_as_they_are(home: Path) -> None:
    options = ["--", "--input", 'the "big" 100% $HOME mic', "--push-to-talk"]
    assert main(["service", "install", "--without-screen", "--no-start", *options]) == 0
    path = home / "systemd" / "user" / COACH
    assert '"the \\"big\\" 100%% $$HOME mic"' in unit(path)["Service"]["ExecStart"]
    assert verified(path) == ""


def test_without_a_number_nothing_is_installed(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VOICE_COACH_COUNTRY")
    assert main(["service", "install", "--without-screen", "--no-start"]) == 2
    assert "no emergency number" in capsys.readouterr().err
    assert not (home / "systemd").exists()


def test_options_that_do_not_exist_are_refused_before_anything_is_installed(home: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["service", "install", "--without-screen", "--no-start", "--", "--dance"])
    assert ended.value.code == 2
    assert not (home / "systemd").exists()


def test_without_a_browser_the_screen_is_refused(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert main(["service", "install", "--no-start"]) == 3
    assert "--without-screen" in capsys.readouterr().err


def test_the_screen_waits_for_the_page_and_the_desktop_starts_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The page is another command's; that the options fit it is tested where it lives.
    monkeypatch.setattr("voice_coach.interfaces.commands.service._check", lambda command: None)
    assert main(["service", "install", "--no-start", "--browser", "true", "--port", "9001"]) == 0
    units = home / "systemd" / "user"
    screen = unit(units / SCREEN)["Service"]
    assert '"--kiosk"' in screen["ExecStart"]
    assert '"--app=http://localhost:9001/"' in screen["ExecStart"]
    assert screen["ExecStartPre"].endswith('"service" "wait" "--port" "9001"')
    assert '"kiosk" "--port" "9001" "--audio" "kiosk"' in unit(units / COACH)["Service"]["ExecStart"]
    assert verified(units / COACH, units / SCREEN) == ""
    entry = unit(home / "autostart" / DESKTOP)["Desktop Entry"]
    assert "import-environment DISPLAY WAYLAND_DISPLAY" in entry["Exec"]
    assert SCREEN in entry["Exec"]


def test_installed_without_a_screen_after_one_with_it_the_screen_is_gone(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voice_coach.interfaces.commands.service._check", lambda command: None)
    assert main(["service", "install", "--no-start", "--browser", "true"]) == 0
    assert main(["service", "install", "--no-start", "--without-screen"]) == 0
    assert not (home / "autostart" / DESKTOP).exists()
    assert not (home / "systemd" / "user" / SCREEN).exists()


@pytest.mark.parametrize("word", ["plain", "two words", 'a "quote"', "back\\slash", "100%", "$HOME", "a\nb", ""])
def test_a_quoted_word_is_one_word(word: str) -> None:
    text = quoted([word])
    assert text.startswith('"')
    assert text.endswith('"')
    assert "\n" not in text


@pytest.mark.parametrize("screen", [[], ["--without-screen"]])
def test_the_coach_takes_the_options_that_its_unit_gives_it(home: Path, screen: list[str]) -> None:
    assert main(["service", "install", "--no-start", "--browser", "sh", *screen]) == 0
    command = shlex.split(unit(home / "systemd" / "user" / COACH)["Service"]["ExecStart"])
    options = command[command.index("voice_coach.interfaces.cli") + 1 :]
    taken = build_parser().parse_args(options)
    assert options[0] == ("run" if screen else "kiosk")
    assert screen or (taken.audio, taken.port) == ("kiosk", 8765)
