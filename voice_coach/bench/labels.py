"""Labels: what each clip says, read from a JSON file and checked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from voice_coach.errors import BadInput
from voice_coach.understanding.interpretation import Polarity, Situation

WHOLE: Final = frozenset({"intent", "slots", "polarity", "situation", "group"})
"""Keys of a label that names an intent."""

BESIDE_SLOTS: Final = frozenset({"situation", "group"})
"""Keys that a label of slots alone may hold beside its slots; no slot may be called so."""

Kind = TypeVar("Kind", Polarity, Situation)

MEND: Final = 'write {slot: value} or {"intent": id, "slots": {slot: value}}'


@dataclass(frozen=True, slots=True)
class Label:
    """What a clip says, and what the coach is doing when it is heard."""

    slots: Mapping[str, str] = field(default_factory=dict)
    """Slots that must be right; others do not matter."""

    intent: str | None = None
    """Intent that must be right; None when only the slots count."""

    polarity: Polarity | None = None
    """Polarity that must be right; None when it does not matter."""

    situation: Situation | None = None
    """What the dialogue is doing; None leaves it to the run."""

    group: str | None = None
    """A voice, or `people`: groups are counted apart and never averaged. None: the run's only group."""


def read_labels(path: Path) -> dict[str, Label]:
    """File name -> label, in the order of the file names. Raises `BadInput` with the file, the clip and the mend."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read ({error}): give a JSON file with --labels") from None
    except json.JSONDecodeError as error:
        raise BadInput(f"{path}, line {error.lineno}: not JSON ({error.msg}); mend that line") from None
    if not isinstance(content, dict) or not content:
        raise BadInput(f"{path}: expected file names with their labels; {MEND}")
    return {name: _label(path, name, content[name]) for name in sorted(content)}


def snake_case(name: str) -> str:
    """`numberOfShots` as `number_of_shots`: other sets' slot names as ours are written."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _label(path: Path, name: str, entry: object) -> Label:
    where = f'{path}, "{name}"'
    if not isinstance(entry, dict):
        raise BadInput(f"{where}: the label is no object; {MEND}")
    whole = "intent" in entry or "slots" in entry
    if whole and (unknown := sorted(set(entry) - WHOLE)):
        raise BadInput(f'{where}: the key "{unknown[0]}" is not known here; use {", ".join(sorted(WHOLE))}')
    slots = entry.get("slots", {}) if whole else {key: entry[key] for key in entry if key not in BESIDE_SLOTS}
    if not isinstance(slots, dict) or any(isinstance(value, dict | list) or value is None for value in slots.values()):
        raise BadInput(f"{where}: slots must be names with one value each; {MEND}")
    intent, group = entry.get("intent"), entry.get("group")
    for key, value in (("intent", intent), ("group", group)):
        if value is not None and not isinstance(value, str):
            raise BadInput(f"{where}: {key} is no text; write it in quotes")
    if not whole and not slots:
        raise BadInput(f"{where}: the label says nothing; {MEND}")
    return Label(
        slots={snake_case(slot): str(value).strip() for slot, value in slots.items()},
        intent=intent,
        polarity=_choice(where, Polarity, entry.get("polarity") if whole else None),
        situation=_choice(where, Situation, entry.get("situation")),
        group=group,
    )


def _choice(where: str, kind: type[Kind], word: object) -> Kind | None:
    if word is None:
        return None
    try:
        return kind(str(word))
    except ValueError:
        allowed = ", ".join(str(member) for member in kind)
        raise BadInput(f'{where}: "{word}" is not known here; use {allowed}') from None
