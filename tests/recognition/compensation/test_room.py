from __future__ import annotations

import numpy as np
import pytest

from voice_coach.errors import BadInput
from voice_coach.recognition.compensation.room import general_rooms, learn_room, learned_room, read_room, save_room


def test_a_room_is_the_same_at_any_level(hum):
    loud, soft = learn_room(hum), learn_room((hum // 4).astype(np.int16))
    assert np.allclose(loud.states[0].covariance, soft.states[0].covariance, rtol=0.2, atol=1.0)


def test_the_louder_moments_are_a_state_of_their_own(hum):
    room = learn_room(hum)
    assert len(room.states) == 2
    assert np.allclose(room.states[0].offset, 0.0)
    assert room.states[1].offset.mean() > 1.0
    assert sum(state.weight for state in room.states) == pytest.approx(1.0)


def test_covariances_can_be_inverted(hum):
    for state in learn_room(hum).states:
        assert np.linalg.eigvalsh(state.covariance).min() > 0


def test_widening_widens_silence_only(hum):
    narrow, wide = learn_room(hum, 1.0), learn_room(hum, 3.0)
    assert np.allclose(wide.variances, 3.0 * narrow.variances)
    assert np.allclose(wide.states[0].covariance, narrow.states[0].covariance)


@pytest.mark.parametrize("sound", [np.zeros(0, np.int16), np.zeros(160_000, np.int16), np.ones(1000, np.int16)])
def test_silence_or_too_little_is_no_room(sound):
    with pytest.raises(BadInput, match="ten seconds"):
        learn_room(sound)


def test_digital_silence_within_the_noise_does_no_harm(hum):
    gated = hum.copy()
    gated[20_000:60_000] = 0
    room = learn_room(gated)
    assert np.isfinite(room.means).all()
    assert all(np.abs(state.offset).max() < 30 for state in room.states)


def test_a_room_is_read_as_it_was_written(hum, tmp_path):
    room = learn_room(hum)
    save_room(room, tmp_path / "new" / "room.npz")
    again = read_room(tmp_path / "new" / "room.npz")
    assert np.allclose(again.means, room.means, atol=1e-3)
    assert np.allclose(again.states[1].offset, room.states[1].offset, atol=1e-3)


def test_nothing_learned_is_no_room(tmp_path):
    assert learned_room(tmp_path / "room.npz") is None


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04" + b"\0" * 50])
def test_a_damaged_room_is_told_with_the_mend(tmp_path, content):
    (tmp_path / "room.npz").write_bytes(content)
    with pytest.raises(BadInput, match="calibrate"):
        learned_room(tmp_path / "room.npz")


def test_an_archive_of_something_else_is_no_room(tmp_path):
    np.savez(tmp_path / "room.npz", share=np.ones(1))
    with pytest.raises(BadInput, match="calibrate"):
        read_room(tmp_path / "room.npz")


def test_the_coach_comes_with_rooms():
    rooms = general_rooms()
    assert len(rooms) >= 2
    assert all(np.allclose(room.weights.sum(axis=1), 1.0, atol=1e-3) for room in rooms)
