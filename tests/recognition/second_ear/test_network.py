"""Network: real sound is heard; readings side by side are what each is by itself."""

from __future__ import annotations

import numpy as np
import pytest

from voice_coach.audio.file import read_whole
from voice_coach.errors import MissingModel
from voice_coach.recognition.second_ear.network import Network
from voice_coach.recognition.second_ear.vocabulary import END, START


@pytest.fixture(scope="module")
def sound(network, root):
    samples = read_whole(root / "audio_fixtures" / "flite_slt" / "my_calf_is_cramping.flac")
    return network.encode((samples / 32768).astype(np.float32))


def alike(one, other):
    """Whether two lists of likelihoods say the same: the numbers inside have 8 bits, and share their scale."""
    likely = other > -5.0
    assert one.argmax() == other.argmax()
    np.testing.assert_allclose(one[likely], other[likely], atol=1.0)


def greedy(network, sound):
    step, tokens = network.begin(sound, START), []
    while (token := int(step.likelihoods[0].argmax())) != END and len(tokens) < 20:
        tokens.append(token)
        step = network.go_on(sound, step, [0], [token])
    return tokens


def test_a_recorded_sentence_is_heard(network, sound):
    assert network.vocabulary.text(greedy(network, sound)) == "My calf is cramping."


def test_readings_side_by_side_are_what_each_is_by_itself(network, sound):
    first = network.begin(sound, START)
    likely = [int(token) for token in np.argsort(-first.likelihoods[0])[:3]]
    together = network.go_on(sound, first, [0, 0, 0], likely)
    for place, token in enumerate(likely):
        alone = network.go_on(sound, first, [0], [token])
        alike(together.likelihoods[place], alone.likelihoods[0])
    further = network.go_on(sound, together, [2, 0], [END, END])
    alone = network.go_on(sound, network.go_on(sound, first, [0], [likely[2]]), [0], [END])
    alike(further.likelihoods[0], alone.likelihoods[0])


def test_following_a_reading_is_what_going_on_with_it_says(network, sound):
    tokens = [START, *greedy(network, sound)]
    followed, other = network.follow(sound, [tokens, [START, END]])
    step = network.begin(sound, START)
    for place, token in enumerate(tokens[1:]):
        alike(followed[place], step.likelihoods[0])
        step = network.go_on(sound, step, [0], [token])
    assert followed.shape[0] == len(tokens)
    assert other.shape[0] == 2


def test_likelihoods_sum_up_to_one(network, sound):
    assert np.exp(network.begin(sound, START).likelihoods).sum() == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("count", [0, 1, 1599, 16_000])
def test_any_length_of_silence_is_taken(network, count):
    sound = network.encode(np.zeros(count, np.float32))
    assert np.isfinite(sound).all()


def test_a_file_that_is_no_network_is_told(tmp_path, network):
    path = tmp_path / "network.ort"
    path.write_bytes(b"ORTM but nothing else")
    with pytest.raises(MissingModel, match="pip install"):
        Network(path, path, network.vocabulary)
