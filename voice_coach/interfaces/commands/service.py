"""`voice-coach service`: have the system start the coach, watch it, and show its page."""

from __future__ import annotations

import argparse
import getpass
import shutil
import sys
import time
from typing import Final

from voice_coach.errors import EXIT_DONE, EXIT_MISSING, BadInput, MissingComponent
from voice_coach.interfaces.kiosk.settings import PORT

# What is printed here is what the command is for.
# ruff: noqa: T201

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
WAIT: Final = 180.0
"""Seconds that the screen waits for the page: a Raspberry Pi that starts has much to do."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `service` and its actions."""
    parser = subparsers.add_parser(
        "service",
        help="have the system start the coach, watch it and start it again",
        description="A unit of the user's systemd runs the coach, starts it again when it ends or hangs, and sends "
        "its faults to the journal; a second one shows its page on the whole screen when the desktop starts.",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    install = actions.add_parser("install", help="install, start and enable")
    install.add_argument(
        "--without-screen", action="store_true", help="no page and no browser: voice alone (`voice-coach run`)"
    )
    install.add_argument("--browser", metavar="PROGRAM", help=f"browser to show the page ({', '.join(BROWSERS)})")
    install.add_argument("--port", type=int, default=PORT, metavar="NUMBER", help="port (default %(default)d)")
    install.add_argument("--no-start", action="store_true", help="only write the files")
    install.add_argument(
        "options", nargs="*", metavar="OPTION", help="further options of the coach itself, behind `--`"
    )
    install.set_defaults(run=run_install)
    status = actions.add_parser("status", help="is it installed, does it run, does it start with the machine")
    status.set_defaults(run=run_status)
    uninstall = actions.add_parser("uninstall", help="stop it and take everything away")
    uninstall.set_defaults(run=run_uninstall)
    wait = actions.add_parser("wait", help="wait until the page answers; the screen's unit uses this")
    wait.add_argument("--port", type=int, default=PORT, metavar="NUMBER", help="port (default %(default)d)")
    wait.add_argument("--seconds", type=float, default=WAIT, metavar="S", help="at most (default %(default)g)")
    wait.set_defaults(run=run_wait)


def run_install(arguments: argparse.Namespace) -> int:
    """Write the files and have systemd start the coach. Raises `MissingNumber` when no number is set."""
    from voice_coach.service.installation import systemctl, write
    from voice_coach.service.unit import BROWSER_OPTIONS, COACH, DESKTOP, SCREEN, coach_unit, desktop_entry, screen_unit

    _port(arguments.port)
    coach = [sys.executable, "-m", "voice_coach.interfaces.cli"]
    if arguments.without_screen:
        command = ["run", "--unattended", *arguments.options]
        files = {COACH: coach_unit([*coach, *command])}
    else:
        browser = _browser(arguments.browser)
        port = ["--port", str(arguments.port)]
        command = ["kiosk", *port, *(arguments.options or ["--audio", "kiosk"])]
        page = f"--app=http://localhost:{arguments.port}/"
        files = {
            COACH: coach_unit([*coach, *command]),
            SCREEN: screen_unit([browser, *BROWSER_OPTIONS, page], [*coach, "service", "wait", *port]),
            DESKTOP: desktop_entry(),
        }
    _check(command)
    for path in write(files):
        print(f"wrote {path}")
    if arguments.no_start:
        print(f"Start it with `systemctl --user daemon-reload && systemctl --user enable --now {COACH}`.")
        return EXIT_DONE
    systemctl("daemon-reload")
    systemctl("enable", COACH)
    systemctl("restart", COACH)
    print("The coach runs, and is started again whenever it ends or hangs.")
    if not arguments.without_screen:
        print("Its page is shown when the desktop starts: log in again, or restart the machine.")
    _tell_linger()
    return EXIT_DONE


def run_status(arguments: argparse.Namespace) -> int:
    """Tell how it stands. Exit code 3 when it is not installed or does not run."""
    from voice_coach.service.installation import places, state
    from voice_coach.service.unit import COACH

    del arguments
    there = places()
    for path in there.installed():
        print(path)
    if not there.file(COACH).is_file():
        print("The service is not installed: run `voice-coach service install`.")
        return EXIT_MISSING
    now = state()
    active = now.get("ActiveState") == "active"
    print(
        f"{'running' if active else 'not running'} ({now.get('ActiveState')}, {now.get('SubState')}), "
        f"{now.get('UnitFileState')}, started again {now.get('NRestarts')} times"
    )
    if not active:
        print(f"`journalctl --user -u {COACH} -n 20` tells why.")
    _tell_linger()
    return EXIT_DONE if active else EXIT_MISSING


def run_uninstall(arguments: argparse.Namespace) -> int:
    """Stop it and take everything away; what it has kept stays."""
    from voice_coach.service.installation import places, remove, systemctl
    from voice_coach.service.unit import COACH, SCREEN

    del arguments
    names = [path.name for path in places().installed() if path.name in (COACH, SCREEN)]
    unreachable = ""
    if names:
        try:
            systemctl("disable", "--now", *names)
        except MissingComponent as error:
            unreachable = str(error)
    for path in remove():
        print(f"removed {path}")
    if not names:
        print("The service was not installed.")
    if unreachable:
        raise MissingComponent(f"the files are gone, but a coach that runs was not stopped: {unreachable}")
    if names:
        systemctl("daemon-reload")
        print("The service is gone. Log and settings are kept: `voice-coach log --erase`, `voice-coach config path`.")
    return EXIT_DONE


def run_wait(arguments: argparse.Namespace) -> int:
    """Wait for the page on this machine."""
    import urllib.error
    import urllib.request

    _port(arguments.port)
    until = time.monotonic() + arguments.seconds
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{arguments.port}/", timeout=5):
                return EXIT_DONE
        except urllib.error.HTTPError:
            return EXIT_DONE  # it answers
        except OSError:
            if time.monotonic() > until:
                raise MissingComponent(
                    f"no page answers on port {arguments.port}: run `voice-coach service status`"
                ) from None
            time.sleep(0.5)


def _check(command: list[str]) -> None:
    """Say now what would only be in the journal later: options that do not exist, and a number that is not set."""
    from voice_coach.dialogue.number import require_number
    from voice_coach.interfaces.cli import build_parser
    from voice_coach.interfaces.commands._options import settings_from

    require_number(settings_from(build_parser().parse_args(command)).dialogue)


def _browser(wanted: str | None) -> str:
    found = [path for path in map(shutil.which, [wanted] if wanted else BROWSERS) if path]
    if not found:
        mend = "run `sudo apt install chromium`, name another with --browser, or use --without-screen"
        raise MissingComponent(f"the browser {wanted or BROWSERS[0]} is not on this machine: {mend}")
    return found[0]


def _port(port: int) -> None:
    if not 1 <= port <= 65_535:
        raise BadInput(f"--port takes a number from 1 to 65535: leave it out for {PORT}")


def _tell_linger() -> None:
    from voice_coach.service.installation import lingers

    if lingers() is False:
        print(f"It starts when this user logs in; `sudo loginctl enable-linger {getpass.getuser()}` starts it with the")
        print("machine.")
