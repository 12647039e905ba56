"""Coach: one conversation from hypothesis to speech. The only place that joins the stages; it contains no rules."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Final, Protocol, TypeAlias

from voice_coach.audio.frame import Samples
from voice_coach.dialogue.actions import Action, Adjust, Alert, Ask, End, Hold, Level, Note, Say, Step, StopSpeaking
from voice_coach.dialogue.attention import Attention, answered, calls, ignored, understood
from voice_coach.dialogue.core import new_session, step
from voice_coach.dialogue.events import Event, Heard, Restored, SpeechFinished, Tapped, Tick
from voice_coach.dialogue.outage import Outage
from voice_coach.dialogue.script import Script
from voice_coach.dialogue.session import Phase, Session
from voice_coach.interfaces.record import (
    Record,
    ask_record,
    attention_record,
    end_record,
    heard_record,
    hold_record,
    level_record,
    restored_record,
    say_record,
    step_record,
    tapped_record,
)
from voice_coach.recognition.hypothesis import Hypothesis
from voice_coach.settings import Settings
from voice_coach.speech.port import Playback, PromptAudio
from voice_coach.speech.word_times import Begins, timed
from voice_coach.understanding.interpretation import Call, Expectation, Interpretation

ECHO_LASTS: Final = 0.6
"""Seconds after a line's end in which its last words may still come back: both cards' delay, and the room."""

SHORTEST_ECHO: Final = 3
"""Words that what is left of a cancelled echo has at least; of a line that has ended, too: a "yes" after it answers."""

REMEMBERED: Final = 4
"""Lines that may have been spoken while one utterance lasted."""


class Interpreter(Protocol):
    """A hypothesis or typed line becomes an interpretation."""

    def interpret(self, heard: Hypothesis | str, expectation: Expectation) -> Interpretation:
        """Say what it means while the dialogue expects this."""


class Prompter(Protocol):
    """A line becomes audio."""

    def prompt(self, line: str, text: str, words_per_minute: int) -> PromptAudio:
        """The audio of one line."""


Sound: TypeAlias = Callable[[str], Samples]
"""The audio of an earcon by its name."""


@dataclass(slots=True)
class _Spoken:
    """A line or an earcon on its way through the speaker."""

    say: Say | None
    seconds: float
    begins: Begins = ()
    started: float | None = None


@dataclass(frozen=True, slots=True)
class Speaking:
    """The line on the speaker."""

    say: Say
    seconds: float
    """Length of its audio."""

    begins: Begins
    """When its words begin, where that is known."""

    started: float
    """When it began, in seconds on the coach's clock."""


@dataclass(slots=True)
class _Queue:
    """What was asked of the outside and is not done yet: lines, and what is to be told when they have been played."""

    items: deque[_Spoken | Ask | Step | Hold | Level | End] = field(default_factory=deque)

    @property
    def head(self) -> _Spoken | None:
        return self.items[0] if self.items and isinstance(self.items[0], _Spoken) else None


class Coach:
    """Listen, understand, decide, speak: one person at a time, over and over.

    It owns no clock: `now`, in seconds since the start, comes with every call and never decreases.
    """

    def __init__(
        self,
        *,
        understanding: Interpreter,
        script: Script,
        voice: Prompter,
        playback: Playback,
        emit: Callable[[Record], None],
        settings: Settings | None = None,
        earcon: Sound | None = None,
        echo_cancelled: bool = False,
        keep: Callable[[Session, float], None] = lambda session, now: None,
        now: float = 0.0,
    ) -> None:
        """`echo_cancelled`: the coach's own voice is taken out before the ear, so a word or two of its own line that
        is heard all the same is a person's. `keep` gets the session after every change, before anything is done about
        it: what a restarted coach goes on from.
        """
        self._understanding = understanding
        self._script = script
        self._voice = voice
        self._playback = playback
        self._emit = emit
        self._settings = settings or Settings()
        self._earcon = earcon
        self._echo_cancelled = echo_cancelled
        self._keep = keep
        self._session: Session = new_session(script, self._settings.dialogue, now)
        self._queue = _Queue()
        self._adjust = Adjust()
        self._attention = Attention(self._settings.wake)
        self._outage = Outage()
        self._said: deque[tuple[float, str]] = deque(maxlen=REMEMBERED)
        self.last_record: Record | None = None
        """The last event of the conversation, None before the first."""

    # Listen and understand.

    def hear(self, heard: Hypothesis | str, now: float, *, voice_start: float | None = None) -> Interpretation:
        """Take what somebody said; `voice_start` is when they began, for answers before the question's end."""
        self.poll(now)
        expectation = self.expectation
        expectation = replace(expectation, over=voice_start is not None and self._spoke_at(voice_start))
        words = len(heard.text.split()) if isinstance(heard, Hypothesis) else 0
        if self._echo_cancelled and 0 < words < SHORTEST_ECHO:
            # "Trouble breathing", said over "Do you have chest pain, or trouble breathing?", is no echo.
            expectation = replace(expectation, speaking=None)
        elif voice_start is not None and words >= SHORTEST_ECHO and (spoken := self._spoken_since(voice_start)):
            expectation = replace(expectation, speaking=spoken)
        interpretation = self._understanding.interpret(heard, expectation)
        if self._answer_call(interpretation, now):
            return interpretation
        interpretation = self._attend(interpretation, now, now if voice_start is None else voice_start)
        self._decide(Heard(interpretation, early=self._early(voice_start)), now)
        return interpretation

    def tap(self, button: str, now: float) -> None:
        """Take a touch or a key."""
        self.poll(now)
        self._turn_to(self._attention.kept(now), now)
        self.tell(tapped_record(now, button))
        self._decide(Tapped(button), now)

    def restore(self, session: Session, now: float, away: float) -> None:
        """Go on with a conversation that was cut off `away` seconds ago, on the same step, which is said again."""
        self._session = session
        self.tell(restored_record(now, away))
        self._decide(Restored(), now)

    def poll(self, now: float) -> None:
        """Take note of what has been played, and of the time."""
        for line, cut in self._playback.finished():
            self._played(line, now, cut)
        self._mark_start(now)
        deadline = self._outage.delayed(self._session, self._session.deadline)
        if deadline is not None and now >= deadline:
            self._decide(Tick(), now)
        if not self._engaged:
            self._turn_to(self._attention.rested(now), now)

    def sense(self, now: float, *, hears: bool, speaks: bool) -> None:
        """Take note of whether there is a microphone and a speaker: while one is lost, silence is no answer.

        A microphone that somebody has switched off is not lost: then the touch screen is the only way, and time runs.
        """
        before, self._outage = self._outage, self._outage.sense(hears, speaks, now)
        if self._outage.since is None:
            self._session = before.made_good(self._session, now)
        self._outage, self._session, actions = self._outage.tell(self._session, now)
        for action in actions:
            self._act(action, now)
        self._mark_start(now)

    # What drivers need to know.

    @property
    def expectation(self) -> Expectation:
        """What the dialogue can make use of now, and what is being spoken."""
        expected = self._session.expectation
        head = self._queue.head
        speaking = head.say.spoken if head is not None and head.say is not None else None
        return replace(expected, speaking=speaking)

    @property
    def deadline(self) -> float | None:
        """When `poll` must be called at the latest, in seconds; None when nothing is due by itself."""
        times = [self._outage.delayed(self._session, self._session.deadline)]
        if not self._engaged:
            times.append(self._attention.deadline)
        return min((time for time in times if time is not None), default=None)

    @property
    def silent(self) -> bool:
        """True when everything that was to be said has been played."""
        return self._queue.head is None

    @property
    def session(self) -> Session:
        """The conversation as it stands, for a screen: what a touch would answer now."""
        return self._session

    @property
    def speaking(self) -> Speaking | None:
        """The line on the speaker, None while it is silent or an earcon sounds."""
        head = self._queue.head
        if head is None or head.say is None or head.started is None:
            return None
        return Speaking(head.say, head.seconds, head.begins, head.started)

    def prompts(self) -> Iterator[tuple[str, str, int]]:
        """Id, text and words a minute of every line whose words are fixed, for making their audio beforehand."""
        voice = self._settings.voice
        number = self._script.numbers.of(self._settings.dialogue).spoken
        for line in self._script.lines.values():
            pace = voice.emergency_words_per_minute if line.id in self._script.urgent else voice.words_per_minute
            for spoken, text in sorted({line.worded(other=False), line.worded(other=True)}):
                if "{name}" not in text:
                    yield spoken, text.replace("{number}", number), pace

    def fork(self, playback: Playback) -> Coach:
        """A copy of the conversation as it stands, on another speaker and telling nobody: for looking ahead."""
        copied = copy(self)
        copied._playback = playback
        copied._emit = lambda record: None
        copied._keep = lambda session, now: None
        copied._said = self._said.copy()
        copied._queue = _Queue(
            deque(replace(item) if isinstance(item, _Spoken) else item for item in self._queue.items)
        )
        return copied

    def cut(self, now: float) -> None:
        """Silence the speaker, as when the person presses the key to talk."""
        for line in self._cut(now):
            self._decide(SpeechFinished(line, interrupted=True), now)

    def forget(self, now: float) -> None:
        """Be as if nobody had been there: silent, idle, at the usual pace, with no result to repeat."""
        self._cut(now)
        self._said.clear()
        self._adjust = Adjust()
        self._session = new_session(self._script, self._settings.dialogue, now)
        self._turn_to(Attention(self._settings.wake), now)

    # Decide and speak.

    def _decide(self, event: Event, now: float) -> None:
        engaged = self._engaged
        before = self._session
        self._session, actions = step(before, event, now)
        if self._session != before:
            self._keep(self._session, now)
        # The person who interrupts is logged after what they interrupted.
        for action in sorted(actions, key=lambda action: not isinstance(action, StopSpeaking)):
            self._act(action, now)
        self._tell_due(now)
        self._mark_start(now)
        if engaged or self._engaged:
            self._turn_to(self._attention.kept(now), now)

    def _act(self, action: Action, now: float) -> None:
        match action:
            case Say():
                self._speak(action)
            case Alert():
                self._alert(action)
            case StopSpeaking():
                self._cut(now)
            case Adjust():
                self._adjust = action
            case Note():
                self._tell_question_on_speaker(now)
                self.tell(heard_record(now, action.interpretation, action.accepted))
            case Ask() | Step() | Hold() | Level() | End():
                self._queue.items.append(action)
                self._tell_due(now)

    def _speak(self, say: Say) -> None:
        voice = self._settings.voice
        pace = voice.emergency_words_per_minute if say.danger else voice.words_per_minute
        audio = self._voice.prompt(say.line, say.spoken, round(pace * self._adjust.rate))
        self._queue.items.append(_Spoken(say, audio.seconds, audio.begins))
        self._playback.play(say.line, audio, self._adjust.gain)

    def _alert(self, alert: Alert) -> None:
        if self._earcon is None:
            return
        audio = PromptAudio(self._earcon(alert.earcon))
        self._queue.items.append(_Spoken(None, audio.seconds))
        self._playback.play(f"earcon.{alert.earcon}", audio, self._adjust.gain)

    def _cut(self, now: float) -> list[str]:
        """Silence the speaker; returns the lines that were cut or never begun."""
        self._playback.cut()
        self._playback.finished()
        lines = [item.say.line for item in self._queue.items if isinstance(item, _Spoken) and item.say is not None]
        waiting, self._queue = self._queue.items, _Queue()
        put = True
        for item in waiting:
            if isinstance(item, _Spoken):
                # Lines that never began were not said: nothing is told of them, nor of the questions behind them.
                put = item.started is not None
                if put and item.say is not None:
                    self._said.append((now, item.say.spoken))
                    self.tell(say_record(now, item.say, True, item.started))
            elif put or not isinstance(item, Ask):
                self.tell(_RECORDS[type(item)](now, item))
        return lines

    def _played(self, line: str, now: float, cut: bool) -> None:
        head = self._queue.head
        if head is None:
            return
        self._queue.items.popleft()
        if head.say is not None:
            self._said.append((now, head.say.spoken))
            self.tell(say_record(now, head.say, cut, head.started))
        self._tell_due(now)
        self._mark_start(now)
        self._turn_to(self._attention.kept(now), now)
        if head.say is not None:
            self._decide(SpeechFinished(line, interrupted=cut), now)

    def _tell_due(self, now: float) -> None:
        items = self._queue.items
        while items and not isinstance(items[0], _Spoken):
            self.tell(_RECORDS[type(items[0])](now, items.popleft()))

    def _tell_question_on_speaker(self, now: float) -> None:
        """An answer may come while the question is still being spoken: the question is told first."""
        items = self._queue.items
        if self._queue.head is not None and len(items) > 1 and isinstance(items[1], Ask):
            self.tell(ask_record(now, items[1]))
            del items[1]

    def _mark_start(self, now: float) -> None:
        head = self._queue.head
        if head is not None and head.started is None:
            head.started = now

    def _spoken_since(self, voice_start: float) -> str:
        """All that was on the speaker, or has just left it, since somebody began to speak: an echo comes late."""
        head = self._queue.head
        now = [head.say.spoken] if head is not None and head.say is not None and head.started is not None else []
        return " ".join([*(text for ended, text in self._said if ended > voice_start - ECHO_LASTS), *now])

    def _spoke_at(self, voice_start: float) -> bool:
        """Whether something has been on the speaker since then."""
        head = self._queue.head
        return (head is not None and head.started is not None) or any(ended > voice_start for ended, _ in self._said)

    def _early(self, voice_start: float | None) -> bool:
        items = self._queue.items
        head = self._queue.head
        if voice_start is None or head is None:
            return False
        ask = items[1] if len(items) > 1 else None
        if head.say is None or head.started is None or not isinstance(ask, Ask):
            return True
        if not ask.key_word:
            return False
        words = timed(head.say.text, head.seconds, spoken=head.say.spoken, begins=head.begins)
        whole = len(head.say.text[: head.say.text.lower().find(ask.key_word.lower()) + len(ask.key_word)].split())
        return voice_start < head.started + (words[whole - 1].end if 0 < whole <= len(words) else 0.0)

    # Whether anybody called.

    @property
    def _engaged(self) -> bool:
        """A conversation is on, or the coach is speaking: it listens without being called."""
        return self._session.phase is not Phase.IDLE or not self.silent

    def _answer_call(self, heard: Interpretation, now: float) -> bool:
        """Answer the wake phrase by itself, where one is needed: an earcon, and a while of listening."""
        if self._engaged or not self._settings.wake.needed or heard.call is not Call.ALONE or not calls(heard):
            return False
        self._turn_to(self._attention.kept(now), now)
        self.tell(heard_record(now, answered(heard), True))
        self._alert(Alert("listening"))
        self._mark_start(now)
        return True

    def _attend(self, heard: Interpretation, now: float, since: float) -> Interpretation:
        """What was heard, as far as it may act. A call that was not understood gets the earcon: say it again."""
        if self._engaged:
            return heard
        if not self._attention.admits(heard, since):
            return ignored(heard)
        if calls(heard) or heard.accepted:
            self._turn_to(self._attention.kept(now), now)
        if calls(heard) and not understood(heard) and self._attention.awake:
            self._alert(Alert("listening"))
            self._mark_start(now)
        return heard

    def _turn_to(self, attention: Attention, now: float) -> None:
        """Listen, or cease to. No event of the conversation: what it last told stays."""
        changed = attention.awake is not self._attention.awake
        self._attention = attention
        if changed:
            self._emit(attention_record(now, attention.awake))

    def tell(self, record: Record) -> None:
        """Emit one event."""
        self.last_record = record
        self._emit(record)


_RECORDS: dict[type, Callable[..., Record]] = {
    Ask: ask_record,
    Step: step_record,
    Hold: hold_record,
    Level: level_record,
    End: end_record,
}
