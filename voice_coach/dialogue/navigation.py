"""Navigation: next, repeat, back, pause, resume, stop, start over, help, slower and louder, from every step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from voice_coach.dialogue import agenda, answers, emergency, relief, telling, topics
from voice_coach.dialogue.actions import Adjust
from voice_coach.dialogue.session import Phase
from voice_coach.dialogue.turn import Turn

SLOWER: Final = 0.85
SLOWEST: Final = 0.5
LOUDER: Final = 4.0
LOUDEST: Final = 20.0


def go_next(turn: Turn) -> None:
    """On to the next entry; a danger question is put again, never skipped."""
    session = turn.session
    if session.phase is Phase.QUESTION and session.current is not None:
        question = session.script.questions[session.current.name]
        turn.hush()
        if question.danger:
            turn.cue("need_answer")
            agenda.resume(turn)
        else:
            answers.record(turn, question.id, "not_sure")
    elif session.phase is Phase.STEP and relief.kind(turn) == "wait":
        turn.hush()
        turn.cue("at_wait")  # cooling takes its time, whatever is said
    elif session.phase is Phase.STEP:
        turn.hush()
        agenda.leave(turn)
        agenda.advance(turn)
    else:
        repeat(turn)


def repeat(turn: Turn) -> None:
    """Say it again: the question, the step, the answer or the summary."""
    session = turn.session
    turn.hush()
    if session.phase is Phase.CLOSING:
        agenda.summary(turn)
    elif session.phase is Phase.TOPIC and session.topic:
        topics.answer(turn, session.topic)
    elif agenda.running(turn):
        turn.let_go()
        agenda.resume(turn)
    else:
        turn.set(phase=Phase.TOPIC, timer=None)
        turn.cue("help_idle")


def again(turn: Turn) -> bool:
    """Say the result of the conversation that is over once more. False when there is none, or it is too long ago."""
    session = turn.session
    if not session.closing or not session.remembered(turn.now):
        return False
    turn.set(phase=Phase.CLOSING)
    agenda.summary(turn)
    return True


def back(turn: Turn) -> None:
    """To the entry before; its answer is forgotten and asked again."""
    session = turn.session
    turn.hush()
    turn.let_go()
    if not session.history:
        turn.cue("no_back")
        topics.after_aside(turn)
        return
    item = session.history[-1]
    turn.set(
        history=session.history[:-1],
        answered=None,  # it is forgotten already: "I meant no" answers the question that is open now
        answers=session.answers_without(item.name),
        done=tuple(name for name in session.done if name != item.name),
        current=item,
        wait_until=None,
        holds=0,
        **agenda.FRESH,
    )
    agenda.present(turn)


def pause(turn: Turn) -> None:
    """Be quiet until "resume"."""
    turn.hush()
    turn.let_go()
    session = turn.session
    before = session.before if session.phase in (Phase.PAUSED, Phase.CONFIRM) else session.phase
    turn.set(before=before, phase=Phase.PAUSED, timer=None, confirm=())
    turn.cue("paused")


def resume(turn: Turn) -> None:
    """Go on after a pause."""
    turn.hush()
    turn.let_go()
    if turn.session.phase is Phase.PAUSED:
        turn.set(phase=turn.session.before)
    if turn.session.current is not None:
        agenda.resume(turn)
    else:
        repeat(turn)


def stop(turn: Turn) -> None:
    """End at once; a danger that was told of is not left without a word on whom to see."""
    turn.hush()
    emergency.end(turn, "stopped", telling.parting(turn.session) if agenda.running(turn) else None)


def start_over(turn: Turn) -> None:
    """The same protocol from its beginning, with nothing answered."""
    session = turn.session
    turn.hush()
    turn.let_go()
    protocol = session.protocol
    if protocol == "cool_down":
        protocol = "is_it_serious"
    agenda.reset(turn)
    turn.set(muscle=session.muscle, third_person=session.third_person, retracted=session.retracted)
    if protocol is None:
        turn.set(phase=Phase.TOPIC)
        turn.cue("help_idle")
    else:
        turn.cue("start_over")
        agenda.begin(turn, protocol)


def help_here(turn: Turn) -> None:
    """What can be said now, then the question or step again."""
    phase = turn.session.phase
    turn.hush()
    if phase is Phase.QUESTION:
        turn.cue("help_question")
    elif agenda.running(turn):
        turn.cue("help_step")
    else:
        turn.cue("help_idle")
    topics.after_aside(turn)


def adjust(turn: Turn, command: str) -> None:
    """Change speed or loudness from the next line on."""
    session = turn.session
    if command == "nav_slower":
        turn.set(rate=max(SLOWEST, session.rate * SLOWER))
    else:
        turn.set(gain=min(LOUDEST, session.gain + LOUDER))
    turn.do(Adjust(turn.session.rate, turn.session.gain))


def slower(turn: Turn) -> None:
    """Speak slower from now on, and say it again."""
    adjust(turn, "nav_slower")
    repeat(turn)


def louder(turn: Turn) -> None:
    """Speak louder from now on, and say it again."""
    adjust(turn, "nav_louder")
    repeat(turn)


COMMANDS: Final[dict[str, Callable[[Turn], None]]] = {
    "nav_next": go_next,
    "nav_repeat": repeat,
    "nav_back": back,
    "nav_pause": pause,
    "nav_resume": resume,
    "nav_stop": stop,
    "nav_restart": start_over,
    "nav_help": help_here,
    "nav_slower": slower,
    "nav_louder": louder,
}
