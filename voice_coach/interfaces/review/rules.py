"""Rules: the numbers and decisions that are not lines, with what they mean, for a reviewer to judge."""

from __future__ import annotations

from dataclasses import dataclass

from voice_coach.dialogue import answers, emergency, relief, reports, reprompts, triage
from voice_coach.settings import DialogueSettings


@dataclass(frozen=True, slots=True)
class Rule:
    """One number or fixed decision of the conversation."""

    id: str
    value: str
    meaning: str


def rules() -> tuple[Rule, ...]:
    """All of them, as they are without any option."""
    waits = DialogueSettings()
    numbers = (
        Rule("answer_wait", f"{waits.answer_wait:g} s", "Silence after a question before it is put again."),
        Rule(
            "tries", str(reprompts.RUNGS), "Silences, or answers that cannot be used, after which a question is open."
        ),
        Rule("most_unsure", str(answers.MOST_UNSURE), 'Times "not sure" after which a person must look instead.'),
        Rule("step_wait", f"{waits.step_wait:g} s", "Silence after a step before the way on is offered."),
        Rule("hold_count", f"{waits.hold_count:g} s", "Between soft counts while a stretch is held until it eases."),
        Rule("longest_hold", str(relief.LONGEST_HOLD), "Counts after which the hold ends and the coach asks on."),
        Rule("long_cramp", f"{reports.LONG} s", "A cramp said to last longer counts as one that does not ease."),
        Rule("cool_reminder", f"{reprompts.WAIT_REMINDER:g} s", "Between reminders while cooling down."),
        Rule("pause_limit", f"{reprompts.PAUSE_LIMIT:g} s", "Longest pause before the conversation ends."),
        Rule("remember", f"{waits.remember:g} s", "After the end, for which the result can still be repeated."),
        Rule("emergency_passes", str(emergency.PASSES), "Times that the emergency script is said without being asked."),
        Rule("emergency_again", f"{emergency.REPEAT_AFTER:g} s", "Quiet before the emergency script is said again."),
        Rule("alarm", f"{waits.alarm:g} s", "Longest alarm when somebody who spoke before falls silent."),
    )
    raised = (
        Rule(f"raise.{level}", to, f"What {level} becomes for somebody at risk.") for level, to in triage.RAISED.items()
    )
    return (*numbers, *raised)
