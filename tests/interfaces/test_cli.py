"""The command line itself: usage, exit codes and interruption."""

from __future__ import annotations

import subprocess
import sys

import pytest

from voice_coach import __version__
from voice_coach.errors import CoachError, MissingModel
from voice_coach.interfaces import cli


class Command:
    """A subcommand that fails as told."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def add(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def run(arguments: object) -> int:
            raise self.error

        real = cli.build_parser

        def build():
            parser = real()
            parser.set_defaults(run=run)
            for action in parser._subparsers._group_actions[0].choices.values():
                action.set_defaults(run=run)
            return parser

        monkeypatch.setattr(cli, "build_parser", build)


def test_no_command_is_bad_usage() -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([])
    assert ended.value.code == 2


def test_an_unknown_command_is_bad_usage() -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["dance"])
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("error", "code"),
    [(MissingModel("no model: build one"), 3), (CoachError("not so"), 2), (KeyboardInterrupt(), 130)],
)
def test_every_error_becomes_one_sentence_and_its_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException, code: int
) -> None:
    Command(error).add(monkeypatch)
    assert cli.main(["text"]) == code
    said = capsys.readouterr().err
    assert said == (f"voice-coach: {error}\n" if isinstance(error, CoachError) else "")


def test_a_reader_that_leaves_early_gets_no_traceback() -> None:
    command = f"printf 'is this serious\\nno\\n' | {sys.executable} -m voice_coach.interfaces.cli text | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False)
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_every_command_of_the_contract_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    text = capsys.readouterr().out
    for command in ("run", "replay", "text", "ask", "models", "bench", "script", "doctor"):
        assert f"\n    {command} " in text, command


def test_the_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"voice-coach {__version__}\n"
