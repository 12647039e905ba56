"""Ear: frames in, one hypothesis for every utterance out: segmenter and recogniser in a row.

At the first short pause the recogniser is asked what was said so far. A finished command closes the utterance there
and then, the beginning of a phrase keeps it open for longer, and what does not tell waits for the usual silence.
When somebody goes on after a whole phrase and all of it together is none ("chest pain ... no"), each part counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from voice_coach.audio.frame import FRAME_SECONDS, SAMPLE_RATE, Frame, Samples
from voice_coach.audio.segmenter import DOUBT, Segmenter, Utterance
from voice_coach.audio.voice_activity import VoiceActivity
from voice_coach.recognition.hypothesis import Answers, Drafts, Ending, Hypothesis, Recogniser, drafted_by
from voice_coach.settings import EndpointSettings
from voice_coach.understanding.interpretation import Situation
from voice_coach.understanding.tokens import UNKNOWN

SURE: Final = frozenset({Ending.COMPLETE, Ending.STOP, Ending.OPEN, Ending.DENIAL, Ending.DANGER})
"""Endings of whole phrases that were heard to their end."""

WHOLE: Final = SURE | {Ending.DOUBTFUL}
"""Endings of whole phrases."""

SHORTEST_COMMAND: Final = 0.16
"""Seconds of voice that a command has at least: a click of 0.1 s before a word was heard as "move on" by itself.

(Of people's 135 other words, 5 more were accepted without this.)
"""

FASTEST: Final = 0.05
"""Seconds of voice that every word takes at least: three words in a tenth of a second are no speech.

(Where a prompt's echo was not all taken out, 0.1 s of it was heard as "breathing is hard".)
"""

LONGEST_COMMAND: Final = 4.0
"""Seconds from which an utterance is decoded only when it is closed: few commands are so long, and decoding takes time.

(In a kitchen at 12 dB, where noise comes with the voice, 6 costs a third more.)
"""

AGAIN: Final = 2.0
"""How many times as long the voice must be as when nothing was made of it, to be looked at once more.

(Music is full of pauses: the conversation in it at 12 dB is decoded 41 times in 130 s, without this 52.)
"""

AFTER_PROMPT: Final = 0.3
"""Seconds after the coach's own voice in which no answer is looked for in a crowd: it may be the voice's last word."""


@dataclass(frozen=True, slots=True)
class Catch:
    """One utterance and what the recogniser made of it."""

    hypothesis: Hypothesis
    utterance: Utterance
    waited: float = 0.0
    """Seconds on the stream's clock from the decoding to the closing: what the decoding had for itself."""


class Ear:
    """Listens to one stream of frames."""

    def __init__(
        self, recogniser: Recogniser, settings: EndpointSettings, activity: VoiceActivity | None = None
    ) -> None:
        """`activity` tells voice from everything else, as in `Segmenter`."""
        self._recogniser = recogniser
        self._drafts = isinstance(recogniser, Drafts)
        self._answers = recogniser if isinstance(recogniser, Answers) else None
        self._settings = settings
        self._segmenter = Segmenter(settings, activity)
        self._situation = Situation.IDLE
        self._over = False
        self._over_until = 0.0
        """Seconds on the stream's clock to which the coach has last spoken."""
        self._draft: Catch | None = None
        self._part: Catch | None = None
        """The open utterance up to the last pause at which it was a whole phrase."""
        self._turns: list[Catch] = []
        """The open utterance up to each of its long pauses: what follows may be something else."""
        self._tells = True
        """False once the recogniser has shown that it never tells endings: asking it at pauses is of no use."""

    @property
    def hearing(self) -> bool:
        """True while somebody is speaking."""
        return self._segmenter.speaking

    def expect(self, situation: Situation, *, speaking: bool = False) -> None:
        """Close answers and commands after a short silence, free speech after a longer one.

        While the coach is `speaking`, it is looked earlier at what was said, for it may be "stop".
        """
        self._situation = situation
        self._over = speaking
        self._wait()

    def accept(self, frame: Frame) -> Catch | None:
        """Take the next frame; return the utterance that it closed, decoded, if it closed one."""
        if self._over:
            self._over_until = frame.start + FRAME_SECONDS
        utterance = self._segmenter.accept(frame)
        if utterance is None and self._pausing():
            self._look()
        self._wait()
        if self._tells and self._segmenter.quiet_for(self._usual):
            self._remember()
        if utterance is None and self._segmenter.over:
            utterance = self._segmenter.flush()
        return self._catch(utterance)

    def flush(self) -> Catch | None:
        """The stream has ended: decode the open utterance, if there is one."""
        return self._catch(self._segmenter.flush())

    def reset(self) -> None:
        """Drop what was heard so far, as after a gap in the stream."""
        self._segmenter.reset()
        self._forget()

    def _forget(self) -> None:
        self._draft = self._part = None
        self._turns = []

    def _pausing(self) -> bool:
        """Whether a pause has just begun that has not been looked at."""
        heard = self._segmenter
        if not self._tells or not heard.quiet_for(self._pause) or self._drafted is not None:
            return False
        assert heard.voice_start is not None and heard.voice_end is not None  # it is open
        length = heard.voice_end - heard.voice_start
        if not SHORTEST_COMMAND <= length <= LONGEST_COMMAND:
            return False
        before = self._draft
        return before is None or _words(before.hypothesis) or length >= AGAIN * _length(before.utterance)

    @property
    def _pause(self) -> float:
        """Seconds of silence after which it is looked at what was said so far."""
        return self._settings.over_silence if self._over else self._settings.pause

    def _look(self) -> None:
        """Ask the recogniser what was said so far."""
        utterance = self._segmenter.draft()
        if utterance is not None:
            self._draft = _catch_of(utterance, drafted_by(self._recogniser))
            self._tells = self._draft.hypothesis.ending is not None
            if self._draft.hypothesis.ending in WHOLE:
                self._part = self._draft

    def _remember(self) -> None:
        """This pause is long."""
        if self._turns and self._turns[-1].utterance.voice_end == self._segmenter.voice_end:
            return  # looked at in every frame of the pause: cutting the utterance out each time would be for nothing
        utterance = self._segmenter.draft()
        if utterance is not None:
            self._turns.append(self._drafted or Catch(Hypothesis(""), utterance))

    @property
    def _short(self) -> bool:
        """Whether less than the shortest command was said so far: "i", perhaps, or "can"."""
        heard = self._segmenter
        return heard.speaking and (heard.voice_end or 0.0) - (heard.voice_start or 0.0) < SHORTEST_COMMAND

    @property
    def _drafted(self) -> Catch | None:
        """What was made of the open utterance, None when somebody has spoken since."""
        draft = self._draft
        return draft if draft is not None and draft.utterance.voice_end == self._segmenter.voice_end else None

    def _wait(self) -> None:
        """Decide how much silence closes the open utterance."""
        settings = self._settings
        idle = self._situation is Situation.IDLE
        draft = self._drafted
        short = Ending.UNKNOWN if self._tells and self._short else None
        match draft.hypothesis.ending if draft is not None else short:
            case Ending.STOP if self._over:
                self._segmenter.silence, self._segmenter.doubt = settings.over_silence, 0.0
                return
            case Ending.COMPLETE | Ending.STOP:
                silence = settings.complete_silence
            case Ending.OPEN:
                silence = settings.open_silence
            case Ending.DENIAL:
                silence = settings.denial_silence
            case Ending.DANGER:
                silence = settings.danger_silence
            case Ending.UNFINISHED:
                silence = settings.unfinished_silence
            case Ending.UNKNOWN:
                silence = max(settings.unknown_silence, self._usual)
            case _:
                silence = self._usual
        self._segmenter.silence = max(silence, settings.idle_silence) if idle else silence
        sure = draft is not None and draft.hypothesis.ending in SURE
        self._segmenter.doubt = 0.0 if sure else DOUBT

    @property
    def _usual(self) -> float:
        """Seconds of silence that close an utterance whose words are not asked."""
        return self._settings.speech_silence if self._situation is Situation.IDLE else self._settings.answer_silence

    def _catch(self, utterance: Utterance | None) -> Catch | None:
        if utterance is None:
            return None
        draft, part = self._draft, self._part
        turns = [turn for turn in self._turns if turn.utterance.voice_end < utterance.voice_end]
        self._forget()
        if draft is None or draft.utterance.voice_end != utterance.voice_end:
            catch = self._decode(utterance)
        else:
            catch = replace(draft, utterance=utterance, waited=utterance.closed - draft.utterance.closed)
            # What went on faintly may be the rest of the words, or noise, which makes no phrase of one.
            longer = self._drafts or utterance.samples.size > draft.utterance.samples.size
            if longer and not _words(catch.hypothesis):
                catch = self._decode(utterance)
        if part is not None and catch.hypothesis.ending not in WHOLE:
            catch = self._joined(part, catch)
        if turns and not _words(catch.hypothesis):
            catch = self._after(turns[-1], catch)
        return self._answered(catch)

    def _answered(self, catch: Catch) -> Catch:
        """What was caught; where that is no phrase and a question is open, an answer by the nearest of several people.

        It begins where it stands out: others may have talked since long before the question was asked.
        """
        heard, utterance = catch.hypothesis, catch.utterance
        if self._situation is not Situation.QUESTION or not heard.crowded or _words(heard):
            return catch
        answer = self._answers.answer(utterance.samples, utterance.start) if self._answers is not None else None
        if answer is None or answer.start < self._over_until + AFTER_PROMPT:
            return catch
        begin = min(max(answer.start, utterance.voice_start), utterance.voice_end)
        return replace(
            catch,
            hypothesis=replace(answer, start=begin, end=utterance.voice_end),
            utterance=replace(utterance, voice_start=begin),
        )

    def _after(self, turn: Catch, catch: Catch) -> Catch:
        """What was caught makes no sense all together: what made sense before and after the long pause in it."""
        whole, begin = catch.utterance, turn.utterance.voice_end
        if not whole.start < begin < whole.voice_end:
            return catch
        samples = whole.samples[round((begin - whole.start) * SAMPLE_RATE) :]
        heard = self._recogniser.decode(samples, begin)
        start = min(max(heard.start, begin), whole.voice_end)
        first = turn.hypothesis
        if _words(first):
            text, ending = (f"{first.text} {heard.text}", heard.ending) if _words(heard) else (first.text, first.ending)
            return replace(catch, hypothesis=replace(first, text=text, ending=ending, end=whole.voice_end))
        if not _words(heard):
            return catch
        utterance = replace(whole, samples=samples, start=begin, voice_start=start)
        return Catch(replace(heard, start=start, end=whole.voice_end), utterance, catch.waited)

    def _joined(self, part: Catch, catch: Catch) -> Catch:
        """What was caught, with the words of `part` and of what followed it, when those make sense by themselves."""
        utterance = catch.utterance
        begin = max(0.0, part.utterance.voice_end - utterance.start)  # the beginning may have been cut off as noise
        rest = utterance.samples[round(begin * SAMPLE_RATE) :]
        first, second = part.hypothesis, self._recogniser.decode(rest, part.utterance.voice_end)
        joined = replace(first, start=catch.hypothesis.start, end=catch.hypothesis.end)
        if second.ending in WHOLE:
            margins = [margin for margin in (first.margin, second.margin) if margin is not None]
            text = f"{first.text} {second.text}"
            return replace(
                catch, hypothesis=replace(joined, text=text, margin=min(margins, default=None), ending=second.ending)
            )
        # Whatever somebody mumbles after a sign of danger does not take it back.
        return replace(catch, hypothesis=joined) if first.ending is Ending.DANGER else catch

    def _decode(self, utterance: Utterance) -> Catch:
        return _catch_of(utterance, self._recogniser.decode)


def _catch_of(utterance: Utterance, decode: Callable[[Samples, float], Hypothesis]) -> Catch:
    """The utterance and its words; too many for the time that they took are none."""
    hypothesis = decode(utterance.samples, utterance.start)
    times = replace(hypothesis, start=utterance.voice_start, end=utterance.voice_end)
    if _length(utterance) < FASTEST * len(times.text.split()):
        times = replace(times, text=UNKNOWN, ending=None if times.ending is None else Ending.UNKNOWN)
    return Catch(times, utterance)


def _length(utterance: Utterance) -> float:
    """Seconds of voice."""
    return utterance.voice_end - utterance.voice_start


def _words(hypothesis: Hypothesis) -> bool:
    """Whether there are words, and not only something that was said."""
    return hypothesis.text not in ("", UNKNOWN)
