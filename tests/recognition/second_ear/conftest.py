"""The installed network and a graph of a few phrases."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from voice_coach.recognition.second_ear.network import Network, open_network


class Phrases:
    """Phrases as a tree of words."""

    def __init__(self, *texts: str) -> None:
        self._steps: list[dict[str, int]] = [{}]
        self._ends = set()
        self._texts = frozenset(texts)
        for text in texts:
            state = 0
            for word in text.split():
                if word not in self._steps[state]:
                    self._steps.append({})
                    self._steps[state][word] = len(self._steps) - 1
                state = self._steps[state][word]
            self._ends.add(state)

    def following(self, state: int) -> Mapping[str, int]:
        return self._steps[state]

    def final(self, state: int) -> bool:
        return state in self._ends

    def __contains__(self, text: str) -> bool:
        return text in self._texts


@pytest.fixture(scope="session")
def network() -> Network:
    return open_network()


@pytest.fixture(scope="session")
def phrases() -> Phrases:
    return Phrases("my calf is cramping", "my calf", "i have chest pain", "i have no chest pain", "stop", "yes", "no")
