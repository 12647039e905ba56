"""Caption lag, measured: `python -m tests.interfaces.kiosk.browser.caption_lag` prints it for this machine.

Two lags in a real Chromium with the real kiosk: from the moment at which a spoken word's time comes out of the browser
(its output clock) to the frame in which that word is lit; and from the end of "my calf is cramping" in the fake
microphone to the frame in which the caption shows it. The words come with the times that espeak-ng tells.
"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import soundfile
from playwright.sync_api import Page, sync_playwright

from tests.interfaces.kiosk.browser.gallery import SIZES, launch
from tests.interfaces.kiosk.browser.kiosk_process import kiosk, microphone_flags, write_voice
from tests.interfaces.kiosk.browser.person import Person
from voice_coach.paths import PACKAGE

PAUSE: Final = 3.0
"""Seconds of silence before the recording."""

QUESTIONS: Final = 4
LISTEN: Final = 4.0
"""Seconds that each is left to be spoken."""

WATCH: Final = """() => {
  window.lag = { words: [], opened: 0, heard: 0 };
  let playing = null;
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (at) {
    playing = { context: this.context, at };
    return start.call(this, at);
  };
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await open(wanted);
    window.lag.opened ||= performance.now();
    return stream;
  };
  const ahead = 0.02;  // the page plays it so much later than it says (page/sound.js)
  const lit = (word) => requestAnimationFrame(() => {
    const { contextTime, performanceTime } = playing.context.getOutputTimestamp();
    const position = contextTime + (performance.now() - performanceTime) / 1000 - playing.at - ahead;
    const place = word.parentElement;
    const index = [...place.querySelectorAll('.word')].indexOf(word);
    window.lag.words.push([place.dataset.text, index, position]);
  });
  addEventListener('DOMContentLoaded', () => new MutationObserver((changes) => {
    for (const { target, type } of changes) {
      if (type === 'attributes' && target.matches('#said .word.now')) lit(target);
      if (target.id === 'heard-text') requestAnimationFrame(() => (window.lag.heard ||= performance.now()));
    }
  }).observe(document.querySelector('#captions'), { subtree: true, childList: true, attributeFilter: ['class'] }));
}"""


def watched(page: Page) -> dict[str, list[float]]:
    """Collects the words' times from the views: text of a line -> start of each word in seconds."""
    starts: dict[str, list[float]] = {}

    def take(message: str | bytes) -> None:
        if isinstance(message, str) and (said := json.loads(message).get("said")) and said["words"]:
            starts[said["text"]] = [word["start"] for word in said["words"]]

    page.on("websocket", lambda socket: socket.on("framereceived", take))
    return starts


def measure(address: str, voice: Path) -> tuple[dict[str, Any], dict[str, list[float]]]:
    """One conversation: begun by voice, answered by touch once a line is over."""
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium, *microphone_flags(voice))
        width, height = SIZES["landscape"]
        context = browser.new_context(viewport={"width": width, "height": height}, permissions=["microphone"])
        page = context.new_page()
        page.add_init_script(f"({WATCH})()")
        starts = watched(page)
        page.goto(address)
        somebody = Person(page)
        somebody.until_screen("question")

        for _ in range(QUESTIONS):
            seen = somebody.see()
            page.wait_for_timeout(1000 * LISTEN)  # let it be spoken
            if seen[0] == "question" and somebody.see() == seen:
                somebody.answer_by_touch(seen)
            somebody.until(lambda now, before=seen: now != before)
        page.wait_for_timeout(1000 * LISTEN)
        found: dict[str, Any] = page.evaluate("window.lag")
        browser.close()
    return found, starts


def main() -> None:
    """Print both lags."""
    recording = PACKAGE.parent / "audio_fixtures" / "flite_slt" / "my_calf_is_cramping.flac"
    with TemporaryDirectory() as folder, kiosk() as address:
        found, starts = measure(address, write_voice([recording], [PAUSE], Path(folder) / "voice.wav"))
    lags = np.array(
        [1000 * (position - starts[text][index]) for text, index, position in found["words"] if text in starts]
    )
    end = found["opened"] + 1000 * (PAUSE + soundfile.info(recording).duration)
    p50, p95, most = np.percentile(lags, [50, 95, 100])
    print(f"spoken word -> lit word: p50 {p50:.0f} ms, p95 {p95:.0f} ms, most {most:.0f} ms, n = {len(lags)}")
    print(f"end of speech -> caption of what was heard: {found['heard'] - end:.0f} ms, n = 1")


if __name__ == "__main__":
    main()
