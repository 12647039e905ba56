from __future__ import annotations

import gc

import numpy as np
import pytest

from voice_coach.audio.file import read_whole
from voice_coach.errors import MissingModel
from voice_coach.recognition.compensation.bent_model import BentModel
from voice_coach.recognition.compensation.compensator import Compensator
from voice_coach.recognition.compensation.room import learn_room
from voice_coach.recognition.embedded.build import CEPSTRAL_MEAN
from voice_coach.recognition.vosk_recogniser import load_recogniser

NOTHING = np.zeros(0)


@pytest.fixture(scope="module")
def compensator(tiny_model, hum) -> Compensator:
    return Compensator(tiny_model, np.array(CEPSTRAL_MEAN), [learn_room(hum)])


@pytest.fixture(scope="module")
def spoken(root) -> np.ndarray:
    return read_whole(root / "audio_fixtures" / "flite_slt" / "my_calf_is_cramping.flac")


def noisy(spoken, hum, snr: float) -> np.ndarray:
    """The sentence in a piece of the room, and the room before it."""
    piece = np.tile(hum, 3)[: spoken.size + 16_000].astype(np.float64)
    scale = np.std(spoken[spoken != 0]) / (np.std(piece) * 10 ** (snr / 20))
    piece *= scale
    piece[16_000:] += spoken
    return piece.clip(-32768, 32767)


def test_a_quiet_room_is_left_alone(compensator, spoken):
    assert compensator.listen(spoken.astype(np.float64), 1.5, NOTHING) is None


def test_a_loud_room_bends_a_model_for_each_room(compensator, spoken, hum):
    mixed = noisy(spoken, hum, 5.0)
    heard = compensator.listen(mixed[16_000:], 1.5, mixed[:16_000])
    assert heard is not None
    assert len(list(compensator.models(heard))) == 1


@pytest.mark.parametrize(
    "sound", [np.ones(10), np.full(3000, 5.0), np.random.default_rng(0).standard_normal(8000) * 50]
)
def test_sound_without_speech_never_fails(compensator, sound):
    for before in (NOTHING, sound):
        heard = compensator.listen(sound, 0.1, before)
        assert heard is None or len(list(compensator.models(heard))) == 1


def test_a_sentence_in_the_learned_room_is_heard(tiny_model, spoken, hum):
    mixed = noisy(spoken, hum, 5.0).astype(np.int16)
    recogniser = load_recogniser(tiny_model, None, learn_room(hum))
    recogniser.notice(mixed[:16_000], draft=False)
    assert recogniser.decode(mixed[16_000:]).text == "my calf is cramping"


def test_nothing_is_heard_in_a_loud_room_before_all_has_been_said(tiny_model, spoken, hum):
    mixed = noisy(spoken, hum, 5.0).astype(np.int16)
    recogniser = load_recogniser(tiny_model, None, learn_room(hum))
    recogniser.notice(mixed[:16_000], draft=True)
    assert recogniser.decode(mixed[16_000:]).text == "[unk]"


def test_the_room_alone_is_no_phrase(tiny_model, hum):
    recogniser = load_recogniser(tiny_model)
    recogniser.notice(hum[:16_000], draft=False)
    assert recogniser.decode(hum[16_000:48_000]).text in ("", "[unk]")


def test_the_folder_of_bent_models_goes_with_them(tiny_model, acoustics):
    model = BentModel(tiny_model, acoustics)
    folder = model._folder
    assert folder.is_dir()
    del model
    gc.collect()
    assert not folder.exists()


def test_a_damaged_network_is_told_with_the_mend(tmp_path, tiny_model, acoustics):
    (tmp_path / "am").mkdir()
    (tmp_path / "am" / "final.mdl").write_bytes(b"no network")
    with pytest.raises(MissingModel, match="models build"):
        BentModel(tmp_path, acoustics)
