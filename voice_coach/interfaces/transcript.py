"""Transcript: the events of a conversation as a person reads them, or as JSON lines."""

from __future__ import annotations

import json
from typing import TextIO

from voice_coach.interfaces.record import Record

WHO = {"heard": "you", "rejected": "you", "tapped": "you", "say": "coach"}


class JsonLines:
    """One JSON object a line."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def __call__(self, record: Record) -> None:
        """Write one event."""
        print(json.dumps(record, ensure_ascii=False), file=self._out, flush=True)


class Transcript:
    """Heard, matched, said, as it goes."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def __call__(self, record: Record) -> None:
        """Write one event."""
        line = told(record)
        if line:
            print(f"{record['t']:7.1f}s  {WHO.get(str(record['event']), ''):>5}  {line}", file=self._out, flush=True)

    def note(self, text: str) -> None:
        """Write a remark that is no event."""
        print(f"{'':8}  {'':>5}  ({text})", file=self._out, flush=True)


def told(record: Record) -> str:
    """One event as a person reads it; empty for what is not worth a line."""
    match record["event"]:
        case "heard":
            words = f'"{record["text"]}"  ' if record["text"] else ""
            return f"{words}-> {_meaning(record)}"
        case "rejected" if record["reason"] == "asleep":
            return f'"{record["text"]}"  -> nobody called the coach'
        case "rejected":
            return f'"{record["text"] or "..."}"  -> not understood ({record["reason"]})'
        case "tapped":
            return f"[{record['button']}]"
        case "say":
            return f"{record['text']}{'  -- cut' if record['interrupted'] else ''}"
        case "step":
            return f"== {str(record['step']).upper()} ({record['muscle']})"
        case "level":
            because = record["because"]
            reasons = f" because of {', '.join(map(str, because))}" if isinstance(because, list) and because else ""
            return f"== LEVEL {record['level']}{reasons}"
        case "hold":
            return f"-- hold {record['state']} {record['elapsed']:.0f} s"
        case "attention":
            return "-- listening" if record["state"] == "awake" else "-- waiting to be called"
        case "device":
            return f"-- {record['device']} {record['state']}{f': {trouble}' if (trouble := record['trouble']) else ''}"
        case "restored":
            return f"-- back after {record['away']:.0f} s"
        case "end":
            return f"== END ({record['reason']})"
    return ""


def _meaning(record: Record) -> str:
    slots = record["slots"]
    details = [f"{key}={value}" for key, value in slots.items()] if isinstance(slots, dict) else []
    polarity = [] if record["polarity"] == "none" else [str(record["polarity"])]
    used = "" if record["accepted"] else ", not used here"
    return f"{' '.join([str(record['intent']), *polarity, *details])} ({record['score']:.0f}{used})"
