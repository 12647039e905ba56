"""Record: one event of a conversation as the contract fixes it, ready for JSON (`schema/events.json`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from voice_coach.audio.device import NOUN
from voice_coach.dialogue.actions import Ask, End, Hold, Level, Say, Step
from voice_coach.understanding.interpretation import Interpretation, Rejection

if TYPE_CHECKING:
    from voice_coach.audio.condition import Condition
    from voice_coach.interfaces.review.signature import Standing

Record: TypeAlias = dict[str, object]
"""`t` (seconds since the start), `event`, and the event's own keys."""


def _record(now: float, event: str, **keys: object) -> Record:
    return {"t": round(now, 3), "event": event, **keys}


def content_record(standing: Standing) -> Record:
    """`content`, told first: which version is spoken, who signed it (null: nobody), and what changed since."""
    signed = standing.signature
    return _record(
        0.0,
        "content",
        version=standing.version,
        signed_by=None if signed is None else signed.name,
        signed_on=None if signed is None else signed.day.isoformat(),
        changed=[change.entry for change in standing.changes],
    )


def heard_record(now: float, interpretation: Interpretation, accepted: bool) -> Record:
    """`heard` when it was understood, `rejected` when not."""
    if not interpretation.accepted:
        reason = interpretation.rejection or Rejection.UNKNOWN
        return _record(now, "rejected", text=interpretation.text, reason=str(reason))
    hypothesis = interpretation.hypothesis
    return _record(
        now,
        "heard",
        text=interpretation.text,
        intent=interpretation.intent,
        slots=dict(interpretation.slots),
        score=round(interpretation.score, 1),
        accepted=accepted,
        polarity=str(interpretation.polarity),
        start=round(hypothesis.start if hypothesis else now, 3),
        end=round(hypothesis.end if hypothesis else now, 3),
    )


def say_record(now: float, say: Say, interrupted: bool, started: float | None) -> Record:
    """`say`, told when the line has been played or cut; `start` is when it began."""
    return _record(
        now,
        "say",
        line=say.line,
        text=say.text,
        interrupted=interrupted,
        source=say.source,
        start=round(now if started is None else started, 3),
    )


def ask_record(now: float, ask: Ask) -> Record:
    """`ask`, told when the question has been put."""
    return _record(now, "ask", question=ask.question, text=ask.text, expects=list(ask.expects), danger=ask.danger)


def step_record(now: float, step: Step) -> Record:
    """`step`, told when the step begins."""
    return _record(now, "step", step=step.step, muscle=step.muscle)


def hold_record(now: float, hold: Hold) -> Record:
    """`hold`: the stretch counter."""
    return _record(now, "hold", state=hold.state, elapsed=round(hold.elapsed, 3))


def level_record(now: float, level: Level) -> Record:
    """`level`: what triage came to, and because of which questions or intents."""
    return _record(now, "level", level=level.level, because=list(level.because))


def end_record(now: float, end: End) -> Record:
    """`end` of a conversation."""
    return _record(now, "end", reason=end.reason)


def attention_record(now: float, awake: bool) -> Record:
    """`attention`: whether the coach acts on what is said without being called."""
    return _record(now, "attention", state="awake" if awake else "asleep")


def device_record(now: float, condition: Condition) -> Record:
    """`device`: a microphone or speaker was lost or is back, or sound was lost; `trouble` is null when all is well."""
    return _record(
        now,
        "device",
        device=NOUN[condition.kind],
        state=str(condition.state),
        trouble=condition.trouble,
        overflows=condition.overflows,
    )


def restored_record(now: float, away: float) -> Record:
    """`restored`: the conversation goes on after the coach was cut off for so many seconds."""
    return _record(now, "restored", away=round(away, 3))


def tapped_record(now: float, button: str) -> Record:
    """`tapped`: a touch or a key."""
    return _record(now, "tapped", button=button)
