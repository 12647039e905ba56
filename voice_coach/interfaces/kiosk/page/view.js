/** Renders one `view` snapshot: the whole screen from the whole state, so that a reload needs only the last one. */

import { Counter, clock } from "./counter.js";
import { draw } from "./drawing.js";

const $ = (id) => document.getElementById(id);

const STEPS = {
  stop: "Stop", stretch: "Stretch", massage: "Massage", hydrate: "Drink", temperature: "Warm or cool",
  cool_first: "Cool down", cool_on: "Keep cooling", cool_last: "Keep cooling",
};
const LEVELS = {
  self_care: "Rest now, then start lightly",
  physiotherapist: "See a physiotherapist",
  doctor_soon: "See a doctor in the next days",
  doctor_today: "See a doctor today",
  emergency: "Get emergency help now",
};
const CONTROLS = {
  talk: ["repeat", "stop"],
  question: ["back", "repeat", "pause", "stop"],
  step: ["back", "repeat", "pause", "stop", "next"],
  paused: ["stop"],
  closing: ["repeat", "start"],
  emergency: ["repeat", "stop", "start"],
};
const MICROPHONE = { kiosk: "Microphone on", browser: "Microphone on", off: "Microphone off", lost: "Microphone lost" };
const SPOKEN = { talk: "talk-hero", question: "question-hero", step: "step-hero" };

/** Holds the parts that run between views: the counters and the captions. */
export class Screen {
  constructor(captions) {
    this.captions = captions;
    this.shown = null;
    this.step = null; // {key, text}: the step's instruction, remembered when the server does not send it
    this.hold = new Counter((seconds) => ($("hold-count").textContent = clock(seconds)));
    this.limit = new Counter((seconds) => ($("time-left").textContent = `${Math.ceil(seconds)} s`));
  }

  /** Which screen is due. An emergency outranks everything, and a lost line outranks what may be out of date. */
  choose(view, page) {
    if (page.alarm || view?.screen === "emergency") return "emergency";
    if (!page.up) return page.tried ? "lost" : "connecting";
    if (!view) return "connecting";
    return view.paused && view.screen !== "attract" && view.screen !== "closing" ? "paused" : view.screen;
  }

  /** Show `view` (null before the first) under the page's own state `{up, tried, alarm, number, lost, blocked}`. */
  render(view, page) {
    const screen = this.choose(view, page);
    this.fill(screen, view, page);
    this.notices(screen, view, page);
    this.microphone(view, page);
    const changed = screen !== this.shown;
    if (changed && screen === "emergency") $("options").close();
    document.body.dataset.screen = screen;
    for (const section of document.querySelectorAll(".screen")) section.hidden = section.dataset.for !== screen;
    const wanted = CONTROLS[screen] ?? [];
    for (const button of $("controls").querySelectorAll("button")) button.hidden = !wanted.includes(button.dataset.key);
    const headline = this.headline(screen, view);
    this.captions.show(page.up || screen === "emergency" ? (view ?? EMPTY) : EMPTY, headline);
    if (changed) this.arrive(screen);
    this.shown = screen;
  }

  /** The element that shows the line being spoken large, when it is the very same line. */
  headline(screen, view) {
    const place = SPOKEN[screen] && $(SPOKEN[screen]);
    return place && view?.said && place.dataset.text === view.said.text ? place : null;
  }

  fill(screen, view, page) {
    if (screen === "attract") $("attract-lead").textContent = listens(view, page) ? "“My calf is cramping.” I listen, and guide you step by step." : "Touch to begin. I guide you step by step.";
    if (screen === "talk") this.talk(view, page);
    if (screen === "question") this.question(view);
    if (screen === "step") this.stepScreen(view);
    else this.hold.stop();
    if (screen === "closing") this.closing(view);
    if (screen === "emergency") this.emergency(view, page);
    $("lost-number").textContent = `In an emergency, ${call(page.number)}.`;
  }

  talk(view, page) {
    headline($("talk-hero"), view.said?.text ?? "I'm listening.");
    $("talk-tag").textContent = view.speaking ? "The coach speaks" : listens(view, page) ? "Listening" : "Touch to go on";
  }

  question({ question }) {
    const section = document.querySelector('[data-for="question"]');
    section.classList.toggle("danger", question.danger);
    $("question-tag").textContent = question.danger ? "Safety check" : "Question";
    headline($("question-hero"), question.text);
    const expects = question.expects ?? ["yes", "no", "unsure"];
    for (const button of section.querySelectorAll(".answers button")) button.hidden = !expects.includes(button.dataset.key);
  }

  stepScreen({ step, said, hold }) {
    const key = `${step.step}/${step.muscle}/${step.number}`;
    if (step.text) this.step = { key, text: step.text };
    else if (said?.line && this.step?.key !== key && /^(relief|cool)\./.test(said.line)) this.step = { key, text: said.text };
    const name = STEPS[step.step] ?? step.step;
    const muscle = step.muscle && !["other", "many"].includes(step.muscle) && ["stretch", "massage"].includes(step.step) ? ` · ${step.muscle}` : "";
    $("step-tag").textContent = `${name}${muscle}`;
    headline($("step-hero"), this.step?.key === key ? this.step.text : name);
    $("progress-text").textContent = `${step.number} of ${step.total}`;
    $("progress-bars").replaceChildren(
      ...Array.from({ length: step.total }, (_, index) => {
        const bar = document.createElement("i");
        bar.className = index < step.number ? "done" : "";
        return bar;
      }),
    );
    draw($("drawing"), step.step.startsWith("cool_") ? "cool-down" : step.drawing, `${name}${muscle}: ${$("step-hero").dataset.text}`);
    $("hold").hidden = !hold;
    if (hold) {
      const left = hold.total !== null && hold.total !== undefined;
      $("hold-label").textContent = left ? `of ${clock(hold.total)}` : hold.running ? "Hold it until the grip lets go" : "Held";
      this.hold.set(hold.elapsed, hold.running ? 1 : 0);
    } else this.hold.stop();
    $("next-label").textContent = hold?.running ? "It eased" : "Next";
  }

  closing({ level }) {
    $("card").dataset.level = level?.level ?? "";
    headline($("card-title"), LEVELS[level?.level] ?? "That's it for now");
    $("card-whom").textContent = level?.whom ?? "";
    const reasons = (level?.because ?? []).filter((reason) => reason.includes(" ")); // phrases; ids mean nothing here
    $("card-because").hidden = reasons.length === 0;
    $("card-reasons").replaceChildren(...reasons.map(item));
  }

  emergency(view, page) {
    const sent = view?.emergency;
    const number = sent?.number || page.number;
    $("emergency-number").textContent = number || "your emergency number";
    $("emergency-number").classList.toggle("unknown", !/^[\d +-]{1,6}$/.test(number ?? ""));
    const lines = sent?.lines?.length ? sent.lines : ["Shout for help.", "Stop, and sit or lie down. Get someone to stay with you."];
    $("emergency-lines").replaceChildren(...lines.map(item));
  }

  notices(screen, view, page) {
    notice($("notice-connection"), !page.up && screen === "emergency" ? "The coach is away for a moment. Do not wait for it." : "");
    const blocked = page.blocked && page.up ? "Touch the screen once, so that the coach may speak." : "";
    notice($("notice-trouble"), page.trouble || view?.trouble || blocked || "");
    const limit = page.up && screen !== "emergency" ? view?.time_limit : null;
    $("notice-time").hidden = !limit;
    if (limit) this.limit.set(limit.remaining, -1);
    else this.limit.stop();
  }

  microphone(view, page) {
    const state = page.lost ? "lost" : (view?.microphone ?? "off");
    $("microphone").dataset.state = state;
    $("microphone-label").textContent = MICROPHONE[state] ?? MICROPHONE.off;
    $("microphone").setAttribute("aria-pressed", String(listens(view, page)));
  }

  /** Focus follows the screen, unless it stands on a control that is still there. */
  arrive(screen) {
    const focused = document.activeElement;
    if (document.querySelector("dialog[open]") || this.shown === null) return;
    const there = focused && focused !== document.body && focused.checkVisibility?.() && focused.closest(".controls, .bar");
    if (!there) (document.querySelector(`[data-for="${screen}"] h1`) ?? $("stage")).focus({ preventScroll: screen === this.shown });
    scrollTo({ top: 0 });
  }
}

const EMPTY = { heard: null, said: null, speaking: false };

/** True while somebody who speaks is heard. */
export function listens(view, page) {
  return !page.lost && ["kiosk", "browser"].includes(view?.microphone);
}

function call(number) {
  return number ? `call ${number}` : "call your emergency number";
}

/** Set a headline, leaving its words alone when it shows the same text already. */
function headline(place, text) {
  place.tabIndex = -1;
  if (place.dataset.text === text) return;
  place.dataset.text = text;
  place.textContent = text;
}

function item(text) {
  const element = document.createElement("li");
  element.textContent = text;
  return element;
}

function notice(place, text) {
  place.hidden = !text;
  if (place.textContent !== text) place.textContent = text;
}
