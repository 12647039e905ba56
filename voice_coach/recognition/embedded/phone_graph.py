"""Phone graph: HCLr.fst, from transition ids to words, in full triphone context across words.

States between words are pairs (phone just spoken, phone to come), so that the last phone of a word and the first of
the next know each other. Words with the same remaining phones share their states. Within a phone the order is Kaldi's:
the forward arc leads in, the self-loop follows it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from voice_coach.recognition.embedded.automaton import Nfa, determinise, minimise
from voice_coach.recognition.embedded.fst import EPSILON, Fst
from voice_coach.recognition.embedded.kaldi import TransitionModel
from voice_coach.recognition.embedded.phones import PhoneTable
from voice_coach.recognition.embedded.pronunciation import Phones
from voice_coach.recognition.embedded.sphinx import SILENCE, STATES, SphinxModel

UNKNOWN: Final = "[unk]"
"""The word that the filler speaks."""


@dataclass(frozen=True, slots=True)
class PhoneGraphSettings:
    """Costs in nats, before the acoustic scale."""

    loop_phone_cost: float = 1.5
    """For each phone of the filler's phone loop; the dearer, the more the filler's words decide."""

    filler_word_cost: float = 0.0
    """For each common word of the filler."""

    silence_probability: float = 0.5
    """Chance of a pause between two words."""


class _Arc(NamedTuple):
    """A whole phone, or nothing (phone 0), on the way from one word boundary or phone to the next."""

    source: int
    target: int
    phone: int
    sequence: int
    word: int
    cost: float


@dataclass
class PhoneGraph:
    """The finished graph with everything that must agree with it."""

    fst: Fst
    transitions: TransitionModel
    senones: dict[int, list[int]]
    """Codebook -> its senones in use, in the order of the network's outputs."""

    words: dict[str, int]
    """Word -> label; 0 is nothing."""

    phones: PhoneTable

    def words_text(self) -> str:
        """The text of `words.txt`."""
        names = ["<eps>", *self.words, "#0", "<s>", "</s>"]
        return "".join(f"{word} {label}\n" for label, word in enumerate(names))

    @property
    def disambiguation(self) -> int:
        """A label above the last transition id; libvosk wants one even though the graph needs none."""
        return 2 * len(self.transitions.triples) + 1


def build_phone_graph(
    model: SphinxModel,
    lexicon: Mapping[str, Sequence[Phones]],
    filler: Sequence[Phones],
    settings: PhoneGraphSettings,
) -> PhoneGraph:
    """Build the graph for the words of `lexicon` and the filler beside them."""
    table = PhoneTable(model.speech_phones())
    words = {word: label for label, word in enumerate(sorted({*lexicon, UNKNOWN}), start=1)}
    arcs = _Arcs(model, table)
    _lay_out(arcs, words, lexicon, filler, settings)
    used = sorted({(arc.phone, arc.sequence) for arc in arcs.arcs if arc.phone})
    senones = _senones_in_use(model, used)
    pdfs = _number_outputs(senones)
    triples = sorted(
        {(phone, state, pdfs[int(model.sequences[sequence, state])]) for phone, sequence in used
         for state in range(STATES)}
    )  # fmt: skip
    transitions = TransitionModel(tuple(range(1, len(table.names) + 1)), STATES, tuple(triples))
    fst = _expand(arcs, model, pdfs, {triple: 2 * index + 1 for index, triple in enumerate(triples)})
    fst.sort_arcs("olabel")
    return PhoneGraph(fst, transitions, senones, words, table)


@dataclass
class _Arcs:
    """The graph while phones are still whole."""

    model: SphinxModel
    table: PhoneTable
    arcs: list[_Arc] = field(default_factory=list)
    nodes: dict[Hashable, int] = field(default_factory=dict)
    laid_out: set[int] = field(default_factory=set)
    """States whose ways on are already there."""

    def node(self, *name: Hashable) -> int:
        """The state of that name."""
        return self.nodes.setdefault(name, len(self.nodes))

    def free(self, source: int, target: int) -> None:
        """A step that takes no time."""
        self.arcs.append(_Arc(source, target, 0, 0, EPSILON, 0.0))

    def phone(
        self,
        way: tuple[int, int],
        name: str,
        place: str,
        context: tuple[str, str] | None = None,
        *,
        word: int = EPSILON,
        cost: float = 0.0,
    ) -> None:
        """One phone on the way from a state to another; without a context it is the context-independent one."""
        number = self.table.silence if name == SILENCE else self.table.number(name, place)
        sequence = self.model.sequence(name, *context, place) if context else self.model.number[name]
        self.arcs.append(_Arc(*way, number, sequence, word, cost))


class _Entry(NamedTuple):
    """One pronunciation of a word."""

    word: int
    phones: Phones
    cost: float


def _lay_out(
    arcs: _Arcs,
    words: Mapping[str, int],
    lexicon: Mapping[str, Sequence[Phones]],
    filler: Sequence[Phones],
    settings: PhoneGraphSettings,
) -> None:
    pause, no_pause = -math.log(settings.silence_probability), -math.log1p(-settings.silence_probability)
    spoken = [_Entry(words[word], phones, no_pause) for word in sorted(lexicon) for phones in lexicon[word]]
    before = [*sorted({entry.phones[-1] for entry in spoken}), SILENCE]
    after = [*sorted({entry.phones[0] for entry in spoken}), SILENCE]
    start, end, quiet = arcs.node("start"), arcs.node("end"), arcs.node("quiet")
    arcs.phone((start, quiet), SILENCE, "S")
    arcs.free(start, quiet)
    for right in after:
        arcs.free(quiet, arcs.node("between", SILENCE, right))
    for left in before:
        arcs.free(arcs.node("between", left, SILENCE), end)
        if left != SILENCE:
            arcs.phone((arcs.node("between", left, SILENCE), quiet), SILENCE, "S", cost=pause)
    for pronunciation in spoken:
        _lay_out_word(arcs, pronunciation, before, after)
    entry, leave = arcs.node("filler"), arcs.node("filled")
    arcs.free(quiet, entry)
    for left in before:
        if left != SILENCE:
            arcs.free(arcs.node("between", left, SILENCE), entry)
    arcs.free(leave, quiet)
    arcs.phone((leave, quiet), SILENCE, "S", cost=pause)
    _lay_out_filler(arcs, words[UNKNOWN], filler, no_pause + settings.filler_word_cost)
    _lay_out_loop(arcs, words[UNKNOWN], settings.loop_phone_cost)


def _lay_out_word(arcs: _Arcs, entry: _Entry, before: Sequence[str], after: Sequence[str]) -> None:
    word, phones, cost = entry
    first, last = phones[0], phones[-1]
    if len(phones) == 1:
        for left in before:
            for right in after:
                source, target = arcs.node("between", left, first), arcs.node("between", first, right)
                arcs.phone((source, target), first, "S", (left, right), word=word, cost=cost)
        return
    for left in before:
        source, target = arcs.node("between", left, first), arcs.node("inside", phones)
        arcs.phone((source, target), first, "B", (left, phones[1]), word=word, cost=cost)
    # A state inside a word is named by the phones from the one just spoken to the end, all that is left to tell apart.
    for index in range(1, len(phones)):
        source, rest = arcs.node("inside", phones[index - 1 :]), phones[index:]
        if source in arcs.laid_out:
            return
        arcs.laid_out.add(source)
        if len(rest) > 1:
            arcs.phone((source, arcs.node("inside", rest)), rest[0], "I", (phones[index - 1], rest[1]))
    # What follows matters only through the last phone's senones: followers that share them share the states.
    followers: dict[int, list[str]] = defaultdict(list)
    for right in after:
        followers[arcs.model.sequence(last, phones[-2], right, "E")].append(right)
    for rights in followers.values():
        ending = arcs.node("ending", last, tuple(rights))
        arcs.phone((source, ending), last, "E", (phones[-2], rights[0]))
        if ending not in arcs.laid_out:
            arcs.laid_out.add(ending)
            for right in rights:
                arcs.free(ending, arcs.node("between", last, right))


def _lay_out_filler(arcs: _Arcs, word: int, filler: Sequence[Phones], cost: float) -> None:
    """The filler's words as one small graph of phones: all write the same word, so they share beginnings and ends.

    They hear silence on both sides whatever stands there, which keeps their number of states down.
    """
    spellings: Nfa[str] = Nfa()
    for phones in filler:
        state = spellings.start
        for phone in phones:
            following = spellings.add_state()
            spellings.add_arc(state, phone, following)
            state = following
        spellings.add_arc(state, None, spellings.end)
    graph = minimise(determinise(spellings))
    entry, leave = arcs.node("filler"), arcs.node("filled")

    def followers(state: int) -> list[str]:
        return [*graph.arcs[state], *([SILENCE] if state in graph.finals else [])]

    # A node is a state of that graph with the phone just spoken and the phone to come, which is spoken next.
    waiting: list[tuple[int, str, str]] = [(0, SILENCE, phone) for phone in graph.arcs[0]]
    seen = set(waiting)
    while waiting:
        state, before, phone = waiting.pop()
        target = graph.arcs[state][phone]
        at_start = state == 0 and before == SILENCE
        source = entry if at_start else arcs.node("filling", state, before, phone)
        for after in followers(target):
            over = after == SILENCE
            place = {(True, True): "S", (True, False): "B", (False, True): "E", (False, False): "I"}[at_start, over]
            step = (target, phone, after)
            way = (source, leave if over else arcs.node("filling", *step))
            if at_start:
                arcs.phone(way, phone, place, (before, after), word=word, cost=cost)
            else:
                arcs.phone(way, phone, place, (before, after))
            if not over and step not in seen:
                seen.add(step)
                waiting.append(step)


def _lay_out_loop(arcs: _Arcs, word: int, cost: float) -> None:
    """The filler's loop of context-independent phones; at least two, to speak of a beginning and an end."""
    entry, hub, leave = arcs.node("filler"), arcs.node("hub"), arcs.node("filled")
    for phone in arcs.table.base:
        arcs.phone((entry, hub), phone, "B", word=word, cost=cost)
        arcs.phone((hub, hub), phone, "I", cost=cost)
        arcs.phone((hub, leave), phone, "E", cost=cost)


def _senones_in_use(model: SphinxModel, used: Sequence[tuple[int, int]]) -> dict[int, list[int]]:
    senones: dict[int, list[int]] = defaultdict(list)
    for senone in sorted({int(senone) for _, sequence in used for senone in model.sequences[sequence]}):
        senones[int(model.codebooks[senone])].append(senone)
    return dict(sorted(senones.items()))


def _number_outputs(senones: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Senone -> the network's output: every second one, where the normaliser puts the logarithm."""
    order = [senone for codebook in senones.values() for senone in codebook]
    return {senone: 2 * index + 1 for index, senone in enumerate(order)}


def _expand(
    arcs: _Arcs, model: SphinxModel, pdfs: Mapping[int, int], loop_of: Mapping[tuple[int, int, int], int]
) -> Fst:
    """Replace every phone by its three states. Equal phones on the way to the same state share theirs."""
    outgoing: dict[int, list[_Arc]] = defaultdict(list)
    for arc in arcs.arcs:
        outgoing[arc.source].append(arc)
    fst = Fst()
    for _ in arcs.nodes:
        fst.add_state()
    fst.finals[arcs.node("end")] = 0.0
    chains: dict[tuple[int, int, int], int] = {}

    def enter(source: int, arc: _Arc) -> None:
        if not arc.phone:
            fst.add_arc(source, EPSILON, arc.word, arc.cost, arc.target)
            return
        loops = [
            loop_of[(arc.phone, state, pdfs[int(senone)])] for state, senone in enumerate(model.sequences[arc.sequence])
        ]
        key = (arc.target, arc.phone, arc.sequence)
        known = key in chains
        if not known:
            chains[key] = fst.add_state()
            for _ in loops[1:]:
                fst.add_state()
        first = chains[key]
        fst.add_arc(source, loops[0] + 1, arc.word, arc.cost, first)
        if known:
            return
        last = first + len(loops) - 1
        for state, loop in zip(range(first, last + 1), loops, strict=True):
            fst.add_arc(state, loop, EPSILON, 0.0, state)
            if state < last:
                fst.add_arc(state, loops[state - first + 1] + 1, EPSILON, 0.0, state + 1)
        following = outgoing[arc.target]
        if len(following) == 1:  # no choice: go on without a free step
            enter(last, following[0])
        else:
            fst.add_arc(last, EPSILON, EPSILON, 0.0, arc.target)

    for node in arcs.nodes.values():
        for arc in outgoing[node]:
            enter(node, arc)
    return fst.connected()
