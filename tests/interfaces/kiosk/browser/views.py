"""The gallery: one `view` message for every screen that the page can show, and the page's own screens."""

from __future__ import annotations

from typing import Any, Final

View = dict[str, Any]

NUMBER: Final = "999"
WELCOME: Final[View] = {
    "type": "welcome",
    "conversation": "gallery",
    "keeps": "Nothing but counts: which topic was asked for, when, and how it ended. No sound, no words, no names.",
    "audio": "browser",
    "number": NUMBER,
}

BLANK: Final[View] = {
    "type": "view",
    "screen": "talk",
    "heard": None,
    "said": None,
    "speaking": False,
    "paused": False,
    "question": None,
    "step": None,
    "hold": None,
    "level": None,
    "emergency": None,
    "microphone": "kiosk",
    "time_limit": None,
    "trouble": None,
}

DRAWINGS: Final = (
    *("stop", "stretch", "massage", "hydrate", "temperature", "warm", "cool", "cool-down"),
    *("stretch-calf", "stretch-hamstring", "stretch-quad", "stretch-foot", "stretch-abs", "stretch-back"),
    *("stretch-neck", "stretch-glute", "stretch-biceps", "stretch-forearm", "stretch-hand", "stretch-shoulder"),
    "stretch-side",
)


def said(line: str, text: str, *, timed: bool = True, pace: float = 0.35) -> View:
    """A spoken line; each word `pace` seconds long, the first at 0."""
    words = [
        {"text": word, "start": round(index * pace, 3), "end": round((index + 1) * pace, 3)}
        for index, word in enumerate(text.split())
    ]
    return {"line": line, "text": text, "words": words if timed else None}


def step(name: str, text: str, number: int, drawing: str, muscle: str | None = "calf") -> View:
    """A relief step of five."""
    return {"step": name, "muscle": muscle, "number": number, "total": 5, "drawing": drawing, "text": text}


CALF: Final = "Straighten that knee, and slowly pull your toes toward your shin. Light pull only."
DANGER: Final = "Do you have chest pain, or trouble breathing?"
WARMTH: Final = (
    "Warmth suits a tight muscle, cold suits soreness later. Take what feels good, never on numb skin. Then say next."
)
HOLD: Final = "Hold it until the grip lets go. Then say, it eased."

SELF_CARE: Final = [
    "Good. Rest now, and let that muscle settle before you start lightly.",
    "If it comes back, finish for today. If it lasts, swells, or won't carry you, see a doctor today.",
    "If chest pain starts, breathing gets hard, or you faint, call 999.",
]
TODAY: Final = [
    "These signs need checking today. Stop training, and see a doctor or urgent care.",
    "Leave the muscle alone until then. Tell the staff here, and don't go alone.",
    "Numb, pale or cold skin there, or pain that grows even at rest, is an emergency.",
    "If chest pain starts, breathing gets hard, or you faint, call 999.",
]

CHANGES: Final[dict[str, View]] = {
    "attract": {"screen": "attract"},
    "attract-microphone-off": {"screen": "attract", "microphone": "off"},
    "talk": {},
    "talk-answer": {
        "said": said("heat_or_cold.short", "Warmth for a tight muscle now. Cold later, if it is sore."),
        "speaking": True,
        "heard": {"text": "heat or ice", "accepted": True},
    },
    "question-danger": {
        "screen": "question",
        "question": {
            "id": "chest_breathing",
            "text": DANGER,
            "danger": True,
            "expects": ["yes", "no", "unsure"],
        },
        "said": said("question.chest_breathing", DANGER),
        "speaking": True,
        "heard": {"text": "my calf is cramping", "accepted": True},
    },
    "question-again": {
        "screen": "question",
        "question": {
            "id": "at_risk",
            "text": "Are you pregnant, diabetic, or taking statins or water tablets?",
            "danger": False,
            "expects": ["yes", "no", "unsure"],
        },
        "said": said("reprompt.unclear.1", "Sorry, I missed that."),
        "heard": {"text": "the whole", "accepted": False},
    },
    "step": {
        "screen": "step",
        "step": step("stop", "Stop what you're doing. Sit or lie down where it's safe.", 1, "stop"),
        "said": said("relief.stop", "Stop what you're doing. Sit or lie down where it's safe."),
        "speaking": True,
    },
    "hold": {
        "screen": "step",
        "step": step("stretch", CALF, 2, "stretch-calf"),
        "said": said("relief.hold", HOLD),
        "hold": {"elapsed": 24.0, "total": None, "running": True},
        "speaking": True,
    },
    "cool-down": {
        "screen": "step",
        "step": step("cool-down", "Get out of the heat now. Lie down, and raise your legs a little.", 1, "cool-down"),
        "said": said("cool.stay", "Keep cooling. I'll ask again soon."),
        "hold": {"elapsed": 84.0, "total": 600.0, "running": True},
    },
    "step-long": {
        "screen": "step",
        "step": step("temperature", WARMTH, 5, "temperature"),
        "said": said("relief.temperature", WARMTH),
        "speaking": True,
        "heard": {"text": "next", "accepted": True},
    },
    "paused": {
        "screen": "step",
        "paused": True,
        "step": step("massage", "Now rub the muscle softly with your hands. Then say next.", 3, "massage"),
        "said": said("pause.1", "Paused. Say resume to go on."),
    },
    "closing-self-care": {
        "screen": "closing",
        "level": {
            "level": "self_care",
            "whom": SELF_CARE[0],
            "because": [],
            "lines": SELF_CARE,
        },
        "said": said("closing.emergency", SELF_CARE[2]),
    },
    "closing-doctor": {
        "screen": "closing",
        "level": {
            "level": "doctor_today",
            "whom": TODAY[0],
            "lines": TODAY,
            "because": ["Did you feel a pop or tear when it started?", "Is that part swollen, hot or red?"],
        },
        "said": said("level.worse", TODAY[2]),
    },
    "emergency": {
        "screen": "emergency",
        "emergency": {
            "number": NUMBER,
            "lines": [
                "This needs emergency help now. Shout for help. Have someone call 999; I can't call.",
                "Stop and sit or lie down. Get someone to stay with you.",
                "They'll ask where you are, your phone number, and what's happened.",
            ],
        },
        "said": said("emergency.rest", "Stop and sit or lie down. Get someone to stay with you."),
        "speaking": True,
        "heard": {"text": "i have chest pain", "accepted": True},
    },
    "emergency-no-number": {
        "screen": "emergency",
        "emergency": {"number": "your emergency number", "lines": ["Stop and sit or lie down."]},
    },
    "microphone-off": {"microphone": "off"},
    "microphone-lost": {
        "microphone": "lost",
        "trouble": "The microphone is gone: plug it in again. Touch and keys work.",
    },
    "question-untimed": {
        "screen": "question",
        "question": {
            "id": "swelling",
            "text": "Is that part swollen, hot or red?",
            "danger": True,
            "expects": ["yes", "no", "unsure"],
        },
        "said": said("question.swelling", "Is that part swollen, hot or red?", timed=False),
        "time_limit": {"remaining": 7.5},
    },
    "time-limit": {
        "said": said("level.self_care", SELF_CARE[0]),
        "time_limit": {"remaining": 19.5},
    },
}

VIEWS: Final[dict[str, View]] = {name: {**BLANK, **changes} for name, changes in CHANGES.items()}

PAGE_SCREENS: Final = ("muscles", "options", "connecting", "lost", "emergency-offline")
"""What the page shows of its own accord."""

SCREENS: Final = (*VIEWS, *PAGE_SCREENS)
