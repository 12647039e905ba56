"""Second ear: what was said is likely, what was not is not, whatever the level and the silence around it."""

from __future__ import annotations

import numpy as np
import pytest

from voice_coach.audio.file import read_whole
from voice_coach.audio.frame import SAMPLE_RATE
from voice_coach.bench.noise.kind import NoiseKind, load_noise
from voice_coach.bench.voices import available, synthesise
from voice_coach.recognition.second_ear.phrase_trie import PhraseTrie
from voice_coach.recognition.second_ear.second_ear import SecondEar


@pytest.fixture(scope="module")
def ear(network, phrases):
    return SecondEar(network, phrases)


def clip(root, name):
    return read_whole(root / "audio_fixtures" / f"{name}.flac")


def heard_by(ear, samples, first=""):
    return ear.impression(ear.listen(samples), first)


@pytest.mark.parametrize("voice", ["flite_slt", "flite_rms", "festival_slt"])
def test_a_phrase_is_likelier_than_anything_expected_anyhow(ear, root, voice):
    heard = heard_by(ear, clip(root, f"{voice}/i_have_chest_pain"))
    assert heard.text == "i have chest pain"
    assert heard.likelihood > heard.expected + 10.0


def test_other_talk_is_far_less_likely_than_a_phrase(ear, root):
    paths = sorted((root / "audio_fixtures" / "out_of_domain" / "flite_slt").glob("*.flac"))
    assert len(paths) >= 5
    said = heard_by(ear, clip(root, "flite_slt/my_calf_is_cramping")).likelihood
    assert all(heard_by(ear, read_whole(path)).likelihood < said - 4.0 for path in paths)


def test_level_and_silence_around_it_change_no_word(ear, root):
    samples = clip(root, "flite_slt/my_calf_is_cramping")
    silence = np.zeros(SAMPLE_RATE, np.int16)
    for other in ((samples // 20).astype(np.int16), np.concatenate([silence, samples, silence])):
        assert heard_by(ear, other).text == "my calf is cramping"


@pytest.mark.parametrize("count", [0, 1, SAMPLE_RATE])
def test_silence_of_any_length_is_no_error(ear, count):
    heard = heard_by(ear, np.zeros(count, np.int16))
    assert heard.likelihood < -4.0


def test_without_any_phrase_nothing_is_heard(network, root):
    assert heard_by(SecondEar(network, PhraseTrie([])), clip(root, "flite_slt/stop")) is None


def test_a_phrase_that_only_the_other_ear_heard_is_weighed_too(ear, root):
    listening = ear.listen(clip(root, "flite_slt/stop"))
    assert "i have no chest pain" in listening.phrases(["i have no chest pain"])
    assert heard_by(ear, clip(root, "flite_slt/stop"), "i have no chest pain").text == "stop"
    assert heard_by(ear, clip(root, "flite_slt/stop"), "no such phrase").text == "stop"


@pytest.mark.parametrize("name", ["my_calf_is_cramping", "what_are_the_warning_signs"])
def test_free_speech_is_written_down_phrase_or_not(ear, root, name):
    heard = ear.listen(clip(root, f"flite_rms/{name}")).transcript()
    assert heard.text == name.replace("_", " ")
    assert -0.5 < heard.likelihood <= 0.0


def test_noise_makes_no_endless_transcript(ear):
    noise = (np.random.default_rng(3).standard_normal(2 * SAMPLE_RATE) * 3000).astype(np.int16)
    assert len(ear.listen(noise).transcript().text.split()) <= 16


def test_figures_are_written_down_as_words(ear):
    voice = next(voice for voice in available() if voice.name == "flite_rms")
    assert "nine one one" in ear.listen(synthesise(voice, "please call nine one one")).transcript().text


def test_a_draft_that_is_hopeless_is_heard_once_until_it_is_asked_again_and_a_clear_one_always_once(ear, root):
    other = clip(root, "out_of_domain/flite_slt/oov_can_you_spot_me")
    draft, whole = ear.listen(other, whole=False), ear.listen(other)
    before = draft.phrases(["stop"])["stop"]
    assert draft.once_more()
    assert not draft.once_more()
    assert not whole.once_more()
    assert draft.phrases(["stop"])["stop"] == whole.phrases(["stop"])["stop"] != before
    assert not ear.listen(clip(root, "flite_slt/my_calf_is_cramping"), whole=False).once_more()


def test_music_and_one_word_hold_no_words_and_talk_does(ear, root):
    music = load_noise(NoiseKind.MUSIC, 1)
    pieces = [music[second * SAMPLE_RATE :][: 2 * SAMPLE_RATE] for second in range(0, 24, 3)]
    assert 2 * sum(ear.begin(piece).wordless() for piece in pieces) > len(pieces)  # in the rest words are heard
    assert ear.begin(clip(root, "flite_slt/stop")).wordless()
    assert not ear.begin(clip(root, "flite_slt/my_calf_is_cramping")).wordless()
    assert not ear.begin(clip(root, "out_of_domain/flite_slt/oov_can_you_spot_me")).wordless()


def test_no_more_is_transcribed_than_was_asked_for(ear, root):
    listening = ear.begin(clip(root, "flite_rms/what_are_the_warning_signs"))
    first, all_of_it = listening.transcript(2).text, listening.transcript().text
    assert len(set(first.split())) >= 2
    assert all_of_it.startswith(first)
    assert len(first) < len(all_of_it)
