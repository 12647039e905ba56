"""Diagram: a flow as SVG, read from top to bottom, in parts that each fit a printed page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from voice_coach.dialogue.script import Script
from voice_coach.interfaces.review.drawing import LEVEL_HEIGHT, LEVEL_WIDTH, level, line, rectangle, words, wrapped
from voice_coach.interfaces.review.elements import Markup, element
from voice_coach.interfaces.review.flow import ANSWER_WORDS, Box, Branch, Flow
from voice_coach.interfaces.review.tables import step_kind

WIDTH: Final = 764
TALLEST: Final = 1080
"""Height of a part: at this width it fills an A4 page between the margins."""

LEFT: Final = 46
RIGHT: Final = 346
MIDDLE: Final = (LEFT + RIGHT) / 2
"""Edges of the boxes, and the line on which the path runs through them."""

BYPASS: Final = 18
BACK: Final = 752
"""Lanes at the edges: past a box that is left out, and back to the path from a level."""

LEVELS: Final = 548
"""Left edge of the levels."""

LINE: Final = 17
"""Height of a line of text."""

LETTERS: Final = 37
SMALL_LETTERS: Final = 42
ANSWER_LETTERS: Final = 25
"""Letters that fit a box in normal and in small type, and that fit above an arrow, in the widest usual typeface."""

BRANCH: Final = 38
"""Height of a branch with its level."""

CONNECTOR: Final = 48
"""Height of the letter at the end of a part."""

GAP: Final = 20
"""Height of an arrow from one box to the next."""

Texts: TypeAlias = list[tuple[str, str]]
"""Style and words of each line in a box."""


@dataclass
class _Part:
    """One part under construction: what is drawn, how far down it goes, and the boxes on it."""

    drawn: list[Markup] = field(default_factory=list)
    y: float = 8.0
    boxes: int = 0

    def draw(self, *pieces: Markup) -> None:
        self.drawn.extend(pieces)

    def down(self, length: float, *, arrow: bool = False) -> None:
        """Go on along the path."""
        self.draw(line((MIDDLE, self.y), (MIDDLE, self.y + length), arrow=arrow))
        self.y += length


def diagram(flow: Flow, script: Script) -> list[Markup]:
    """The flow as one or more SVG elements, in the order in which they are read."""
    parts = [_Part()]
    _begin(parts[0], flow)
    for box in flow.boxes:
        row = _Row(box, script)
        if parts[-1].y + row.height + CONNECTOR > TALLEST:
            parts.append(_Part())
            _connect(parts[-2], parts[-1], "ABCDEFGH"[(len(parts) - 2) % 8])
        row.draw(parts[-1])
    _finish(parts[-1], flow)
    return [_svg(part, flow, number, len(parts)) for number, part in enumerate(parts, start=1)]


def _svg(part: _Part, flow: Flow, number: int, of: int) -> Markup:
    name = f"{flow.id}-{number}"
    height = round(part.y + 8)
    return element(
        "svg",
        element("title", f"Path {flow.title}{f', part {number} of {of}' if of > 1 else ''}", id=f"{name}-title"),
        element(
            "desc",
            f"{part.boxes} boxes from top to bottom. “No” leads straight down; other answers lead right, to the level "
            "that they mean. A dashed line comes back to the path. The table below says the same in words.",
            id=f"{name}-desc",
        ),
        *part.drawn,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height}",
        width=WIDTH,
        height=height,
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        class_="path",
    )


def _begin(part: _Part, flow: Flow) -> None:
    """The entry: what starts the path, for whom, and what is said first."""
    whom = "every muscle" if flow.every_muscle else ", ".join(flow.muscles)
    texts: Texts = [("strong", text) for text in wrapped("; ".join(flow.entries), LETTERS - 4)]
    texts += [("small", text) for text in wrapped(f"for {whom}", SMALL_LETTERS)]
    if flow.opening:
        texts += [("small", text) for text in wrapped(f"says {', '.join(flow.opening)}", SMALL_LETTERS)]
    height = _tall(texts)
    part.draw(rectangle(LEFT, part.y, RIGHT - LEFT, height, "box entry", corner=min(height / 2, 26)))
    part.draw(*_centred(texts, part.y))
    part.y += height


def _finish(part: _Part, flow: Flow) -> None:
    """The result at the bottom."""
    part.down(GAP, arrow=True)
    texts: Texts = [("strong", "Result: the gravest level met"), ("small", "“no” to everything gives")]
    top, height = part.y, _tall(texts) + LEVEL_HEIGHT + 8
    part.draw(
        rectangle(LEFT, top, RIGHT - LEFT, height, "box"),
        rectangle(LEFT + 4, top + 4, RIGHT - LEFT - 8, height - 8, "inner"),
        *_centred(texts, top),
        level(MIDDLE - LEVEL_WIDTH / 2, top + _tall(texts) - 4, flow.mildest),
    )
    part.y += height


def _connect(before: _Part, after: _Part, letter: str) -> None:
    """The same letter at the end of one part and at the start of the next."""
    before.down(GAP)
    for part, text in ((before, "goes on in the next part"), (after, "from the part before")):
        part.draw(
            element("circle", cx=f"{MIDDLE:g}", cy=f"{part.y + 13:g}", r="13", class_="box"),
            words(MIDDLE, part.y + 18, letter, "strong", "middle"),
            words(MIDDLE + 22, part.y + 17, text, "small"),
        )
        part.y += 26


class _Row:
    """A box with its condition above, its levels to the right, and the ways past it and back."""

    def __init__(self, box: Box, script: Script) -> None:
        self.box = box
        self.texts = list(_texts(box, script))
        self.returns = any(not branch.ends for branch in box.branches)
        self.tall = max(_tall(self.texts), BRANCH * len(box.branches))
        past = GAP + 26 + 12 if box.condition else 0
        self.height = GAP + max(self.tall, _tall(self.texts) + 8) + (20 if self.returns else 0) + past

    def draw(self, part: _Part) -> None:
        """Draw it below what is there."""
        past = part.y + GAP + 13
        if self.box.condition:
            part.down(GAP)
            _hexagon(part, f"only {self.box.condition}")
        part.down(GAP, arrow=True)
        top, own = part.y, _tall(self.texts)
        _box(part, self.box, self.texts)
        for number, branch in enumerate(self.box.branches):
            middle = top + BRANCH * number + BRANCH / 2
            _branch(part, branch, middle, min(middle, top + own - 12))
        if self.box.onward:
            answers = " · ".join(ANSWER_WORDS[answer] for answer in self.box.onward)
            part.draw(words(MIDDLE + 8, top + own + 15, answers, "answer"))
        part.y = top + own
        part.down(max(self.tall - own, 8))
        if self.returns:
            part.down(20)
            self._back(part, top)
        if self.box.condition:
            part.down(12)
            lane = ((LEFT, past), (BYPASS, past), (BYPASS, part.y - 4), (MIDDLE - 1, part.y - 4))
            part.draw(line(*lane, style="back", arrow=True))
        part.boxes += 1

    def _back(self, part: _Part, top: float) -> None:
        """Back to the path from the levels that do not end it."""
        joint = part.y - 6
        for number, branch in enumerate(self.box.branches):
            if not branch.ends:
                middle = top + BRANCH * number + BRANCH / 2
                part.draw(line((LEVELS + LEVEL_WIDTH, middle), (BACK, middle), (BACK, joint), style="back"))
        part.draw(
            line((BACK, joint), (MIDDLE + 1, joint), style="back", arrow=True),
            words(BACK - 6, joint - 5, "noted; only graver questions follow", "small", "end"),
        )


def _hexagon(part: _Part, text: str) -> None:
    """A condition: without it the box below is passed over on the left."""
    top, low = part.y, part.y + 26
    corners = (
        (LEFT, top + 13),
        (LEFT + 12, top),
        (RIGHT - 12, top),
        (RIGHT, top + 13),
        (RIGHT - 12, low),
        (LEFT + 12, low),
    )
    part.draw(
        element("polygon", points=" ".join(f"{x:g},{y:g}" for x, y in corners), class_="box if"),
        words(MIDDLE, top + 17, text, "small", "middle"),
    )
    part.y = low


def _box(part: _Part, box: Box, texts: Texts) -> None:
    """A question with round corners, or a step with a second line at either side."""
    question = box.item.kind == "ask"
    top, height = part.y, _tall(texts)
    entry = f"{box.item.kind} {box.item.name}"
    part.draw(
        rectangle(
            LEFT, top, RIGHT - LEFT, height, f"box {box.item.kind}", corner=13 if question else 0, data_entry=entry
        )
    )
    if not question:
        for x in (LEFT + 6, RIGHT - 6):
            part.draw(line((x, top), (x, top + height), style="edge"))
    part.draw(*(words(LEFT + 15, top + 21 + LINE * number, text, style) for number, (style, text) in enumerate(texts)))


def _branch(part: _Part, branch: Branch, y: float, leave: float) -> None:
    """From the box to the level that the answers mean."""
    bend = RIGHT + 12
    part.draw(line((RIGHT, leave), (bend, leave), (bend, y), (LEVELS - 1, y), arrow=True))
    answers = wrapped(" · ".join(ANSWER_WORDS[answer] for answer in branch.answers), ANSWER_LETTERS)
    for number, text in enumerate(answers):
        part.draw(words(bend + 7, y - 5 + 19 * number, text, "answer"))
    part.draw(level(LEVELS, y - LEVEL_HEIGHT / 2, branch.outcome))


def _texts(box: Box, script: Script) -> Iterator[tuple[str, str]]:
    if box.item.kind == "ask":
        question = script.questions[box.item.name]
        yield "strong", question.id + ("" if question.danger else "  (no danger question)")
        yield from (("", text) for text in wrapped(question.lines[0].say, LETTERS))
        return
    step = script.steps[box.item.name]
    yield from (("strong", text) for text in wrapped(f"{step.name} ({step_kind(step)})", LETTERS - 4))
    yield from (("", text) for text in wrapped(f"says {', '.join(step.lines)}", LETTERS))
    if box.needs:
        yield from (("small", text) for text in wrapped(f"only after “no” to {', '.join(box.needs)}", SMALL_LETTERS))
    if box.unless:
        unless = f"never after another answer to {', '.join(box.unless)}"
        yield from (("small", text) for text in wrapped(unless, SMALL_LETTERS))


def _tall(texts: Texts) -> float:
    return 15.0 + LINE * len(texts)


def _centred(texts: Texts, top: float) -> list[Markup]:
    return [
        words(MIDDLE, top + 20 + LINE * number, text, style, "middle") for number, (style, text) in enumerate(texts)
    ]
