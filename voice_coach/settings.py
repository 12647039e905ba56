"""Settings: frozen dataclasses, each room's own, with the unit in every docstring."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class EndpointSettings:
    """When an utterance begins and ends."""

    pre_roll: float = 0.3
    """Seconds of audio before the first voiced frame that belong to the utterance."""

    onset: float = 0.06
    """Seconds of voice within 0.2 s that open an utterance."""

    answer_silence: float = 0.6
    """Seconds of silence that close an utterance while a question or step is open, when its words do not tell."""

    speech_silence: float = 1.0
    """Seconds of silence that close an utterance when free speech is expected (idle), when its words do not tell."""

    pause: float = 0.24
    """Seconds of silence after which it is looked at what was said so far; as much is kept after the last voice."""

    complete_silence: float = 0.24
    """Seconds of silence that close a whole phrase that nothing can change any more; at least `pause`."""

    over_silence: float = 0.16
    """Seconds of silence after which it is looked at what was said while the coach spoke, and that close a stop word
    there: a word's own gaps are shorter (the "p" of "stop" comes within 0.1 s)."""

    open_silence: float = 0.4
    """Seconds of silence that close a whole phrase that might go on and then mean something else ("yes", "help")."""

    denial_silence: float = 0.5
    """Seconds of silence that close an answer that denies: "no" is what most often goes on, and safety hangs on it."""

    danger_silence: float = 0.7
    """Seconds of silence that close a sign of danger, so that a late "no" still belongs to it."""

    unknown_silence: float = 1.1
    """Seconds of silence that close what is no phrase: half a word or two in a pause sound like nothing at all."""

    unfinished_silence: float = 1.3
    """Seconds of silence that close the beginning of a phrase: somebody hesitates."""

    idle_silence: float = 0.5
    """Seconds of silence that close anything while idle, at least: in other people's talk a phrase has more words."""

    longest: float = 12.0
    """Seconds after which an utterance is closed whatever is going on."""


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """How the coach sounds."""

    words_per_minute: int = 152
    """Speaking rate; 150-155 is the most comfortable (Sutton 1995)."""

    emergency_words_per_minute: int = 140
    """Speaking rate of emergency lines."""

    voice: str | None = None
    """Name or id of the pyttsx3 voice; None takes American English where there is one."""


@dataclass(frozen=True, slots=True)
class DialogueSettings:
    """How patient the conversation is."""

    country: str | None = None
    """Country code whose emergency number is said, one of `intents/dialogue/numbers.yaml`; None for none."""

    emergency_number: str | None = None
    """The number to call as it is shown, instead of the country's; its digits are spoken one by one."""

    answer_wait: float = 8.0
    """Seconds of silence after a question before it is asked again."""

    step_wait: float = 20.0
    """Seconds of silence after a step before the coach offers the way on."""

    hold_count: float = 10.0
    """Seconds between soft counts while a stretch is held."""

    remember: float = 600.0
    """Seconds after the end of a conversation for which its result can still be repeated."""

    alarm: float = 60.0
    """Seconds that the silence alarm sounds at most."""

    outside: bool = True
    """True: also say what informs from outside the source documents; safety lines are always said."""


@dataclass(frozen=True, slots=True)
class WakeSettings:
    """Whether the coach waits to be called."""

    needed: bool = False
    """True: without the wake phrase only emergencies start anything."""

    window: float = 8.0
    """Seconds that it goes on listening after a call, after its last word and after what it acted on."""


@dataclass(frozen=True, slots=True)
class SoundSettings:
    """Which sound cards are used."""

    input: str | None = None
    """Microphone by name or number; None is the system's."""

    output: str | None = None
    """Speaker by name or number; None is the system's."""


@dataclass(frozen=True, slots=True)
class LogSettings:
    """What is kept of what happened."""

    enabled: bool = True
    """True: one line an event is kept on this machine, without sound and without what anybody said word for word."""

    words: bool = False
    """True: the words that people said are kept as well; tell them if you switch this on."""

    days: float = 90.0
    """Days after which the log is deleted; 0 keeps it until it is too large."""

    megabytes: float = 100.0
    """Megabytes (10^6 bytes) that the log takes at most; the oldest goes first."""


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """What happens to a conversation when the coach is killed."""

    enabled: bool = True
    """True: it is kept how far the open conversation has come, until it is over, so that it goes on after a restart."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set, one room each."""

    endpoint: EndpointSettings = field(default_factory=EndpointSettings)
    voice: VoiceSettings = field(default_factory=VoiceSettings)
    dialogue: DialogueSettings = field(default_factory=DialogueSettings)
    wake: WakeSettings = field(default_factory=WakeSettings)
    sound: SoundSettings = field(default_factory=SoundSettings)
    log: LogSettings = field(default_factory=LogSettings)
    store: StoreSettings = field(default_factory=StoreSettings)
