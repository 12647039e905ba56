"""Loads the parts that a command's options name."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from voice_coach.interfaces.commands._options import content_folder, require_wake, settings_from

if TYPE_CHECKING:
    from voice_coach.interfaces.parts import Parts


def load_parts(arguments: argparse.Namespace, *, need_number: bool) -> Parts:
    """Load what the command's options name. `need_number`: refuse to go on without an emergency number.

    Raises `MissingNumber`, `BadInput` and `BrokenContent`.
    """
    from voice_coach.dialogue.number import require_number
    from voice_coach.dialogue.script import load_script
    from voice_coach.interfaces.parts import Parts
    from voice_coach.interfaces.review.signature import standing
    from voice_coach.speech.voice import open_voice
    from voice_coach.understanding.library import load_library
    from voice_coach.understanding.understanding import Understanding

    settings = settings_from(arguments)
    if need_number:
        require_number(settings.dialogue)
    folder = content_folder(arguments)
    library = load_library(folder)
    require_wake(settings, library)
    script = load_script(folder)
    voice = open_voice(settings.voice.voice, arguments.recordings)
    return Parts(settings, library, Understanding(library), script, standing(script, folder), voice)
