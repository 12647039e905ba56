"""The installed network and a graph of a few phrases."""

from __future__ import annotations

import pytest

from voice_coach.recognition.second_ear.network import Network, open_network
from voice_coach.recognition.second_ear.phrase_trie import PhraseTrie


@pytest.fixture(scope="session")
def network() -> Network:
    return open_network()


@pytest.fixture(scope="session")
def phrases() -> PhraseTrie:
    return PhraseTrie(
        ["my calf is cramping", "my calf", "i have chest pain", "i have no chest pain", "stop", "yes", "no"]
    )
