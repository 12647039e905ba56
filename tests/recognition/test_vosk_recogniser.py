"""Vosk recogniser: recorded phrases are heard, other speech is not, and no audio and no damaged model ends it."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.recognition.beside import beside
from voice_coach.audio.file import read_whole
from voice_coach.audio.frame import SAMPLE_RATE
from voice_coach.bench.front import Front, hear
from voice_coach.bench.noise.kind import NoiseKind, load_noise
from voice_coach.bench.voices import available, synthesise
from voice_coach.errors import MissingModel
from voice_coach.recognition import vosk_recogniser
from voice_coach.recognition.hypothesis import Recogniser
from voice_coach.recognition.manifest import MANIFEST_FILE
from voice_coach.recognition.vosk_recogniser import UNKNOWN, LooseRecogniser, check_foreign, load_recogniser
from voice_coach.settings import EndpointSettings
from voice_coach.understanding.interpretation import Expectation, Polarity, Situation
from voice_coach.understanding.library import IntentLibrary
from voice_coach.understanding.understanding import Understanding

DEFAULT_VOICES = ("flite_slt", "flite_rms", "festival_slt")
TINY_CLIPS = ("my_calf_is_cramping", "i_have_chest_pain", "stop", "yes", "no")
COACH_CLIPS = (
    "flite_slt/my_calf_is_cramping", "flite_rms/my_hamstring_is_cramping", "festival_slt/i_have_chest_pain",
    "flite_slt/yes", "flite_rms/no", "flite_slt/stop", "flite_slt/can_i_keep_training",
)  # fmt: skip


def words(path: Path) -> str:
    """What is spoken in a recording, from its file name."""
    return path.stem.replace("_", " ")


def clips(root: Path, names: tuple[str, ...] = TINY_CLIPS) -> list[Path]:
    paths = [root / "audio_fixtures" / voice / f"{name}.flac" for voice in DEFAULT_VOICES for name in names]
    return [path for path in paths if path.is_file()]


@pytest.fixture(scope="module")
def coach_recogniser(model: Path) -> Recogniser:
    """The coach's own model in libvosk."""
    return load_recogniser(model)


@pytest.fixture(scope="module")
def understanding(coach_library: IntentLibrary) -> Understanding:
    """What the coach makes of a transcript."""
    return Understanding(coach_library)


@pytest.mark.parametrize("voice", DEFAULT_VOICES)
def test_a_recorded_phrase_is_heard_as_it_was_spoken(tiny_recogniser, root, voice):
    paths = [path for path in clips(root) if path.parent.name == voice]
    assert len(paths) >= 3
    for path in paths:
        hypothesis = tiny_recogniser.decode(read_whole(path))
        assert hypothesis.text == words(path), path
        assert hypothesis.strict
        assert hypothesis.margin is not None


def test_a_phrase_that_is_not_in_the_model_is_not_heard(tiny_recogniser, root):
    for path in clips(root, ("next", "should_i_drink_water", "is_this_serious", "go_back", "that_helped")):
        assert tiny_recogniser.decode(read_whole(path)).text == UNKNOWN, path


def test_talk_of_other_things_is_not_heard(tiny_recogniser, root):
    paths = [path for voice in DEFAULT_VOICES[1:] for path in (root / "audio_fixtures/out_of_domain" / voice).glob("*")]
    assert len(paths) >= 10
    for path in paths:
        hypothesis = tiny_recogniser.decode(read_whole(path))
        assert hypothesis.text == UNKNOWN, path
        assert hypothesis.margin is None or hypothesis.margin < 0


@pytest.mark.parametrize("clip", COACH_CLIPS)
def test_the_coach_s_own_model_hears_what_its_phrases_mean(coach_recogniser, understanding, root, clip):
    label = json.loads((root / "audio_fixtures" / "labels.json").read_text(encoding="utf-8"))[f"{clip}.flac"]
    text = coach_recogniser.decode(read_whole(root / "audio_fixtures" / f"{clip}.flac")).text
    found = understanding.interpret(text, Expectation(Situation(label["situation"])))
    assert found.intent == label["intent"], text
    assert label["slots"].items() <= found.slots.items(), text
    assert found.polarity.value == label.get("polarity", found.polarity.value), text


def test_the_coach_s_own_model_passes_over_talk_of_other_things(coach_recogniser, root):
    folder = root / "audio_fixtures" / "out_of_domain" / "flite_slt"
    assert [coach_recogniser.decode(read_whole(path)).text for path in sorted(folder.glob("*.flac"))[:5]] == [
        UNKNOWN
    ] * 5


@pytest.mark.parametrize("said", ["yes", "no"])
def test_a_person_s_yes_is_never_heard_as_no_nor_the_reverse(
    coach_recogniser, tiny_recogniser, understanding, shared, said
):
    never = {"yes": Polarity.NEGATE, "no": Polarity.AFFIRM}[said]
    paths = sorted((shared / "audio" / "words").glob(f"{said}_*.flac"))
    assert len(paths) == 5
    for path in paths:
        for recogniser in (coach_recogniser, tiny_recogniser):
            text = recogniser.decode(read_whole(path)).text
            assert understanding.interpret(text, Expectation(Situation.QUESTION)).polarity is not never, (path, text)


def test_a_sign_of_danger_in_the_middle_of_other_speech_is_heard(coach_speaks_danger, understanding):
    hypothesis = coach_speaks_danger("{other} {pain}")
    assert not hypothesis.strict
    assert understanding.interpret(hypothesis, Expectation(Situation.IDLE)).intent == "emergency"


def test_a_sign_of_danger_of_the_nearest_speaker_is_heard_beside_another(coach_speaks_danger, understanding):
    hypothesis = coach_speaks_danger("{far} {ambulance} {far}")
    assert understanding.interpret(hypothesis, Expectation(Situation.IDLE)).intent == "emergency"


def test_it_is_not_looked_for_in_what_may_go_on(coach_speaks_danger):
    assert coach_speaks_danger("{other} {pain}", draft=True).text == "[unk]"


@pytest.mark.parametrize(
    "text",
    ["no chest pain", "my chest is fine", "my chest doesn't hurt", "there's no pain in my chest", "i can breathe fine",
     "i am not short of breath", "i'm not dizzy", "he is breathing", "my urine is not dark", "don't call an ambulance"],
)  # fmt: skip
def test_a_danger_that_is_denied_aloud_is_not_heard_as_danger(coach_recogniser, understanding, text):
    voices = [voice for voice in available() if voice.name in ("flite_rms", "flite_slt", "festival_ked")]
    assert len(voices) == 3
    for voice in voices:
        heard = coach_recogniser.decode(synthesise(voice, text))
        assert heard.text != "[unk]", voice.name
        found = understanding.interpret(heard, Expectation(Situation.QUESTION))
        assert found.polarity is not Polarity.AFFIRM, (voice.name, heard.text)
        assert found.intent != "emergency" or found.slots.get("certainty") == "ask", (voice.name, heard.text)


@pytest.mark.parametrize("snr", [20.0, 10.0])
def test_a_danger_among_weights_is_not_heard_as_its_denial(snr, model, coach_library):
    """Heard in one way only, "don't call nine one one" was likelier than what was said."""
    said = synthesise(next(voice for voice in available() if voice.name == "festival_slt"), "call nine one one")
    heard = hear(
        beside("clanks", said, "festival_slt/call_nine_one_one.flac", snr),
        Front.SEGMENTER,
        Situation.IDLE,
        EndpointSettings(),
        load_recogniser(model, coach_library),
    )
    assert "call nine one one" in [utterance.hypothesis.text for utterance in heard]
    assert not any("don't" in utterance.hypothesis.text for utterance in heard)


@pytest.fixture
def coach_speaks_danger(model: Path, coach_library: IntentLibrary, root: Path):
    """What is heard of recorded pieces of speech, one right after the other."""
    recogniser = load_recogniser(model, coach_library)
    pieces = {
        "{other}": root / "audio_fixtures" / "out_of_domain" / "flite_rms" / "oov_can_you_spot_me.flac",
        "{ambulance}": root / "audio_fixtures" / "festival_slt" / "call_an_ambulance.flac",
        "{pain}": root / "audio_fixtures" / "flite_rms" / "i_have_chest_pain.flac",
    }

    sounds = {name: read_whole(path) for name, path in pieces.items()}
    sounds["{far}"] = sounds["{other}"] // 10

    def speak(text: str, draft: bool = False):
        decode = recogniser.draft if draft else recogniser.decode
        return decode(np.concatenate([sounds[piece] for piece in text.split()]))

    return speak


def test_music_is_told_without_asking_libvosk(coach_recogniser, root, monkeypatch):
    asked = []
    monkeypatch.setattr(vosk_recogniser, "_decode", lambda *heard: asked.append(heard) or (UNKNOWN, UNKNOWN))
    piece = load_noise(NoiseKind.MUSIC, 1)[: 2 * SAMPLE_RATE]
    heard = coach_recogniser.decode(piece)
    assert (heard.text, heard.margin, heard.crowded) == (UNKNOWN, None, False)
    assert not asked
    coach_recogniser.draft(read_whole(root / "audio_fixtures" / "flite_slt" / "stop.flac"))
    assert len(asked) == 1


@pytest.mark.parametrize("text", ["help", "stop", "yes", "no", "hey coach", "i fainted", "hamstring cramp"])
def test_no_phrase_is_passed_over_for_music_whoever_says_it(coach_recogniser, monkeypatch, text):
    asked = []
    monkeypatch.setattr(vosk_recogniser, "_decode", lambda *heard: asked.append(heard) or (UNKNOWN, UNKNOWN))
    voices = available()
    for voice in voices:
        coach_recogniser.draft(synthesise(voice, text))
    assert len(asked) == len(voices) > 2


def test_nothing_of_one_utterance_lingers_in_the_next(tiny_recogniser, root):
    first, second = (read_whole(path) for path in clips(root)[:2])
    alone = tiny_recogniser.decode(first)
    tiny_recogniser.decode(second)
    assert tiny_recogniser.decode(first) == alone


def test_twins_hear_two_streams_at_the_same_time_on_one_model(tiny_recogniser, root):
    folder = root / "audio_fixtures" / "flite_slt"
    spoken = [read_whole(folder / f"{name}.flac") for name in ("my_calf_is_cramping", "stop")]
    twins = [tiny_recogniser.twin() for _ in spoken]
    with ThreadPoolExecutor(2) as pool:
        for _ in range(3):
            heard = pool.map(lambda pair: pair[0].decode(pair[1]).text, zip(twins, spoken, strict=True))
            assert list(heard) == ["my calf is cramping", "stop"]


def test_the_times_lie_on_the_stream_s_clock(tiny_recogniser, root):
    samples = read_whole(clips(root)[0])
    here, later = tiny_recogniser.decode(samples), tiny_recogniser.decode(samples, start=100.0)
    assert 0 < here.start < here.end <= len(samples) / SAMPLE_RATE
    assert (later.start, later.end) == pytest.approx((here.start + 100, here.end + 100))


def test_a_microphone_s_gain_and_silence_around_it_change_no_word(tiny_recogniser, root):
    for path in clips(root)[1:5]:
        samples = read_whole(path)
        silence = np.zeros(2 * SAMPLE_RATE, np.int16)
        for other in ((samples / 10).astype(np.int16), np.concatenate([silence, samples, silence])):
            assert tiny_recogniser.decode(other).text == words(path), path


@pytest.mark.parametrize("count", [0, 1, 399, SAMPLE_RATE])
def test_silence_is_nothing_said(tiny_recogniser, count):
    hypothesis = tiny_recogniser.decode(np.zeros(count, np.int16), start=7.0)
    assert (hypothesis.text, hypothesis.margin, hypothesis.start) == ("", None, 7.0)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, SAMPLE_RATE), st.sampled_from([1, 50, 3000, 32767]), st.booleans())
def test_no_noise_is_a_phrase_or_an_error(tiny_recogniser, seed, count, peak, steady):
    chance = np.random.default_rng(seed)
    noise = np.sign(np.sin(np.arange(count) / 9)) * peak if steady else chance.uniform(-peak, peak, count)
    hypothesis = tiny_recogniser.decode(noise.astype(np.int16))
    assert hypothesis.text in ("", UNKNOWN)


def test_a_model_without_our_papers_is_another_s_and_transcribes_loosely(tiny_model, tiny_library, root, tmp_path):
    foreign = Path(shutil.copytree(tiny_model, tmp_path / "vosk-model-small-test"))
    (foreign / MANIFEST_FILE).unlink()
    recogniser = load_recogniser(foreign, tiny_library)
    assert isinstance(recogniser, LooseRecogniser)
    assert recogniser.missing == ()
    hypothesis = recogniser.decode(read_whole(root / "audio_fixtures" / "flite_slt" / "my_calf_is_cramping.flac"))
    assert not hypothesis.strict
    assert hypothesis.margin is None
    assert "calf" in hypothesis.text
    assert recogniser.decode(np.zeros(100, np.int16)).text == ""


def test_words_that_a_model_does_not_know_are_told(tiny_model, coach_library, tmp_path):
    foreign = Path(shutil.copytree(tiny_model, tmp_path / "vosk-model-small-test"))
    (foreign / MANIFEST_FILE).unlink()
    recogniser = load_recogniser(foreign, coach_library)
    assert isinstance(recogniser, LooseRecogniser)
    assert "hamstring" in recogniser.missing
    assert "calf" not in recogniser.missing


def refusal(model: Path) -> str:
    """The one sentence that a model is refused with."""
    with pytest.raises(MissingModel) as caught:
        load_recogniser(model)
    assert len(str(caught.value).splitlines()) == 1
    assert "voice-coach models build embedded-en-us" in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    "name", ["am/final.mdl", "graph/HCLr.fst", "graph/Gr.fst", "conf/model.conf", "graph/words.txt"]
)
def test_a_damaged_model_of_ours_is_refused_before_libvosk_sees_it(tiny_model, tmp_path, name):
    broken = Path(shutil.copytree(tiny_model, tmp_path / "model"))
    whole = (broken / name).read_bytes()
    (broken / name).write_bytes(whole[: len(whole) // 2])
    assert name in refusal(broken)
    (broken / name).unlink()
    assert name in refusal(broken)


def test_a_folder_that_is_missing_empty_or_incomplete_is_refused(tmp_path):
    assert "no speech model" in refusal(tmp_path / "nowhere")
    assert "am/final.mdl" in refusal(tmp_path)
    (tmp_path / "am").mkdir()
    (tmp_path / "am" / "final.mdl").write_bytes(b"rubbish")
    assert "missing or empty" in refusal(tmp_path)


def test_another_s_model_that_libvosk_dies_of_is_refused(tiny_model, tmp_path):
    foreign = Path(shutil.copytree(tiny_model, tmp_path / "model"))
    (foreign / MANIFEST_FILE).unlink()
    check_foreign(foreign)
    (foreign / "graph" / "HCLr.fst").write_bytes(b"rubbish " * 100)
    assert "damaged" in refusal(foreign)
