"""Phrase trie: what was put in can be followed word by word, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voice_coach.recognition.second_ear.phrase_trie import PhraseTrie

WORDS = st.lists(st.sampled_from(["my", "calf", "is", "fine", "no", "pain"]), min_size=1, max_size=4).map(" ".join)


def walked(trie: PhraseTrie, state: int = 0, before: tuple[str, ...] = ()) -> set[str]:
    found = {" ".join(before)} if trie.final(state) else set()
    for word, target in trie.following(state).items():
        found |= walked(trie, target, (*before, word))
    return found


@given(st.sets(WORDS, max_size=12), WORDS)
def test_every_phrase_is_found_and_no_other(texts, other):
    trie = PhraseTrie(texts)
    assert walked(trie) == texts
    assert (other in trie) == (other in texts)
