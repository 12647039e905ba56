/** Keys for those who cannot speak or touch. Letters can be switched off (WCAG 2.1.4); arrows and Escape always work. */

export const KEYS = [
  ["Y", "yes"], ["N", "no"], ["U", "unsure"],
  ["→ or Space", "next, it eased, done"], ["←", "back"], ["R", "repeat"], ["P", "pause or resume"], ["S or Esc", "stop"],
  ["W", "not easing"], ["E", "emergency"], ["C", "I have a cramp"], ["A", "start over"], ["T", "more time"], ["H", "what can I say"],
  ["M", "microphone on or off"], ["O", "options"],
];

const LETTERS = {
  y: "yes", n: "no", u: "unsure", r: "repeat", p: "pause", s: "stop", w: "not_working", e: "emergency", c: "cramp", a: "start",
  t: "more_time", h: "help", m: "microphone", o: "options",
};
const ALWAYS = { ArrowRight: "next", ArrowLeft: "back", Escape: "stop", " ": "next" };
const OWN = "button, a, input, select, textarea, summary"; // they need space, arrows and Enter for themselves

/** Call `press(name)` for each documented key. `letters()` tells whether letter keys are on. */
export function listen(press, letters) {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
    const own = event.target instanceof Element && event.target.closest(OWN);
    const name = event.key in ALWAYS ? (event.key === " " && own ? null : ALWAYS[event.key]) : letters() ? LETTERS[event.key.toLowerCase()] : null;
    if (document.querySelector("dialog[open]") && name !== "emergency") return; // a dialog has its own keys
    if (event.key === "Tab" || name) document.documentElement.dataset.input = "keys";
    if (!name) return;
    event.preventDefault();
    press(name);
  });
  addEventListener("pointerdown", () => delete document.documentElement.dataset.input);
}
