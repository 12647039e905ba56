/** Captions: what was heard and what is spoken, the spoken word lit in step with the voice. */

const $ = (id) => document.getElementById(id);

/** `position(line)` tells the seconds of a line that have been played in this page, or null when it is not. */
export class Captions {
  constructor(position) {
    this.position = position;
    this.said = null;
    this.spans = []; // [{word, elements}]: the same word may stand in the caption and in the echo
    this.since = 0;
    this.lit = -1;
    this.running = false;
  }

  /** Show the view's `heard` and `said`. `echo` is the element that shows the same line large, or null. */
  show(view, echo) {
    this.hear(view.heard);
    const said = view.said;
    const same = said && this.said && said.line === this.said.line && said.text === this.said.text && !said.words === !this.said.words;
    if (!same || view.speaking !== this.speaking) this.since = performance.now() / 1000 - (said?.at ?? 0);
    this.speaking = view.speaking;
    this.here = view.audio === "browser"; // played in this page: then only its own sound tells the time
    $("said").hidden = !said;
    $("said").classList.toggle("echoed", Boolean(echo));
    if (!same) write($("said-text"), said);
    if (echo && said.words?.length && !echo.querySelector(".word")) write(echo, said);
    this.said = said;
    this.collect([$("said-text"), ...(echo ? [echo] : [])], said?.words);
    if (!this.running) this.tick();
  }

  hear(heard) {
    $("heard").hidden = !heard;
    const text = heard ? `“${heard.text}”` : "";
    if ($("heard-text").textContent !== text) $("heard-text").textContent = text;
    $("heard").classList.toggle("unclear", Boolean(heard) && !heard.accepted);
  }

  collect(places, words) {
    const columns = places.map((place) => [...place.querySelectorAll(".word")]);
    this.spans = (words ?? []).map((word, index) => ({
      word,
      elements: columns.map((column) => column[index]).filter(Boolean),
    }));
    this.light(-1, true);
  }

  /** Light the word that sounds now; runs only while the coach speaks. */
  tick() {
    this.running = Boolean(this.speaking && this.spans.length);
    if (!this.running) {
      this.light(-1);
      return;
    }
    const played = this.position(this.said.line);
    const at = played ?? (this.here ? -1 : performance.now() / 1000 - this.since);
    let now = -1;
    this.spans.forEach(({ word }, index) => {
      if (word.start <= at) now = index;
    });
    if (now === this.spans.length - 1 && now >= 0 && at > this.spans[now].word.end + 0.3) now = -1;
    this.light(now);
    requestAnimationFrame(() => this.tick());
  }

  light(index, again = false) {
    if (index === this.lit && !again) return;
    this.lit = index;
    this.spans.forEach(({ elements }, at) => {
      for (const element of elements) element.classList.toggle("now", at === index);
    });
  }
}

/** Write a line as one span a word, or as plain text where the words' times are not known. */
function write(place, said) {
  place.dataset.text = said?.text ?? "";
  if (!said?.words?.length) {
    place.textContent = said?.text ?? "";
    return;
  }
  const pieces = said.words.flatMap((word, index) => {
    const span = document.createElement("span");
    span.className = "word";
    span.textContent = word.text;
    return index ? [" ", span] : [span];
  });
  place.replaceChildren(...pieces);
}
