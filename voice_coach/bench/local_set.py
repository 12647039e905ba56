"""Local set: the recordings that people made on this device with `voice-coach record`, beside those of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from voice_coach.bench.clips import Clip
from voice_coach.bench.labels import Label, read_labels
from voice_coach.bench.plan import Plan
from voice_coach.collection.folder import RecordingFolder
from voice_coach.errors import BadInput
from voice_coach.understanding.interpretation import Situation

PREFIX: Final = "local:"
"""Before the names of these clips, so that none is called like one of the run's."""


@dataclass(frozen=True, slots=True)
class LocalSet:
    """The local recordings, as far as a run takes them in. Their groups are their own: never averaged with others."""

    found: int = 0
    """Recordings that exist."""

    included: bool = False
    clips: tuple[Clip, ...] = ()
    """Those to be added; empty when they are the run's only ones already."""

    labels: Mapping[str, Label] = field(default_factory=dict)

    def beside(self, plan: Plan) -> Plan:
        """The plan with these clips too."""
        return replace(plan, clips=(*plan.clips, *self.clips), labels={**plan.labels, **self.labels})

    @property
    def mention(self) -> str:
        """One sentence for the report; empty where there are none."""
        if not self.found:
            return ""
        noun = "recording" if self.found == 1 else "recordings"
        how = "included, in groups of their own" if self.included else "not included: add --recordings"
        return f"{self.found} local {noun} {how}"

    @property
    def figures(self) -> dict[str, object]:
        """The same for programs."""
        return {"found": self.found, "included": self.included}


def read_local_set(recordings: RecordingFolder, situation: Situation | None = None, *, alone: bool = False) -> LocalSet:
    """The recordings of a folder: only counted; with a `situation`, the default of their labels, ready to be added.

    `alone`: they are the run's own already. Raises `BadInput` for damaged labels that are to be used.
    """
    try:
        found = recordings.count()
    except BadInput:
        if situation is not None or alone:
            raise
        return LocalSet()  # a run that leaves them out need not fail of them
    if situation is None or not found:
        return LocalSet(found, alone)
    labels = {f"{PREFIX}{name}": label for name, label in read_labels(recordings.labels_file).items()}
    clips = tuple(
        Clip(name, recordings.folder / name.removeprefix(PREFIX), label.situation or situation)
        for name, label in labels.items()
    )
    return LocalSet(found, True, clips, labels)
