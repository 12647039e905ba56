"""Cue: the moments of a conversation that have lines of their own."""

from __future__ import annotations

from typing import Final

EMERGENCY_SCRIPTS: Final = ("self", "unresponsive", "silent", "ghost", "stopped")
"""Line lists of the emergency screen: one speaks for oneself, somebody lies there, nobody answers, nobody was there."""

CUES: Final = (
    "unheard",
    "unclear",
    "offer",
    "unsure",
    "need_answer",
    "retracted",
    "once_more",
    "understood",
    "confirm",
    "confirm_failed",
    "step_hint",
    "step_wait",
    "hold_keep",
    "hold_check",
    "eased",
    "retry",
    "noted",
    "paused",
    "help_idle",
    "help_question",
    "help_step",
    "nothing_more",
    "offer_more",
    "offer_check",
    "same_again",
    "start_over",
    "no_back",
    "checking",
    "at_wait",
    "about_other",
    "stopped_doctor_soon",
    "stopped_doctor_today",
    "stopped_cool_down",
    "deaf",
    "hears_again",
)
"""Moments of a conversation that have lines of their own; several lines of one cue take turns."""
