"""Over a prompt that leaks: what a person says gets through, and of the coach alone nothing; and how long it takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_coach.audio.file import read_whole
from voice_coach.bench.echo import HEADS, WORDS, Row, cells, voices
from voice_coach.bench.latency import Kind, first_sounds, interrupt, silences
from voice_coach.bench.stage import House, Stage
from voice_coach.errors import BadInput
from voice_coach.interfaces.replay import LeakSettings
from voice_coach.paths import intents_folder
from voice_coach.understanding.interpretation import Situation


@pytest.fixture(scope="module")
def house(model: Path) -> House:
    return House.open(intents_folder(), model)


@pytest.fixture(scope="module")
def talked_to(house: House) -> Stage:
    """A coach that has spoken for 8 s with its echo as loud as a person is, less 10 dB, and said all that it had to."""
    stage = Stage(house, LeakSettings(-10.0, 0.06))
    stage.begin(Situation.QUESTION)
    stage.wait(8.0)
    stage.let_speak()
    return stage


def test_of_its_own_voice_alone_nothing_is_heard(talked_to: Stage) -> None:
    assert talked_to.situation is Situation.QUESTION
    assert talked_to.caught == []


@pytest.mark.parametrize(("name", "intent"), [(name, intent) for name, intent in WORDS.items() if name != "stop"])
def test_over_a_prompt_that_leaks_a_person_gets_through(talked_to: Stage, root: Path, name: str, intent: str) -> None:
    talked_to.type("stop")
    talked_to.skip()
    talked_to.begin(Situation.QUESTION)
    talked_to.wait(2.6)
    talked_to.say(read_whole(root / "audio_fixtures" / "festival_kal" / f"{name}.flac"))
    heard = talked_to.caught[-1]
    assert (heard.meaning.accepted, heard.meaning.intent, heard.speaking) == (True, intent, True)


def test_stop_silences_it(talked_to: Stage, root: Path) -> None:
    talked_to.type("stop")
    talked_to.skip()
    talked_to.begin(Situation.QUESTION)
    talked_to.wait(1.0)
    wait = interrupt(talked_to, root / "audio_fixtures" / "festival_slt")
    assert wait is not None
    assert 0.0 < wait - talked_to.caught[-1].seconds < 0.6  # on the stream's clock, which no busy machine changes
    assert talked_to.silent


def test_over_the_very_first_prompt_a_stop_is_heard_where_nothing_leaks(house: House, root: Path) -> None:
    stage = Stage(house)
    stage.wait(2.0)
    stage.begin(Situation.QUESTION)
    stage.wait(2.6)
    assert interrupt(stage, root / "audio_fixtures" / "flite_slt") is not None


def test_a_stop_that_nobody_said_has_no_time(house: House, root: Path, tmp_path: Path) -> None:
    (tmp_path / "stop.flac").write_bytes((root / "audio_fixtures" / "flite_slt" / "yes.flac").read_bytes())
    reaction = next(silences(house, [tmp_path], None))
    assert reaction.seconds is None


def test_the_first_sound_after_somebody_speaks_is_timed(house: House, root: Path) -> None:
    reaction = next(first_sounds(house, root / "audio_fixtures", every=1000))
    assert reaction.kind is Kind.START
    assert reaction.seconds is not None
    assert 0.2 < reaction.seconds < 5.0


def test_a_row_shows_both_halves_of_the_voices_and_what_cannot_be_ruled_out() -> None:
    heard = {name: {"flite_slt": True, "flite_awb": False, "flite_rms": True} for name in WORDS}
    shown = dict(zip(HEADS, cells(Row(-10.0, True, heard, 0, 1, 1.5, (0.3, 0.5))), strict=True))
    assert shown["a minute <"] == "2.0"
    assert shown["canceller"] == "on"
    assert sum(int(part.split("/")[1]) for part in shown["stop"].split(" + ")) == 3


def test_a_folder_without_the_phrases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="i_have_chest_pain"):
        voices(tmp_path)
