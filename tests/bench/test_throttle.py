"""A throttled command gets its share of one core, and ends as it would anyway."""

import resource
import sys
import time

import pytest

from voice_coach.bench.throttle import main, run

BUSY = """import os, sys, time
end = time.monotonic() + 1.0
while time.monotonic() < end: pass
sys.exit(len(os.sched_getaffinity(0)) + 4)
"""


def test_it_gets_its_share_of_one_core_and_hands_on_the_exit_code():
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    assert run([sys.executable, "-c", BUSY], 0.25) == 5
    after, took = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - began
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert 0.0 < used / took < 0.5  # a busy machine gives less, never twice as much


def test_a_whole_share_is_the_command_itself():
    assert run([sys.executable, "-c", "raise SystemExit(7)"], 1.0) == 7


@pytest.mark.parametrize("share", ["0", "1.5", "-1"])
def test_a_share_that_is_none_is_bad_usage(share, capsys):
    assert main(["--share", share, "--", "true"]) == 2
    assert "give more than 0 and at most 1" in capsys.readouterr().err


def test_a_command_that_is_not_there_is_one_sentence(capsys):
    assert main(["--", "no-such-program"]) == 3
    assert "no-such-program cannot be started" in capsys.readouterr().err
