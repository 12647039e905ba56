"""Data: the whole script as JSON, as `schema/script.json` describes it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from voice_coach.content.document import Place
from voice_coach.dialogue.line import Line, Source
from voice_coach.dialogue.protocol import Item
from voice_coach.dialogue.question import Question
from voice_coach.dialogue.script import Script
from voice_coach.interfaces.review.flow import Flow, flows
from voice_coach.interfaces.review.rules import rules
from voice_coach.interfaces.review.signature import Standing
from voice_coach.interfaces.review.tables import NOTICE, TITLE, situations
from voice_coach.interfaces.review.uses import WORDINGS, Use, uses

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"


def as_json(script: Script, standing: Standing) -> str:
    """The script as one JSON object."""
    return json.dumps(_script(script, standing), indent=1, ensure_ascii=False) + "\n"


def _script(script: Script, standing: Standing) -> dict[str, Json]:
    used = uses(script)
    return {
        "title": TITLE,
        "notice": NOTICE,
        "version": standing.version,
        "signature": _signature(standing),
        "lines": [
            _line(line, used[line.id], switchable=line.id in script.switchable) for line in script.lines.values()
        ],
        "questions": [_question(script, question) for question in script.questions.values()],
        "protocols": [
            {
                "name": name,
                "opening": list(protocol.opening),
                "plan": [_item(item) for item in protocol.plan],
                "plan_for": {muscle: [_item(item) for item in plan] for muscle, plan in protocol.plan_for.items()},
            }
            for name, protocol in script.protocols.items()
        ],
        "paths": [_path(flow) for flow in flows(script)],
        "steps": [
            {
                "name": name,
                "kind": step.kind,
                "needs": list(step.needs),
                "unless": list(step.unless),
                "lines": list(step.lines),
                "minutes": step.minutes,
            }
            for name, step in script.steps.items()
        ],
        "combinations": [
            {
                "questions": list(one.questions),
                "unclear": sorted(one.unclear),
                "muscles": sorted(one.muscles),
                "level": one.level,
            }
            for one in script.combinations
        ],
        "withheld": {
            intent: {"unless": list(held.unless), "line": held.line, "about": list(held.about)}
            for intent, held in script.withheld.items()
        },
        "levels": _lists(script.levels),
        "warnings": _lists(script.warnings),
        "cannot_check": list(script.cannot_check),
        "emergency": _lists(script.emergency),
        "unresponsive": sorted(script.unresponsive),
        "standing": sorted(script.standing),
        "cues": _lists(script.cues),
        "topics": {
            intent: {"answer": list(topic.answer), "answer_for": _lists(topic.answer_for), "more": list(topic.more)}
            for intent, topic in script.topics.items()
        },
        "names": dict(script.names),
        "origins": dict(script.origins),
        "numbers": {
            "unset": script.numbers.unset,
            "countries": {
                country: {
                    "shown": number.shown,
                    "spoken": number.spoken,
                    "source": _source(number.source) if number.source is not None else None,
                }
                for country, number in script.numbers.countries.items()
            },
        },
        "rules": [{"id": rule.id, "value": rule.value, "meaning": rule.meaning} for rule in rules()],
    }


def _signature(standing: Standing) -> Json:
    signed = standing.signature
    if signed is None:
        return None
    return {
        "name": signed.name,
        "role": signed.role,
        "date": signed.day.isoformat(),
        "version": signed.version,
        "changes": [{"kind": one.kind, "entry": one.entry, "was": one.was or None} for one in standing.changes],
    }


def _line(line: Line, used: list[Use], *, switchable: bool) -> Json:
    return {
        "id": line.id,
        "say": line.say,
        "other": line.other,
        "source": _source(line.source),
        "safety": line.safety,
        "switchable": switchable,
        "place": _place(line.place),
        "uses": [
            {"kind": use.kind, "name": use.name, "level": use.level or None, "danger": use.danger} for use in used
        ],
    }


def _source(source: Source) -> Json:
    return {
        "document": source.document,
        "where": source.where,
        "outside": source.outside,
        "fact": source.fact or None,
        "note": source.note or None,
    }


def _place(place: Place | None) -> Json:
    return None if place is None else {"file": place.file, "line": place.line}


def _question(script: Script, question: Question) -> Json:
    return {
        "id": question.id,
        "danger": question.danger,
        "level": question.level,
        "muscles": sorted(question.muscles),
        "situations": situations(script, question),
        "wordings": {wording: line.id for wording, line in zip(WORDINGS, question.lines, strict=True)},
        "outcomes": dict(question.outcomes),
        "key_word": question.key_word,
        "topic_words": list(question.topic_words),
        "symptoms": sorted(question.symptoms),
        "suspects": sorted(question.suspects),
        "covers": list(question.covers),
        "tips": dict(question.tips),
        "means": dict(question.means),
    }


def _item(item: Item) -> Json:
    return {"kind": item.kind, "name": item.name, "condition": item.condition or None}


def _path(flow: Flow) -> Json:
    return {
        "protocol": flow.protocol,
        "muscles": list(flow.muscles),
        "mildest": flow.mildest,
        "boxes": [
            {
                "kind": box.item.kind,
                "name": box.item.name,
                "condition": box.item.condition or None,
                "onward": list(box.onward),
                "branches": [
                    {"answers": list(branch.answers), "outcome": branch.outcome, "ends": branch.ends}
                    for branch in box.branches
                ],
            }
            for box in flow.boxes
        ],
    }


def _lists(lists: Mapping[str, tuple[str, ...]]) -> dict[str, Json]:
    return {name: list(lines) for name, lines in lists.items()}
