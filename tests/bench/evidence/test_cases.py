"""Cases: people's words, sentences, orders, other speech and noise alone, each with the label it deserves."""

from __future__ import annotations

from collections import Counter

import numpy as np

from voice_coach.bench.evidence.cases import LONGEST, cases


def test_every_kind_is_there_and_only_phrases_have_labels(root, shared):
    found = list(cases(shared / "audio", root / "audio_fixtures", 10))
    kinds = Counter(case.kind for case in found)
    assert set(kinds) == {"words", "sentences", "orders", "other speech", "noise alone"}
    assert all(case.label for case in found if case.kind == "sentences")
    assert not any(case.label for case in found if case.kind in ("orders", "other speech", "noise alone"))
    labelled = {case.name.split("/")[1].split("_")[0] for case in found if case.kind == "words" and case.label}
    assert labelled <= {"yes", "no", "stop"}
    assert all(case.samples.dtype == np.int16 and 0 < case.samples.size <= LONGEST * 16_000 * 2 for case in found)
    voices = {case.speaker for case in found if case.kind == "sentences"}
    assert voices <= {"flite_slt", "flite_rms", "flite_awb", "festival_slt", "festival_kal", "festival_ked"}
