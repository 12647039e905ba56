"""Coach: one conversation from hypothesis to speech. The only place that joins the stages; it contains no rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace
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
from voice_coach.pending import Pending, Speaking, Spoken
from voice_coach.recognition.hypothesis import Hypothesis
from voice_coach.settings import Settings
from voice_coach.speech.port import Playback, PromptAudio
from voice_coach.understanding.interpretation import Call, Expectation, Interpretation

SHORTEST_ECHO: Final = 3
"""Words that what is left of a cancelled echo has at least; of a line that has ended, too: a "yes" after it answers."""


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
        self._pending = Pending()
        self._adjust = Adjust()
        self._attention = Attention(self._settings.wake)
        self._outage = Outage()
        self.last_record: Record | None = None
        """The last event of the conversation, None before the first."""

    # Listen and understand.

    def hear(self, heard: Hypothesis | str, now: float, *, voice_start: float | None = None) -> Interpretation:
        """Take what somebody said; `voice_start` is when they began, for answers before the question's end."""
        self.poll(now)
        expectation = self.expectation
        expectation = replace(expectation, over=voice_start is not None and self._pending.spoke_at(voice_start))
        words = len(heard.text.split()) if isinstance(heard, Hypothesis) else 0
        if self._echo_cancelled and 0 < words < SHORTEST_ECHO:
            # "Trouble breathing", said over "Do you have chest pain, or trouble breathing?", is no echo.
            expectation = replace(expectation, speaking=None)
        elif voice_start is not None and words >= SHORTEST_ECHO:
            expectation = replace(expectation, speaking=self._pending.spoken_since(voice_start) or expectation.speaking)
        interpretation = self._understanding.interpret(heard, expectation)
        if self._answer_call(interpretation, now):
            return interpretation
        interpretation = self._attend(interpretation, now, now if voice_start is None else voice_start)
        early = voice_start is not None and self._pending.early(voice_start)
        self._decide(Heard(interpretation, early=early), now)
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
        self._pending.begin(now)
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
        self._pending.begin(now)

    # What drivers need to know.

    @property
    def expectation(self) -> Expectation:
        """What the dialogue can make use of now, and what is being spoken."""
        return replace(self._session.expectation, speaking=self._pending.line)

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
        return self._pending.head is None

    @property
    def session(self) -> Session:
        """The conversation as it stands, for a screen: what a touch would answer now."""
        return self._session

    @property
    def speaking(self) -> Speaking | None:
        """The line on the speaker, None while it is silent or an earcon sounds."""
        return self._pending.speaking

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
        copied._pending = self._pending.copy()
        return copied

    def cut(self, now: float) -> None:
        """Silence the speaker, as when the person presses the key to talk."""
        for line in self._cut(now):
            self._decide(SpeechFinished(line, interrupted=True), now)

    def forget(self, now: float) -> None:
        """Be as if nobody had been there: silent, idle, at the usual pace, with no result to repeat."""
        self._cut(now)
        self._pending.forget()
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
        self._pending.begin(now)
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
                if (ask := self._pending.question_on_speaker()) is not None:
                    self.tell(ask_record(now, ask))  # an answer may come while the question is still being spoken
                self.tell(heard_record(now, action.interpretation, action.accepted))
            case Ask() | Step() | Hold() | Level() | End():
                self._pending.add(action)
                self._tell_due(now)

    def _speak(self, say: Say) -> None:
        voice = self._settings.voice
        pace = voice.emergency_words_per_minute if say.danger else voice.words_per_minute
        audio = self._voice.prompt(say.line, say.spoken, round(pace * self._adjust.rate))
        self._pending.add(Spoken(say, audio.seconds, audio.begins))
        self._playback.play(say.line, audio, self._adjust.gain)

    def _alert(self, alert: Alert) -> None:
        if self._earcon is None:
            return
        audio = PromptAudio(self._earcon(alert.earcon))
        self._pending.add(Spoken(None, audio.seconds))
        self._playback.play(f"earcon.{alert.earcon}", audio, self._adjust.gain)

    def _cut(self, now: float) -> list[str]:
        """Silence the speaker; returns the lines that were cut or never begun."""
        self._playback.cut()
        self._playback.finished()
        lines, told = self._pending.cut(now)
        for item in told:
            if isinstance(item, Spoken):
                self._tell_said(item, now, cut=True)
            else:
                self.tell(_RECORDS[type(item)](now, item))
        return lines

    def _played(self, line: str, now: float, cut: bool) -> None:
        spoken = self._pending.end(now)
        if spoken is None:
            return
        self._tell_said(spoken, now, cut)
        self._tell_due(now)
        self._pending.begin(now)
        self._turn_to(self._attention.kept(now), now)
        if spoken.say is not None:
            self._decide(SpeechFinished(line, interrupted=cut), now)

    def _tell_said(self, spoken: Spoken, now: float, cut: bool) -> None:
        if spoken.say is not None:
            self.tell(say_record(now, spoken.say, cut, spoken.started))

    def _tell_due(self, now: float) -> None:
        for item in self._pending.due():
            self.tell(_RECORDS[type(item)](now, item))

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
        self._pending.begin(now)
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
            self._pending.begin(now)
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
