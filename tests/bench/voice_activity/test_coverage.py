"""What is counted of a detector: clips found whole, how late it closes, and what it opens for nothing."""

import math

import numpy as np
import pytest

from voice_coach.audio.file import read_whole
from voice_coach.audio.voice_activity import RoomVoiceActivity, Voice
from voice_coach.bench.voice_activity.coverage import as_rows, cover
from voice_coach.bench.voice_activity.stream import as_samples, at_level, in_noise, pink

SECONDS = 14


class Steady:
    """A detector that always says the same."""

    def __init__(self, voice):
        self.voice = voice

    def voiced(self, frame):
        return self.voice

    def reset(self):
        pass


@pytest.fixture(scope="module")
def room(root):
    noise = pink(4.0)
    clips = [read_whole(root / f"audio_fixtures/{voice}/stop.flac") for voice in ("flite_slt", "festival_ked")]
    return in_noise(clips, noise, 30.0), as_samples(at_level(noise, SECONDS * 16_000, 30.0))


def test_ours_finds_clips_in_a_quiet_room_whole_and_opens_for_nothing_else(room):
    found = cover(RoomVoiceActivity, *room)
    assert (found.whole, found.clips) == (2, 2)
    assert 0.3 < found.late[0] <= found.late[1] < 1.5
    assert (found.openings, found.open_share) == (0, 0)
    assert found.cost > 0


def test_a_deaf_detector_finds_nothing_and_has_no_lateness(room):
    found = cover(lambda: Steady(Voice.NONE), *room)
    assert (found.whole, found.openings) == (0, 0)
    assert all(map(math.isnan, found.late))


def test_one_that_hears_a_voice_in_everything_is_open_all_the_time(room):
    found = cover(lambda: Steady(Voice.FAINT), *room)
    assert found.openings > 0
    assert found.open_share == pytest.approx(1.0, abs=0.1)
    assert np.isfinite(found.late).all()


def test_the_row_shows_each_figure_under_its_noise(room):
    row = as_rows("ours", {"pink 30": cover(RoomVoiceActivity, *room)})
    assert row.startswith("| ours | pink 30 | 2/2 | ")
    assert "| 0 | 0% | " in row
