"""`voice-coach models`: build, install, list and verify speech models."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from voice_coach import paths
from voice_coach.errors import EXIT_DONE, BadInput, MissingModel

if TYPE_CHECKING:
    from voice_coach.recognition.store import ModelChoice
    from voice_coach.understanding.library import IntentLibrary

# Only the action that runs may pay for loading what it needs.
# ruff: noqa: T201

EMBEDDED = "embedded-en-us"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `models` and its actions."""
    parser = subparsers.add_parser("models", help="build, install, list and verify speech models")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)

    build = actions.add_parser("build", help=f"make {EMBEDDED} on this machine, offline, in seconds")
    build.add_argument("name", choices=[EMBEDDED], help="the model to build; it is not an official Vosk model")
    build.add_argument("--intents", type=Path, metavar="DIR", help="sentences to build for (the coach's own)")
    build.add_argument("--into", type=Path, metavar="DIR", help="folder that the model's folder goes into (models/)")
    build.add_argument("--if-stale", action="store_true", help="only if there is none, or one for other sentences")
    build.set_defaults(run=build_model)

    install = actions.add_parser("install", help="fetch an official model from its makers")
    install.add_argument("name", help="such as vosk-model-small-en-us-0.15")
    install.add_argument("--into", type=Path, metavar="DIR", help="folder that the model's folder goes into (models/)")
    install.add_argument("--url", help="another place to fetch the archive from")
    install.add_argument("--sha256", help="checksum that the archive must have")
    install.set_defaults(run=install_official)

    show = actions.add_parser("list", help="show the models and which is used")
    show.set_defaults(run=list_models)

    verify = actions.add_parser("verify", help="check that a model is whole and loads")
    verify.add_argument("name", nargs="?", help="a model in models/ or a directory (the one in use)")
    verify.set_defaults(run=verify_model)


def build_model(arguments: argparse.Namespace) -> int:
    """Build the embedded model with a progress bar."""
    from tqdm import tqdm

    from voice_coach.recognition.embedded.build import BUILD_STEPS, MODEL_NAME, build_embedded
    from voice_coach.understanding.library import load_library

    library = load_library(arguments.intents or paths.intents_folder())
    into = (arguments.into or paths.models_folder()) / MODEL_NAME
    if arguments.if_stale and _is_fresh(into, library):
        print(f"{into}: is up to date")
        return EXIT_DONE
    begun = 0
    with tqdm(total=len(BUILD_STEPS), desc=MODEL_NAME, unit="step", leave=False, disable=None) as bar:

        def begin(step: str) -> None:
            nonlocal begun
            bar.update(min(begun, 1))
            begun += 1
            bar.set_postfix_str(step)

        manifest = build_embedded(library, into, begin)
        bar.update()
    size = sum(size for size, _ in manifest.files.values())
    print(f"{into}: {manifest.phrases} phrases of {manifest.words} words, {size / 1e6:.1f} MB")
    print(manifest.note)
    print(manifest.licence)
    return EXIT_DONE


def install_official(arguments: argparse.Namespace) -> int:
    """Fetch an official model; it then takes precedence over the embedded one."""
    from voice_coach.recognition.install import install_model

    folder = arguments.into or paths.models_folder()
    path = install_model(arguments.name, folder, url=arguments.url, sha256=arguments.sha256)
    print(f"{path}: installed; it is used from now on")
    return EXIT_DONE


def list_models(arguments: argparse.Namespace) -> int:
    """Show what is in models/, the one in use marked."""
    from voice_coach.recognition.store import find_model, installed_models

    library = _library()
    try:
        used = find_model(library=library)
    except MissingModel as error:
        print(error)
        return EXIT_DONE
    choices = list(installed_models())
    if used.path not in [choice.path for choice in choices]:
        choices.insert(0, used)
    for choice in choices:
        mark = "*" if choice.path == used.path else " "
        print(f"{mark} {choice.path}  {_describe(choice)}")
    if used.notice:
        print(used.notice)
    return EXIT_DONE


def verify_model(arguments: argparse.Namespace) -> int:
    """Check files against the manifest, then load the model and decode a second of silence."""
    import numpy as np

    from voice_coach.audio.frame import SAMPLE_RATE
    from voice_coach.recognition.store import find_model
    from voice_coach.recognition.vosk_recogniser import LooseRecogniser, load_recogniser

    choice = find_model(_named(arguments.name), _library())
    recogniser = load_recogniser(choice.path, _library())
    recogniser.decode(np.zeros(SAMPLE_RATE, np.int16))
    print(f"{choice.path} is whole and loads: {_describe(choice)}")
    if isinstance(recogniser, LooseRecogniser) and recogniser.missing:
        print(f"it does not know these words of the coach: {', '.join(recogniser.missing)}")
    if choice.notice:
        print(choice.notice)
    return EXIT_DONE


def _is_fresh(model: Path, library: IntentLibrary) -> bool:
    """True when the model is whole and was built for these sentences."""
    from voice_coach.recognition.manifest import check_files, read_manifest
    from voice_coach.recognition.store import find_model

    try:
        manifest = read_manifest(model)
        if manifest is None or find_model(model, library).stale:
            return False
        check_files(model, manifest)
    except MissingModel:
        return False
    return True


def _library() -> IntentLibrary:
    from voice_coach.understanding.library import load_library

    return load_library(paths.intents_folder())


def _named(name: str | None) -> Path | None:
    """A model's directory from its name in models/ or its path."""
    if name is None:
        return None
    inside = paths.models_folder() / name
    if inside.is_dir():
        return inside
    if Path(name).is_dir():
        return Path(name)
    raise BadInput(f'there is no model "{name}": `voice-coach models list` shows those that are there')


def _describe(choice: ModelChoice) -> str:
    from voice_coach.recognition.manifest import read_manifest

    manifest = read_manifest(choice.path)
    return manifest.note if manifest else choice.kind.value
