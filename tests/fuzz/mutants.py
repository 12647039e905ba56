"""Mutants: damaged copies of good files, the same ones for the same seed."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from typing import Final

EXTREMES: Final = (0, 1, 2, 3, 0x7F, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0xFFFE, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF)
HEADER: Final = 64
"""Bytes from the start in which WAV and FLAC keep what everything else depends on."""

ODD_TEXT: Final = (
    "{", "}", "[", "]", "(", ")", "<", ">", "|", ";", ":", "- ", "&a ", "*a", "!!python/object/apply:os.system ",
    "<<: *a", "\t", "\0", "\x1b", "\u2028", "\ufeff", "é", '"', "'", "\\", "#", "? ", "|\n", ">\n", "---\n", "...\n",
    "%YAML 9.9\n", "~", "null", "yes", "{muscle}", "{nothing}", "<nothing>", "[[[[[[[[", "((((((((", "&a [*a]", "1e999",
    "(a;b;c;d;e;f;g;h;i;j)", "[a][b][c][d][e][f][g][h][i][j][k][l]",
)  # fmt: skip


def damaged_bytes(good: bytes, chance: random.Random) -> bytes:
    """One to three kinds of damage to a binary file."""
    data = bytearray(good)
    for _ in range(chance.randint(1, 3)):
        chance.choice(BINARY)(data, chance)
    return bytes(data)


def damaged_text(good: str, chance: random.Random) -> bytes:
    """One to three kinds of damage to a text file; sometimes the bytes are damaged too, so it may not be UTF-8."""
    lines = good.splitlines(keepends=True)
    for _ in range(chance.randint(1, 3)):
        if lines:
            chance.choice(LINES)(lines, chance)
    data = "".join(lines).encode("utf-8", "surrogatepass")
    if chance.random() < 0.1:
        data = damaged_bytes(data, chance)
    return data


def _flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 8)):
        if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _flip_header(data: bytearray, chance: random.Random) -> None:
    if data:
        data[chance.randrange(min(HEADER, len(data)))] ^= 1 << chance.randrange(8)


def _field(data: bytearray, chance: random.Random) -> None:
    """A header field becomes a number that breaks arithmetic."""
    width, shape = chance.choice(((2, "<H"), (4, "<I"), (4, ">I"), (2, ">H")))
    if len(data) > width:
        at = chance.randrange(0, min(HEADER, len(data) - width), 2)
        data[at : at + width] = struct.pack(shape, chance.choice(EXTREMES) % (1 << 8 * width))


def _truncate(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data) + 1) if chance.random() < 0.5 else chance.randrange(HEADER) :]


def _cut_out(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    del data[at : at + chance.randint(1, 400)]


def _repeat(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    data[at:at] = data[at : at + chance.randint(1, 400)] * chance.randint(1, 3)


def _noise(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    data[at : at + chance.randint(0, 40)] = chance.randbytes(chance.randint(1, 40))


BINARY: Final[tuple[Callable[[bytearray, random.Random], None], ...]] = (
    _flip, _flip_header, _flip_header, _field, _field, _truncate, _cut_out, _repeat, _noise,
)  # fmt: skip


def _drop_line(lines: list[str], chance: random.Random) -> None:
    del lines[chance.randrange(len(lines))]


def _double_line(lines: list[str], chance: random.Random) -> None:
    """The same key twice, most of the time."""
    at = chance.randrange(len(lines))
    lines.insert(at, lines[at])


def _move_line(lines: list[str], chance: random.Random) -> None:
    line = lines.pop(chance.randrange(len(lines)))
    lines.insert(chance.randrange(len(lines) + 1), line)


def _indent(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    lines[at] = chance.choice((" ", "  ", "\t", "     ")) + lines[at]


def _outdent(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    lines[at] = lines[at][chance.randint(1, 4) :]


def _odd_text(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    place = chance.randrange(len(lines[at]) + 1)
    lines[at] = lines[at][:place] + chance.choice(ODD_TEXT) + lines[at][place:]


def _lose_character(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    if lines[at]:
        place = chance.randrange(len(lines[at]))
        lines[at] = lines[at][:place] + lines[at][place + 1 :]


def _rename_key(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    lines[at] = lines[at].replace(":", chance.choice(("", " :", "x:", "::", ": :")), 1)


def _end_early(lines: list[str], chance: random.Random) -> None:
    del lines[chance.randrange(len(lines)) :]


def _nest(lines: list[str], chance: random.Random) -> None:
    """Brackets deeper than any recursion."""
    lines.insert(chance.randrange(len(lines) + 1), chance.choice("[{") * chance.choice((50, 1500)) + "\n")


LINES: Final[tuple[Callable[[list[str], random.Random], None], ...]] = (
    _drop_line, _double_line, _move_line, _indent, _outdent, _odd_text, _odd_text, _lose_character, _rename_key,
    _end_early, _nest,
)  # fmt: skip
