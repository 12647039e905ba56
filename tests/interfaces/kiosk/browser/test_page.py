"""What the page does: keys, captions, sound, a cut line, an emergency without an answer, forgetting a person."""

from __future__ import annotations

import io

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Browser, Page, expect

from tests.interfaces.kiosk.browser.gallery import SIZES, Glass, glass
from tests.interfaces.kiosk.browser.views import SCREENS, VIEWS

PRESSES = [
    *(
        ("question-danger", key, touch)
        for key, touch in (("y", "yes"), ("n", "no"), ("u", "unsure"), ("t", "more_time"))
    ),
    *(("step", key, touch) for key, touch in (("ArrowRight", "next"), ("Space", "next"), ("ArrowLeft", "back"))),
    *(("step", key, touch) for key, touch in (("r", "repeat"), ("p", "pause"), ("s", "stop"), ("Escape", "stop"))),
    *(("hold", key, touch) for key, touch in (("ArrowRight", "eased"), ("w", "not_working"))),
    *(("paused", "p", "resume"), ("closing-doctor", "ArrowRight", "stop"), ("emergency", "a", "start")),
    ("step", "e", "emergency"),
]


@pytest.fixture
def shown(browser: Browser, address: str):
    with glass(browser, address, SIZES["panel"]) as opened:
        yield opened


def tabbed(page: Page, most: int = 60) -> set[str]:
    """The texts of all buttons that Tab reaches, starting at the top."""
    page.evaluate("document.activeElement.blur()")
    reached: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "document.activeElement.matches('button') ? document.activeElement.textContent.trim() + '|' + "
            "getComputedStyle(document.activeElement).outlineStyle : ''"
        )
        if name and name in reached:
            break
        reached += [name] if name else []
    return set(reached)


def test_every_documented_key_does_what_its_button_does(shown: Glass) -> None:
    for screen, key, touch in PRESSES:
        shown.display(screen)
        shown.stub.received.clear()
        shown.page.keyboard.press(key)
        assert (screen, key, shown.stub.touches) == (screen, key, [touch])


def test_a_key_does_nothing_on_a_screen_without_its_button(shown: Glass) -> None:
    shown.display("step")
    shown.page.keyboard.press("y")
    shown.display("attract")
    shown.page.keyboard.press("s")
    shown.page.keyboard.press("ArrowRight")
    assert shown.stub.touches == []


def test_letter_keys_can_be_switched_off_and_arrows_go_on(shown: Glass) -> None:
    shown.display("options")
    shown.page.get_by_text("Letter keys work").click()
    shown.display("step")
    shown.page.keyboard.press("r")
    assert shown.stub.touches == []
    shown.page.keyboard.press("ArrowRight")
    assert shown.stub.touches == ["next"]


def test_tab_reaches_every_button_of_every_screen_and_shows_where_it_is(shown: Glass) -> None:
    for screen in SCREENS:
        shown.display(screen)
        scope = "#options" if screen == "options" else "body"
        buttons = shown.page.locator(f"{scope} button:visible")
        wanted = {f"{text.strip()}|solid" for text in buttons.evaluate_all("all => all.map(one => one.textContent)")}
        assert (screen, wanted - tabbed(shown.page)) == (screen, set())
        if shown.stub.refuses or screen == "connecting":
            shown.back()


def test_focus_goes_to_the_headline_of_a_new_screen_but_stays_on_a_control(shown: Glass) -> None:
    shown.display("question-danger")
    expect(shown.page.locator("#question-hero")).to_be_focused()
    shown.display("step")
    shown.page.locator("#controls [data-key=repeat]").focus()
    shown.display("question-danger")
    expect(shown.page.locator("#controls [data-key=repeat]")).to_be_focused()


def test_captions_are_live_and_the_spoken_word_is_lit_wherever_the_line_stands(shown: Glass) -> None:
    shown.display("question-danger")
    page = shown.page
    assert page.locator("#said").get_attribute("aria-live") == "polite"
    assert page.locator("#heard").get_attribute("aria-live") == "polite"
    assert page.locator("#said-text").text_content() == "Do you have chest pain, or trouble breathing?"
    lit = page.locator("#question-hero .word.now")
    expect(lit).to_have_text("breathing?")
    assert page.locator("#said .word.now").text_content() == "breathing?"
    expect(lit).to_have_count(0)
    shown.display("question-again")
    assert page.locator("#heard").inner_text().endswith("not understood") or page.locator("#heard.unclear").count()


def wav(seconds: float) -> bytes:
    into = io.BytesIO()
    soundfile.write(into, np.zeros(round(16_000 * seconds), np.int16), 16_000, format="WAV")
    return into.getvalue()


def played(shown: Glass) -> list[int]:
    return [message["speech"] for message in shown.stub.received if message["type"] == "played"]


def say(shown: Glass, number: int, seconds: float) -> None:
    shown.stub.send({"type": "speech", "speech": number, "line": "relief.hold", "seconds": seconds})
    shown.stub.send(wav(seconds))


def wait_for(shown: Glass, numbers: list[int]) -> None:
    for _ in range(200):
        if played(shown) == numbers:
            return
        shown.page.wait_for_timeout(50)
    raise AssertionError(f"played {played(shown)}, not {numbers}")


def test_each_speech_is_reported_once_whether_played_cut_or_broken(shown: Glass) -> None:
    shown.page.locator("body").click(position={"x": 5, "y": 200})  # a browser lets nothing sound before a touch
    say(shown, 1, 0.2)
    wait_for(shown, [1])
    say(shown, 2, 30.0)
    shown.page.wait_for_timeout(200)
    shown.stub.send({"type": "hush"})
    wait_for(shown, [1, 2])
    shown.stub.send({"type": "speech", "speech": 3, "line": "relief.hold", "seconds": 1.0})
    shown.stub.send(b"no sound at all")
    wait_for(shown, [1, 2, 3])


def test_a_reload_goes_on_with_the_same_conversation(shown: Glass) -> None:
    shown.page.reload()
    shown.on("attract")
    hellos = [message["conversation"] for message in shown.stub.received if message["type"] == "hello"]
    assert hellos == [None, "gallery"]


def test_a_cut_line_is_said_touches_are_dropped_and_an_emergency_is_not(shown: Glass) -> None:
    shown.display("question-danger")
    shown.display("lost")
    shown.page.keyboard.press("y")
    shown.page.click("#emergency")
    shown.on("emergency")
    assert shown.page.locator("#emergency-number").inner_text() == "999"
    shown.stub.received.clear()
    shown.stub.refuses = False
    for _ in range(200):
        if shown.stub.touches:
            break
        shown.page.wait_for_timeout(50)
    assert shown.stub.touches == ["emergency"]
    shown.on("emergency")  # until the coach itself shows it, or somebody starts over


def test_an_emergency_that_nobody_answers_is_shown_by_the_page(shown: Glass) -> None:
    shown.display("step")
    shown.page.keyboard.press("e")
    shown.on("emergency")
    expect(shown.page.locator("[data-for=emergency] h1")).to_be_focused()
    shown.page.locator("#controls [data-key=start]").click()
    shown.on("step")


def test_a_page_that_another_one_replaced_stays_away(shown: Glass) -> None:
    assert shown.stub.socket is not None
    shown.stub.socket.close(code=4001)
    expect(shown.page.locator("#lost-hero")).to_have_text("This goes on in another window.")
    shown.page.wait_for_timeout(800)
    assert [message["type"] for message in shown.stub.received] == ["hello"]


def test_the_next_person_finds_the_page_as_the_owner_left_it(shown: Glass) -> None:
    shown.display("options")
    shown.page.get_by_role("radio", name="Double").check()
    shown.page.get_by_role("radio", name="Dark").check()
    dark = shown.page.evaluate("getComputedStyle(document.body).backgroundColor")
    shown.display("question-danger")
    assert shown.page.locator("html").get_attribute("data-text") == "2"
    shown.display("attract")
    assert shown.page.locator("html").get_attribute("data-text") == "1"
    assert shown.page.evaluate("getComputedStyle(document.body).backgroundColor") != dark


def test_an_emergency_closes_what_lies_over_it(shown: Glass) -> None:
    shown.display("options")
    shown.stub.show("emergency")
    shown.on("emergency")
    assert shown.page.locator("#options[open]").count() == 0


def test_emergency_can_be_reached_on_every_screen(shown: Glass) -> None:
    for screen in SCREENS:
        shown.display(screen)
        scope = "#options" if screen == "options" else "header"
        assert shown.page.locator(f"{scope} [data-key=emergency]").is_visible(), screen
        if shown.stub.refuses or screen == "connecting":
            shown.back()


def test_a_muscle_is_chosen_by_touch(shown: Glass) -> None:
    shown.display("attract")
    shown.page.get_by_role("button", name="I have a cramp").click()
    shown.on("muscles")
    shown.page.get_by_role("button", name="Calf").click()
    assert shown.stub.touches == ["start", "cramp.calf"]
    shown.display("question-danger")
    shown.stub.view = VIEWS["talk"]


def test_the_hold_counts_on_by_itself(shown: Glass) -> None:
    shown.display("hold")
    expect(shown.page.locator("#hold-count")).to_have_text("0:26")
