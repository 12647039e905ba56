"""Pending: what the coach was asked for and has not done yet, in order, and what has just left the speaker."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from voice_coach.dialogue.actions import Ask, End, Hold, Level, Say, Step
from voice_coach.speech.word_times import Begins, timed

ECHO_LASTS: Final = 0.6
"""Seconds after a line's end in which its last words may still come back: both cards' delay, and the room."""

REMEMBERED: Final = 4
"""Lines that may have been spoken while one utterance lasted."""

Told: TypeAlias = Ask | Step | Hold | Level | End
"""What is told once everything before it has been played."""


@dataclass(slots=True)
class Spoken:
    """A line or an earcon on its way through the speaker."""

    say: Say | None
    """None for an earcon."""

    seconds: float
    begins: Begins = ()
    started: float | None = None
    """When it began, in seconds on the coach's clock; None before."""


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


class Pending:
    """Lines, earcons, and what is to be told when those before it have been played."""

    def __init__(self) -> None:
        self._items: deque[Spoken | Told] = deque()
        self._said: deque[tuple[float, str]] = deque(maxlen=REMEMBERED)

    def copy(self) -> Pending:
        """The same, which changes by itself."""
        other = Pending()
        other._items.extend(replace(item) if isinstance(item, Spoken) else item for item in self._items)
        other._said.extend(self._said)
        return other

    def add(self, item: Spoken | Told) -> None:
        """Something more, after all the rest."""
        self._items.append(item)

    @property
    def head(self) -> Spoken | None:
        """What is on the speaker, or is next to be; None when everything that was to be said has been played."""
        return self._items[0] if self._items and isinstance(self._items[0], Spoken) else None

    @property
    def line(self) -> str | None:
        """The words of the line at the head."""
        return self.head.say.spoken if self.head is not None and self.head.say is not None else None

    @property
    def speaking(self) -> Speaking | None:
        """The line on the speaker, None while it is silent or an earcon sounds."""
        head = self.head
        if head is None or head.say is None or head.started is None:
            return None
        return Speaking(head.say, head.seconds, head.begins, head.started)

    def begin(self, now: float) -> None:
        """What is at the head is on the speaker at the latest now."""
        if self.head is not None and self.head.started is None:
            self.head.started = now

    def end(self, now: float) -> Spoken | None:
        """What was at the head has been played; None when nothing was."""
        head = self.head
        if head is not None:
            self._items.popleft()
            self._remember(head, now)
        return head

    def due(self) -> Iterator[Told]:
        """Everything that nothing before it is in the way of any more."""
        while self._items and not isinstance(item := self._items[0], Spoken):
            self._items.popleft()
            yield item

    def question_on_speaker(self) -> Ask | None:
        """The question of the line at the head, which is no longer pending then."""
        ask = self._question
        if ask is not None:
            del self._items[1]
        return ask

    def cut(self, now: float) -> tuple[list[str], list[Spoken | Told]]:
        """Empty it: the lines that were cut or never begun, and what of all that is to be told.

        Lines that never began were not said: nothing is told of them, nor of the questions behind them.
        """
        lines: list[str] = []
        tell: list[Spoken | Told] = []
        put = True
        for item in self._items:
            if isinstance(item, Spoken):
                put = item.started is not None
                if item.say is not None:
                    lines.append(item.say.line)
                if put:
                    self._remember(item, now)
                    tell.append(item)
            elif put or not isinstance(item, Ask):
                tell.append(item)
        self._items.clear()
        return lines, tell

    def forget(self) -> None:
        """As if nothing had ever been said; what is pending stays."""
        self._said.clear()

    # What somebody who spoke meanwhile may have heard, or given back.

    def spoken_since(self, voice_start: float) -> str:
        """All that was on the speaker, or has just left it, since somebody began to speak: an echo comes late."""
        now = [self.speaking.say.spoken] if self.speaking is not None else []
        return " ".join([*(text for ended, text in self._said if ended > voice_start - ECHO_LASTS), *now])

    def spoke_at(self, voice_start: float) -> bool:
        """Whether something has been on the speaker since then."""
        return (self.head is not None and self.head.started is not None) or any(
            ended > voice_start for ended, _ in self._said
        )

    def early(self, voice_start: float) -> bool:
        """Whether who spoke then cannot have heard what they are asked: the word of it that tells the danger."""
        if self.head is None:
            return False
        line, ask = self.speaking, self._question
        if line is None or ask is None:
            return True
        if not ask.key_word:
            return False
        text = line.say.text
        words = timed(text, line.seconds, spoken=line.say.spoken, begins=line.begins)
        whole = len(text[: text.lower().find(ask.key_word.lower()) + len(ask.key_word)].split())
        return voice_start < line.started + (words[whole - 1].end if 0 < whole <= len(words) else 0.0)

    @property
    def _question(self) -> Ask | None:
        """The question that the line at the head asks."""
        after = self._items[1] if self.head is not None and len(self._items) > 1 else None
        return after if isinstance(after, Ask) else None

    def _remember(self, spoken: Spoken, now: float) -> None:
        if spoken.say is not None:
            self._said.append((now, spoken.say.spoken))
