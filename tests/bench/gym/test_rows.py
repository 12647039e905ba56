"""The rows of the table on outcomes made by hand: what is counted, what is judged, what is said about it."""

from pathlib import Path

import pytest

from voice_coach.audio.file import read_whole
from voice_coach.bench.clips import Clip
from voice_coach.bench.gym.costs import CONVERSATION_SECONDS, conversation
from voice_coach.bench.gym.denials import asked, turned, word_for_word
from voice_coach.bench.gym.emergencies import recorded
from voice_coach.bench.gym.false_starts import _row as false_start_row
from voice_coach.bench.gym.false_starts import people, synthetic
from voice_coach.bench.gym.row import share_row
from voice_coach.bench.gym.setup import Setup, conditions, own_conditions
from voice_coach.bench.gym.spoken import phrases, spoken
from voice_coach.bench.gym.target import EMERGENCIES, FALSE_STARTS, OPPOSITES, ORDERS, WORDS, Level
from voice_coach.bench.gym.words import _capped
from voice_coach.bench.outcome import Decision, Outcome
from voice_coach.bench.voices import available
from voice_coach.understanding.interpretation import Polarity, Situation


def clips(right, total):
    return {f"{number}": number < right for number in range(total)}


@pytest.mark.parametrize(
    ("target", "values"),
    [
        (ORDERS["6 dB"], (0.75, 0.76, 0.87, 0.96)),
        (EMERGENCIES, (0.021, 0.02, None, 0.0)),
        (FALSE_STARTS, (5.1, 5.0, 0.5, 0.0)),
        (OPPOSITES, (1, None, None, 0)),
        (WORDS, (11 / 15, 12 / 15, 14 / 15, 15 / 15)),
    ],
)
def test_a_figure_gets_as_far_as_its_limits_say(target, values):
    for value, level in zip(values, Level, strict=True):
        if value is not None:
            assert target.judge(value) is level


def test_a_share_shows_its_interval_its_halves_and_the_rival():
    row = share_row("barista", "orders", clips(96, 104), ORDERS["6 dB"], rival=clips(20, 26))
    assert (row.shown, row.interval, row.level) == ("96/104 = 92.3%", "86%-96%", Level.AIM)
    assert row.rival == "20/26 = 76.9%"
    assert row.halves.startswith("fitted ")
    assert ", reported " in row.halves


def test_words_hold_nothing_when_others_come_through_or_the_rival_is_as_good():
    row = share_row("words", "words", clips(13, 15), WORDS)
    assert _capped(row, clips(6, 135), clips(12, 15)) is Level.MUST
    assert _capped(row, clips(7, 135), clips(12, 15)) is Level.MISSED
    assert _capped(row, clips(6, 135), clips(13, 15)) is Level.MISSED
    assert _capped(row, clips(6, 135), {}) is Level.MUST


def outcome(clip, condition, hours, *intents):
    decisions = tuple(Decision("text", True, intent) for intent in intents)
    return Outcome(clip, "vosk", condition, decisions, 3600.0 * hours, 1.0)


def test_false_starts_are_judged_by_what_cannot_be_ruled_out_and_hours_in_noise_are_named():
    heard = [outcome("a", "clean", 0.5), outcome("a", "music 12 dB", 5.5)]
    row = false_start_row(Situation.IDLE, "people", heard, judge=True)
    assert (row.shown, row.interval) == ("0 = 0.00 an hour", "<= 0.50 an hour")
    assert row.level is Level.STRETCH
    assert "6.00 h, of which 0.50 h as recorded" in row.note
    started = false_start_row(Situation.IDLE, "people", [outcome("a", "clean", 1.0, "causes", "emergency")], judge=True)
    assert (started.shown, started.level) == ("2 = 2.00 an hour", Level.MISSED)
    assert "taken for emergency 1; causes, emergency" in started.note
    few = false_start_row(Situation.IDLE, "people", [outcome("a", "clean", 0.5)], judge=True)
    assert few.level is Level.MISSED  # no false start, but half an hour proves little


def test_people_and_synthetic_voices_are_groups_of_their_own(shared, tmp_path):
    setup = Setup(shared / "audio", Path("intents"), every=10)
    groups = {group.name: group for group in people(setup, Situation.IDLE)}
    assert len(groups["coffee orders"].clips) == 11
    assert len(groups["single words"].clips) == 14
    assert not any(clip.path.stem.startswith(("yes", "no_", "stop")) for clip in groups["single words"].clips)
    for name in ("flite_slt", "music_alone"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "0000.flac").touch()
    assert [group.name for group in synthetic(setup, tmp_path, Situation.IDLE)] == ["flite_slt", "music_alone"]


def test_own_conditions_are_named_after_their_noise_and_begin_before_the_clip(shared):
    setup = Setup(shared / "audio", Path("intents"))
    variants = conditions(setup.noises, (12.0, 6.0))
    names = [variant.name for variant in variants]
    assert names[:3] == ["kitchen 12 dB", "kitchen 6 dB", "music 12 dB"]
    assert len(set(names)) == 10
    assert all(variant.lead_in for variant in variants)


def test_the_stream_of_a_conversation_is_mostly_quiet():
    stream = conversation(1)
    assert stream.size == CONVERSATION_SECONDS * 16_000
    assert 0.02 < (abs(stream.astype(int)) > 500).mean() < 0.10


def test_emergencies_come_from_every_voice_of_the_fixtures():
    assert len({clip.name.split("/")[0] for clip in recorded()}) == 9


def test_a_denial_is_turned_round_by_an_alarm_or_a_reported_symptom_and_not_by_a_question():
    def heard(text, intent, accepted=True, polarity=Polarity.NONE, **slots):
        decision = Decision(text, accepted, intent, slots, polarity=polarity)
        return Outcome("flite_slt/my_chest_isnt_tight.flac", "vosk", "clean", (decision,), 1.0, 0.1)

    assert turned(heard("my chest is tight", "emergency"))
    assert turned(heard("my leg is swollen", "symptom", polarity=Polarity.AFFIRM))
    assert not turned(heard("my leg is not swollen", "symptom", polarity=Polarity.NEGATE))
    assert not turned(heard("my chest is tight", "emergency", accepted=False))
    doubtful = heard("i can feel my leg", "emergency", certainty="ask")
    assert (turned(doubtful), asked(doubtful)) == (False, True)
    assert not asked(heard("my chest is tight", "emergency"))
    assert word_for_word(heard("my chest isn't tight", None, accepted=False))
    assert not word_for_word(heard("my chest is tight", "emergency"))


def test_phrases_that_are_spoken_now_come_by_every_voice_at_its_own_pace_but_for_those_that_are_there(
    tmp_path, monkeypatch
):
    chosen_two = phrases("denials")[1:24:22]
    monkeypatch.setattr("voice_coach.bench.gym.spoken.phrases", lambda name: chosen_two)
    there = Clip("flite_slt/my_chest_is_fine.flac", tmp_path / "x", Situation.IDLE)
    clips = {clip.name: clip for clip in spoken("denials", tmp_path, besides=[there])}
    voices = {voice.name for voice in available() if voice.pace == 1.0}
    assert len(clips) == len(voices) * 2 - 1
    assert there.name not in clips
    assert read_whole(clips["flite_rms/i_dont_have_chest_pain.flac"].path).size > 16_000


def test_own_conditions_are_every_noise_at_every_ratio_and_both_microphones(shared):
    variants = own_conditions(Setup(shared / "audio", Path("intents")))
    names = [variant.name for variant in variants]
    assert len(names) == len(set(names)) == 5 * 4 + 2 * 2
    assert {"babble 0 dB", "clean, close", "music 10 dB, 2m"} <= set(names)
