"""Unit: the files that make systemd run the coach, and the desktop show its page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

COACH: Final = "voice-coach.service"
SCREEN: Final = "voice-coach-screen.service"
DESKTOP: Final = "voice-coach.desktop"

WATCHDOG: Final = 60
"""Seconds without a turn of the loop after which systemd starts the coach anew. A turn takes a tenth of a second, but
the longest utterance (12 s) in a loud room, heard by three models on a slow core, may take a quarter of a minute.
"""

BROWSER_OPTIONS: Final = (
    "--kiosk", "--incognito", "--no-first-run", "--noerrdialogs", "--disable-infobars",
    "--disable-session-crashed-bubble", "--disable-pinch", "--overscroll-history-navigation=0",
    "--autoplay-policy=no-user-gesture-required",
)  # fmt: skip


def coach_unit(command: Sequence[str]) -> str:
    """The coach's unit. `command` is its program and arguments."""
    return f"""\
# Written by `voice-coach service install`; `voice-coach service uninstall` takes it away.
[Unit]
Description=Voice Coach, first aid for muscle cramps
After=pipewire-pulse.service pulseaudio.service
# A coach on a wall must come back however often it fails.
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=main
ExecStart={quoted(command)}
Restart=always
RestartSec=500ms
# Exit code 2 is a mistake in the settings: starting again mends nothing.
RestartPreventExitStatus=2
WatchdogSec={WATCHDOG}
TimeoutStartSec=180
# What people say must not go to the journal; faults do.
StandardOutput=null
StandardError=journal
SyslogIdentifier=voice-coach
UMask=0077
NoNewPrivileges=true

[Install]
WantedBy=default.target
"""


def screen_unit(browser: Sequence[str], wait: Sequence[str]) -> str:
    """The unit of the browser that shows the page. `wait` ends when the page answers."""
    return f"""\
# Written by `voice-coach service install`; started by the desktop, which alone knows its display.
[Unit]
Description=Voice Coach's screen
Wants={COACH}
After={COACH}
StartLimitIntervalSec=0

[Service]
ExecStartPre={quoted(wait)}
ExecStart={quoted(browser)}
Restart=always
RestartSec=2
TimeoutStartSec=200
StandardOutput=null
StandardError=null
"""


def desktop_entry() -> str:
    """The desktop's autostart entry: it hands its display to systemd, and has the screen started."""
    return f"""\
[Desktop Entry]
Type=Application
Name=Voice Coach
Comment=Shows the coach's page on the whole screen
Exec=sh -c "systemctl --user import-environment DISPLAY WAYLAND_DISPLAY XAUTHORITY; systemctl --user restart {SCREEN}"
Terminal=false
X-GNOME-Autostart-enabled=true
"""


def quoted(command: Sequence[str]) -> str:
    """A command as systemd reads it: nothing in it is expanded."""
    return " ".join(f'"{_escaped(word)}"' for word in command)


def _escaped(word: str) -> str:
    for mark, escaped in (("\\", "\\\\"), ('"', '\\"'), ("%", "%%"), ("$", "$$"), ("\n", "\\n")):
        word = word.replace(mark, escaped)
    return word
