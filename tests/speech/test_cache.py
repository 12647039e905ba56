"""The cache gives back what it was given, never a part of it, and never grows beyond its bound."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from voice_coach.speech.cache import PromptCache, prompt_key
from voice_coach.speech.port import PromptAudio

KEY = prompt_key("Is it your calf?", None, 152)


def noise(seconds: float = 1.0, seed: int = 1) -> PromptAudio:
    count = round(seconds * 16_000)
    return PromptAudio(np.random.default_rng(seed).integers(-9000, 9000, count).astype(np.int16))


def entries(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_never_put_is_not_there(tmp_path: Path) -> None:
    assert PromptCache(tmp_path / "none").get(KEY) is None


def test_what_was_put_comes_back_bit_by_bit_also_in_another_process(tmp_path: Path) -> None:
    audio = replace(noise(), begins=(0.0, None, 0.75))
    PromptCache(tmp_path).put(KEY, audio)
    found = PromptCache(tmp_path).get(KEY)
    assert found is not None
    assert np.array_equal(found.samples, audio.samples)
    assert found.begins == audio.begins


def test_the_key_tells_apart_text_voice_and_rate() -> None:
    keys = {
        prompt_key(text, voice, rate) for text in ("Yes.", "No.") for voice in (None, "a", "b") for rate in (140, 152)
    }
    assert len(keys) == 12
    assert prompt_key("Yes.", None, 152) == prompt_key("Yes.", None, 152)


@pytest.mark.parametrize("damage", ["cut", "empty", "garbage", "flipped", "stereo", "words", "folder"])
def test_a_damaged_entry_is_not_used_and_can_be_made_again(tmp_path: Path, damage: str) -> None:
    cache = PromptCache(tmp_path)
    cache.put(KEY, noise())
    [entry] = entries(tmp_path)
    content = entry.read_bytes()
    middle = len(content) // 2
    if damage == "folder":
        entry.unlink()
        entry.mkdir()
    elif damage == "stereo":
        import soundfile

        soundfile.write(entry, np.zeros((100, 2), np.int16), 16_000)
    elif damage == "words":
        import soundfile

        with soundfile.SoundFile(entry, "w", 16_000, 1, format="FLAC") as file:
            file.comment = '{"chest": 0.4}'
            file.write(noise().samples)
    else:
        entry.write_bytes(
            {
                "cut": content[:middle],
                "empty": b"",
                "garbage": b"not a recording" * 100,
                "flipped": content[:middle] + bytes(byte ^ 0xFF for byte in content[middle : middle + 64])
                + content[middle + 64 :],
            }[damage]
        )  # fmt: skip

    assert cache.get(KEY) is None
    if damage == "folder":
        return
    cache.put(KEY, noise(seed=2))
    again = cache.get(KEY)
    assert again is not None
    assert np.array_equal(again.samples, noise(seed=2).samples)


def test_the_cache_stays_within_its_bound_and_keeps_what_was_used_last(tmp_path: Path) -> None:
    size = 40_000  # one second of noise is some 30 kB
    cache = PromptCache(tmp_path, largest=4 * size)
    keys = [prompt_key(f"line {number}", None, 152) for number in range(12)]
    for number, key in enumerate(keys):
        cache.put(key, noise(seed=number))
        for entry in entries(tmp_path):
            if entry.stem == key:
                os.utime(entry, (number, number))
        if number >= 1:
            used = cache.get(keys[0])  # a line that is used again and again
            assert used is not None
    assert sum(entry.stat().st_size for entry in entries(tmp_path)) <= 4 * size
    assert cache.get(keys[-1]) is not None
    assert cache.get(keys[1]) is None


def test_a_folder_that_cannot_be_written_costs_time_but_breaks_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    cache = PromptCache(tmp_path / "file")
    cache.put(KEY, noise())
    cache.put(KEY, noise())
    assert cache.get(KEY) is None
    assert caplog.text.count("cannot be kept") == 1


def test_no_part_of_an_entry_is_ever_seen_by_a_reader(tmp_path: Path) -> None:
    writer, reader = PromptCache(tmp_path), PromptCache(tmp_path)
    versions = [noise(0.5, seed).samples for seed in range(2)]
    writer.put(KEY, PromptAudio(versions[0]))
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            for samples in versions:
                writer.put(KEY, PromptAudio(samples))

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for _ in range(200):
            found = reader.get(KEY)
            assert found is not None
            assert any(np.array_equal(found.samples, samples) for samples in versions)
    finally:
        stop.set()
        thread.join()
    assert [entry.suffix for entry in entries(tmp_path)] == [".flac"]  # no temporary file is left
