"""A coach that is killed, with a signal that nothing can catch, is back on the same step."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path


class Child:
    """A coach in a process of its own."""

    def __init__(self, root: Path, file: Path, what: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.store.child", str(file), what],
            cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def told(self) -> list[str]:
        assert self.process.stdout is not None
        return self.process.stdout.readline().split()

    def hear(self, line: str) -> list[str]:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.told()

    def kill(self) -> list[str]:
        """SIGKILL; returns the lines that it had told and nobody had read."""
        self.process.kill()
        rest, _ = self.process.communicate(timeout=20)
        return rest.splitlines()


def test_killed_in_the_middle_it_asks_the_same_question_again(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "conversation.sqlite"
    first = Child(root, file, "talk")
    assert first.told() == ["idle"]
    before, *_ = first.hear("my calf is cramping")
    question, *said = first.hear("no")
    assert question not in (before, "idle")
    first.kill()
    second = Child(root, file, "talk")
    again, *said_again = second.told()
    assert again == question
    assert said_again == [said[-1]], "the question is put again, and nothing else"
    assert second.hear("no")[0] not in (before, question, "idle")
    second.hear("stop")
    second.kill()
    third = Child(root, file, "talk")
    assert third.told() == ["idle"], "a conversation that was stopped is over"
    third.kill()


def test_killed_at_any_moment_nothing_that_was_kept_is_lost(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "conversation.sqlite"
    pick = random.Random(20261126)
    kept = 0
    for _ in range(3):
        child = Child(root, file, "count")
        told = child.told()
        assert told[0] != "said", told
        assert int(told[0]) >= kept
        time.sleep(pick.uniform(0.0, 0.3))
        whole = [line for line in child.kill() if line.isdecimal()]
        # The last line may be half of a number.
        kept = max([int(line) for line in whole[:-1]], default=int(told[0]))
    assert kept > 100
