"""Dossier: what triage.md (sections 4 and 6) demands of the content; the only part of the proof that names questions.

The rest is read from the script. This stands apart from it, so that content that was weakened is caught.
"""

from __future__ import annotations

from typing import Final

AT_LEAST: Final = {
    "chest_breathing": "emergency",
    "faint_confused": "emergency",
    "face_side": "emergency",
    "numb_floppy": "emergency",
    "pale_cold": "emergency",
    "pain_worse": "emergency",
    "back_numb": "emergency",
    "dark_urine": "emergency",
    "overheated": "cool_down",
    "alone": "emergency",
    "cool_worse": "emergency",
    "still_unwell": "emergency",
    "swelling": "doctor_today",
    "pop_tear": "doctor_today",
    "fall_hit": "doctor_today",
    "weight": "doctor_today",
    "still_locked": "doctor_today",
    "tingling": "doctor_soon",
}
"""Question -> what a "yes" must lead to at least."""

GATE: Final = ("chest_breathing", "faint_confused")

BEFORE_STEP: Final = {
    "stretch": (*GATE, "pop_tear", "fall_hit"),
    "massage": (*GATE, "pop_tear", "fall_hit", "swelling", "numb_floppy"),
    "temperature": (*GATE, "swelling", "numb_floppy"),
    "hydrate": GATE,
}
"""Step -> questions that must have been answered "no" before a word of it is said (6.1 and 6.8)."""

BEFORE_SELF_CARE: Final = {
    "cramp_relief": (*GATE, "pop_tear", "fall_hit", "swelling", "numb_floppy", "overheated", "dark_urine"),
    "is_it_serious": tuple(name for name in AT_LEAST if name not in ("alone", "cool_worse", "still_unwell")),
    "night_cramps": ("swelling", "tingling"),
}
"""Protocol -> questions that must have been answered "no", where the muscle has them, before self-care (4 and 6.1)."""

MOST_QUESTIONS: Final = 8
MOST_BEFORE_RELIEF: Final = 4
"""Of a plain calf cramp with "no" throughout (6.1)."""
