"""`python -m voice_coach.bench.evidence ../shared/audio [--every N]`: fit the weights of `recognition/evidence.py`.

Prints the weights of each half of the speakers and of all, and for each kind of recording what the other half's
weights accept. Takes some ten minutes on two cores.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np

from voice_coach.bench.evidence.cases import Case, cases
from voice_coach.bench.evidence.fit import Floats, fit, loss
from voice_coach.bench.gym.emergencies import fixtures_folder
from voice_coach.bench.labels import Label
from voice_coach.bench.metrics import is_right
from voice_coach.bench.model_cache import model_for
from voice_coach.bench.split import Half, half
from voice_coach.errors import EXIT_DONE
from voice_coach.paths import intents_folder
from voice_coach.recognition.evidence import Evidence
from voice_coach.recognition.hypothesis import Hypothesis
from voice_coach.recognition.vosk_recogniser import StrictRecogniser, load_recogniser
from voice_coach.understanding.interpretation import Expectation, Situation
from voice_coach.understanding.library import load_library
from voice_coach.understanding.understanding import Understanding

LIMITS: Final = (0.0, 1.0)
"""Margins whose counts are printed."""

JOBS: Final = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """What the ears found in one recording, and whether that is what was said."""

    kind: str
    condition: str
    name: str
    half: Half
    labelled: bool
    right: bool
    evidence: Evidence


def main(arguments: Sequence[str] | None = None) -> int:
    """Hear everything, fit, print."""
    parser = argparse.ArgumentParser(prog="python -m voice_coach.bench.evidence", description=__doc__)
    parser.add_argument("audio", type=Path, help="the folder ../shared/audio")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="hear every n-th recording only")
    parser.add_argument("--details", type=Path, metavar="OUT.jsonl", help="write what was found in each recording")
    options = parser.parse_args(arguments)
    with ProcessPoolExecutor(JOBS) as pool:
        parts = pool.map(_hear, [(options.audio, options.every, job) for job in range(JOBS)])
        findings = [finding for part in parts for finding in part]
    if options.details:
        lines = (json.dumps(asdict(finding)) for finding in findings)
        options.details.write_text("\n".join(lines) + "\n", encoding="utf-8")
    features = np.array([finding.evidence.features for finding in findings])
    right = np.array([finding.right for finding in findings])
    halves = np.array([finding.half is Half.FITTED for finding in findings])
    margins = np.zeros(len(findings))
    for part in (halves, ~halves):
        weights = fit(features[part], right[part])
        margins[~part] = features[~part] @ weights
        _print(f"half  {_text(weights)}")
    _print(f"all   {_text(fit(features, right))}")
    _print(f"surprise on the half that was not fitted: {loss(margins, right):.4f} nats, {len(findings)} recordings")
    for line in _table(findings, margins):
        _print(line)
    return EXIT_DONE


def _hear(part: tuple[Path, int, int]) -> list[Finding]:
    """Every second case."""
    audio, every, job = part
    library = load_library(intents_folder())
    recogniser = load_recogniser(model_for(intents_folder()).path, library)
    assert isinstance(recogniser, StrictRecogniser)
    understanding = Understanding(library)
    findings = []
    for number, case in enumerate(cases(audio, fixtures_folder(), every)):
        evidence = recogniser.evidence(case.samples) if number % JOBS == job else None
        if evidence is not None:
            findings.append(_finding(case, evidence, understanding))
    return findings


def _finding(case: Case, evidence: Evidence, understanding: Understanding) -> Finding:
    right = case.label is not None and _says(evidence.text, case.label, understanding)
    return Finding(case.kind, case.condition, case.name, half(case.speaker), case.label is not None, right, evidence)


def _says(text: str, label: Label, understanding: Understanding) -> bool:
    found = understanding.interpret(Hypothesis(text), Expectation(label.situation or Situation.IDLE))
    return found.accepted and is_right(label, found)


def _table(findings: Sequence[Finding], margins: Floats) -> Iterator[str]:
    """For each kind and condition: phrases accepted and right, and what was accepted although it was not said."""
    for key in sorted({(finding.kind, finding.condition) for finding in findings}):
        chosen = [pair for pair in zip(findings, margins, strict=True) if (pair[0].kind, pair[0].condition) == key]
        said = sum(finding.labelled for finding, _ in chosen)
        text = f"{key[0]}, {key[1]}:"
        for limit in LIMITS:
            passed = [finding for finding, margin in chosen if margin >= limit]
            good = sum(finding.right for finding in passed)
            wrong = sum(finding.labelled and not finding.right for finding in passed)
            other = sum(not finding.labelled for finding in passed)
            text += f"  at {limit:g}: {good}/{said} right, {wrong} wrong, {other}/{len(chosen) - said} others"
        yield text
    for finding, margin in sorted(zip(findings, margins, strict=True), key=lambda pair: -pair[1]):
        if margin >= 0.0 and not finding.right:
            yield f"  {margin:5.1f}  {finding.kind}, {finding.condition}, {finding.name}: {finding.evidence.text}"


def _text(weights: Floats) -> str:
    return " ".join(f"{weight:.3f}" for weight in weights)


def _print(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
