"""Whole conversations in a real browser with the real kiosk: by touch, by keys, mixed, across reloads and cut lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserType, expect

from tests.interfaces.kiosk.browser.kiosk_process import kiosk, write_voice
from tests.interfaces.kiosk.browser.person import HARMLESS, STEPS, Person, Sight, person, ready
from voice_coach.interfaces.kiosk.wire import FRAME_BYTES


@pytest.fixture
def silence(tmp_path: Path) -> Path:
    """A microphone that nobody speaks into."""
    return write_voice([], [], tmp_path / "silence.wav")


def say(root: Path, tmp_path: Path, *names: str, pauses: tuple[float, ...]) -> Path:
    files = [root / "audio_fixtures" / f"{name}.flac" for name in names]
    return write_voice(files, list(pauses), tmp_path / "voice.wav")


def test_chromiums_own_fake_microphone_starts_it(
    chromium: BrowserType, kiosk_address: str, root: Path, tmp_path: Path
) -> None:
    voice = say(root, tmp_path, "flite_slt/my_calf_is_cramping", pauses=(3.0,))
    with person(chromium, kiosk_address, voice) as somebody:
        assert somebody.until_screen("question")[1] == "Do you have chest pain, or trouble breathing?"
        assert somebody.page.locator("#heard-text").inner_text() == "“my calf is cramping”"
        assert somebody.complaints == []


def test_a_calf_cramp_by_touch_alone(chromium: BrowserType, kiosk_address: str, silence: Path) -> None:
    with person(chromium, kiosk_address, silence) as somebody:
        somebody.until_screen("attract")
        somebody.click("Microphone on")
        expect(somebody.page.locator("#microphone")).to_have_attribute("data-state", "off")
        somebody.click("I have a cramp")
        somebody.click("Calf")
        somebody.go_through(somebody.answer_by_touch)
        somebody.check_harmless()
        somebody.until(lambda seen: somebody.page.locator("#said-text").inner_text() != "")
        somebody.click("Done")


def test_a_calf_cramp_by_keys_alone(chromium: BrowserType, kiosk_address: str, silence: Path) -> None:
    with person(chromium, kiosk_address, silence) as somebody:
        somebody.until_screen("attract")
        keyboard = somebody.page.keyboard
        keyboard.press("m")
        keyboard.press("c")
        somebody.until_screen("muscles")
        keyboard.press("Tab")
        keyboard.press("Enter")  # the first is the calf
        somebody.go_through(somebody.answer_by_key)
        somebody.check_harmless()


def test_voice_touch_and_keys_mix(chromium: BrowserType, kiosk_address: str, root: Path, tmp_path: Path) -> None:
    voice = say(root, tmp_path, "flite_slt/my_calf_is_cramping", pauses=(3.0,))
    with person(chromium, kiosk_address, voice) as somebody:
        somebody.until_screen("question")
        assert somebody.page.locator("#heard-text").inner_text() == "“my calf is cramping”"

        def act(seen: Sight) -> None:
            turn = somebody.answer_by_touch if len(somebody.sights) % 2 else somebody.answer_by_key
            turn(seen)

        somebody.go_through(act)
        somebody.check_harmless()


def test_chest_pain_by_voice_brings_the_emergency_screen(
    chromium: BrowserType, kiosk_address: str, root: Path, tmp_path: Path
) -> None:
    with person(chromium, kiosk_address, say(root, tmp_path, "flite_slt/i_have_chest_pain", pauses=(3.0,))) as somebody:
        somebody.until_screen("emergency")
        assert somebody.page.locator("#emergency-number").inner_text() == "999"
        assert somebody.complaints == []


def test_a_danger_yes_by_touch_brings_the_emergency_screen_and_only_a_touch_ends_it(
    chromium: BrowserType, kiosk_address: str, silence: Path
) -> None:
    with person(chromium, kiosk_address, silence) as somebody:
        somebody.until_screen("attract")
        somebody.click("Is it serious?")
        somebody.until_screen("question")
        somebody.click("Yes")
        somebody.until_screen("emergency")
        assert "Shout for help" in somebody.page.locator("#emergency-lines").inner_text()
        somebody.page.reload()
        somebody.until_screen("emergency")


def test_a_reload_in_the_middle_goes_on_where_it_was(chromium: BrowserType, kiosk_address: str, silence: Path) -> None:
    with person(chromium, kiosk_address, silence) as somebody:
        somebody.until_screen("attract")
        somebody.click("I have a cramp")
        somebody.click("Calf")
        while somebody.until(lambda seen: seen[0] in ("question", "step"))[0] == "question":
            seen = somebody.see()
            somebody.click("No")
            somebody.until(lambda now, before=seen: now != before)
        before = somebody.see()
        somebody.page.reload()
        somebody.until(lambda seen: seen[0] == "step")
        assert somebody.see()[1] in STEPS
        assert before[1] in STEPS
        somebody.go_through(somebody.answer_by_touch)
        assert somebody.see() == HARMLESS


def test_a_cut_line_in_the_middle_is_said_and_it_goes_on_where_it_was(
    chromium: BrowserType, kiosk_address: str, silence: Path
) -> None:
    with person(chromium, kiosk_address, silence) as somebody:
        somebody.until_screen("attract")
        somebody.click("I have a cramp")
        somebody.click("Calf")
        first = somebody.until_screen("question")
        somebody.click("No")
        second = somebody.until(lambda seen: seen[0] == "question" and seen != first)
        somebody.cut_the_line()
        somebody.until_screen("lost")
        assert "call 999" in somebody.page.locator("#lost-number").inner_text()
        somebody.mend_the_line()
        assert somebody.until_screen("question") == second
        expect(somebody.page.locator("#microphone")).to_have_attribute("data-state", "browser")
        somebody.go_through(somebody.answer_by_touch)
        assert somebody.see() == HARMLESS


def watch_microphone(somebody: Person) -> None:
    """Load the page anew; `window.opened` then tells which microphone it asked for, and has it."""
    watch = """() => {
      const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      window.opened = [];
      navigator.mediaDevices.getUserMedia = async (wanted) => {
        const stream = await open(wanted);
        window.opened.push([wanted.audio, stream.getAudioTracks()[0]]);
        return stream;
      };
    }"""
    somebody.page.add_init_script(f"({watch})()")
    somebody.page.reload()
    ready(somebody)
    somebody.until(lambda seen: somebody.page.evaluate("window.opened.length") == 1)


def test_without_the_coachs_canceller_the_browser_takes_the_echo_out(
    chromium: BrowserType, model: Path, silence: Path
) -> None:
    with (
        kiosk("--model", str(model), "--no-canceller") as address,
        person(chromium, address, silence) as somebody,
    ):
        watch_microphone(somebody)
        assert somebody.page.evaluate("window.opened[0][0].echoCancellation") is True
        somebody.click("I have a cramp")
        somebody.click("Calf")
        somebody.until_screen("question")
        somebody.until(lambda seen: not somebody.silent())
        somebody.page.wait_for_timeout(1000)
        assert somebody.frames == {FRAME_BYTES}


def test_a_worklet_that_could_not_be_loaded_is_tried_again(
    chromium: BrowserType, kiosk_address: str, silence: Path
) -> None:
    refuse = """() => {
      const add = AudioWorklet.prototype.addModule;
      window.asked = [];
      AudioWorklet.prototype.addModule = function (url) {
        window.asked.push(url);
        return add.call(this, window.asked.length === 1 ? "missing.js" : url);
      };
    }"""
    with person(chromium, kiosk_address, silence) as somebody:
        somebody.page.add_init_script(f"({refuse})()")
        somebody.page.reload()
        somebody.until(lambda seen: somebody.page.evaluate("window.asked.length") == 2)
        first, second = somebody.page.evaluate("window.asked")
        assert first != second, "a browser remembers by its name what could not be loaded"
        somebody.frames.clear()
        somebody.until(lambda seen: somebody.frames == {FRAME_BYTES})


def test_a_page_without_a_line_closes_the_device_until_it_has_one(
    chromium: BrowserType, kiosk_address: str, silence: Path
) -> None:
    with person(chromium, kiosk_address, silence) as somebody:
        watch_microphone(somebody)
        somebody.cut_the_line()
        somebody.until(lambda seen: somebody.page.evaluate("window.opened[0][1].readyState") == "ended")
        somebody.mend_the_line()
        somebody.until(lambda seen: somebody.page.evaluate("window.opened.length") == 2)
        assert somebody.page.evaluate("window.opened[1][1].readyState") == "live"


def test_the_microphone_switch_closes_the_device(chromium: BrowserType, kiosk_address: str, silence: Path) -> None:
    with person(chromium, kiosk_address, silence) as somebody:
        watch_microphone(somebody)
        assert somebody.page.evaluate("window.opened[0][0].echoCancellation") is False, "the coach does that"
        assert somebody.page.evaluate("window.opened[0][1].readyState") == "live"
        somebody.click("Microphone on")
        expect(somebody.page.locator("#microphone-label")).to_have_text("Microphone off")
        assert somebody.page.evaluate("window.opened[0][1].readyState") == "ended"
