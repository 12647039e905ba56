/** Renders one `view` snapshot: the whole screen from the whole state, so that a reload needs only the last one. */

import { Counter, clock } from "./counter.js";
import { MUSCLES, draw } from "./drawing.js";

const $ = (id) => document.getElementById(id);

const STEPS = {
  stop: "Stop", stretch: "Stretch", massage: "Massage", hydrate: "Drink", temperature: "Warm or cool",
  "cool-down": "Cool down",
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
  muscles: ["back"],
  question: ["back", "repeat", "more_time", "pause", "stop"],
  step: ["back", "repeat", "more_time", "pause", "stop", "next"],
  hold: ["back", "repeat", "pause", "stop", "not_working", "eased"],
  paused: ["stop"],
  closing: ["repeat", "done"],
  emergency: ["repeat", "stop", "start"],
};
const LEADS = ["next", "eased", "done"]; // the wide button of a screen
const MICROPHONE = { kiosk: "Microphone on", browser: "Microphone on", off: "Microphone off", lost: "Microphone lost" };
const FIRST_AID = ["Shout for help.", "Stop, and sit or lie down. Get someone to stay with you."];
const LONG = 60; // letters above which a headline is set smaller
const SILENCE = { heard: null, said: null, speaking: false };

/** Holds the parts that run between views: the counters and the captions. */
export class Screen {
  constructor(captions) {
    this.captions = captions;
    this.shown = null;
    this.hold = new Counter((seconds) => write($("hold-count"), clock(seconds)));
    this.limit = new Counter((seconds) => write($("time-left"), `${Math.ceil(seconds)} s`));
  }

  /** Which screen is due. An emergency outranks everything, and a lost line outranks what may be out of date. */
  choose(view, page) {
    if (page.alarm || view?.screen === "emergency") return "emergency";
    if (!page.up) return page.tried ? "lost" : "connecting";
    if (!view) return "connecting";
    if (page.choosing && ["attract", "talk"].includes(view.screen)) return "muscles";
    return view.paused && ["talk", "question", "step"].includes(view.screen) ? "paused" : view.screen;
  }

  /** Show `view` (null before the first) under the page's own state `{up, tried, moved, alarm, choosing, number, lost, ...}`. */
  render(view, page) {
    const screen = this.choose(view, page);
    this.fill(screen, view, page);
    this.notices(screen, view, page);
    this.microphone(view, page);
    const changed = screen !== this.shown;
    if (changed && screen === "emergency") $("options").close();
    document.body.dataset.screen = screen;
    document.body.dataset.speaking = String(Boolean(page.up && view?.speaking));
    for (const section of document.querySelectorAll(".screen")) section.hidden = section.dataset.for !== screen;
    this.controls(screen, view, page);
    const audible = page.up && view ? view : SILENCE;
    this.captions.show(audible, echo(screen, audible.said));
    if (changed) this.arrive(screen);
    this.shown = screen;
  }

  controls(screen, view, page) {
    const all = CONTROLS[screen === "step" && stretching(view) ? "hold" : screen] ?? [];
    const wanted = page.up ? all : all.filter((key) => key === "start"); // the page's own emergency screen is left by it
    for (const button of $("controls").querySelectorAll("button")) button.hidden = !wanted.includes(button.dataset.key);
    $("controls").dataset.small = wanted.filter((key) => !LEADS.includes(key)).length;
  }

  fill(screen, view, page) {
    const ears = listens(view, page);
    if (screen === "attract") {
      const call = view.awake === false ? "“Hey coach.” Then tell me where it cramps." : "“My calf is cramping.” I listen, and guide you step by step.";
      write($("attract-lead"), ears ? call : "Touch to begin. I guide you step by step.");
    }
    if (screen === "talk") this.talk(view, ears);
    if (screen === "question") this.question(view);
    if (screen === "step") this.step(view);
    else this.hold.stop();
    if (screen === "closing") this.closing(view);
    if (screen === "emergency") this.emergency(view, page);
    if (screen === "lost") this.away(page);
  }

  talk(view, ears) {
    line($("talk-hero"), view.said?.text ?? (ears ? "I'm listening." : "What can I do for you?"));
    const tag = view.speaking ? "The coach speaks" : ears ? "Listening" : "Touch to go on";
    write($("talk-tag"), view.awake === false ? "Say “hey coach” first" : tag);
    write($("talk-lead"), ears ? "Tell me which muscle is cramping, or ask a question." : "Touch what fits best.");
  }

  question({ question }) {
    const section = document.querySelector('[data-for="question"]');
    section.classList.toggle("danger", question.danger);
    write($("question-tag"), question.danger ? "Safety check" : "Question");
    line($("question-hero"), question.text);
    for (const button of section.querySelectorAll(".answers button")) button.hidden = !question.expects.includes(button.dataset.key);
  }

  step(view) {
    const { step, hold } = view;
    const name = STEPS[step.step] ?? step.step;
    const muscle = ["stretch", "massage"].includes(step.step) && MUSCLES[step.muscle];
    write($("step-tag"), muscle ? `${name} · ${muscle}` : name);
    line($("step-hero"), step.text ?? name);
    write($("progress-text"), `Step ${step.number} of ${step.total}`);
    const bars = Array.from({ length: step.total }, (_, index) => {
      const bar = document.createElement("i");
      bar.className = index < step.number ? "done" : "";
      return bar;
    });
    $("progress-bars").replaceChildren(...bars);
    draw($("drawing"), step.drawing, `Drawing: ${step.text ?? name}`);
    $("hold").hidden = !hold;
    if (!hold) {
      this.hold.stop();
      return;
    }
    const limited = hold.total !== null && hold.total !== undefined;
    write($("hold-label"), limited ? `of ${clock(hold.total)}` : hold.running ? "Hold until the grip lets go" : "Held");
    this.hold.set(hold.elapsed, hold.running ? 1 : 0);
  }

  closing({ level }) {
    $("card").dataset.level = level?.level ?? "";
    write($("card-title"), LEVELS[level?.level] ?? "That's it for now");
    list($("card-lines"), level?.lines ?? (level?.whom ? [level.whom] : []));
    const reasons = (level?.because ?? []).filter((reason) => reason.includes(" ")); // phrases; an id means nothing here
    $("card-because").hidden = reasons.length === 0;
    list($("card-reasons"), reasons);
  }

  emergency(view, page) {
    const number = view?.emergency?.number || page.number || "your emergency number";
    write($("emergency-number"), number);
    $("emergency-number").classList.toggle("unknown", number.length > 5);
    list($("emergency-lines"), view?.emergency?.lines?.length ? view.emergency.lines : FIRST_AID);
  }

  away(page) {
    write($("lost-hero"), page.moved ? "This goes on in another window." : "The coach is away for a moment.");
    const lead = page.moved ? "Reload this page to bring it back here." : "Keep the muscle still. I keep trying, and go on where we were.";
    write($("lost-lead"), lead);
    write($("lost-number"), `In an emergency, call ${page.number || "your emergency number"}.`);
  }

  notices(screen, view, page) {
    notice($("notice-connection"), !page.up && screen === "emergency" ? "The coach is away for a moment. Do not wait for it." : "");
    const blocked = page.blocked && page.up ? "Touch the screen once, so that the coach may speak." : "";
    notice($("notice-trouble"), page.up ? page.trouble || view?.trouble || blocked : "");
    // In a question or a step silence only leads to another wording: there "More time" stands among the controls.
    const limit = page.up && ["talk", "muscles", "closing"].includes(screen) ? view?.time_limit : null;
    $("notice-time").hidden = !limit;
    if (limit) this.limit.set(limit.remaining, -1);
    else this.limit.stop();
  }

  microphone(view, page) {
    const state = page.lost ? "lost" : (view?.microphone ?? "off");
    $("microphone").dataset.state = state;
    write($("microphone-label"), MICROPHONE[state] ?? MICROPHONE.off);
    $("microphone").setAttribute("aria-pressed", String(listens(view, page)));
  }

  /** Focus follows the screen, unless it stands on a control that is still there. */
  arrive(screen) {
    if (document.querySelector("dialog[open]") || this.shown === null) return;
    const focused = document.activeElement;
    if (!(focused?.closest(".controls, .bar") && focused.checkVisibility())) {
      (document.querySelector(`[data-for="${screen}"] h1`) ?? $("stage")).focus({ preventScroll: true });
    }
    scrollTo({ top: 0 });
  }
}

/** True while somebody who speaks is heard. */
export function listens(view, page) {
  return !page.lost && ["kiosk", "browser"].includes(view?.microphone);
}

/** True while a stretch is held, which lasts until it eases; a wait has an end of its own. */
function stretching(view) {
  return Boolean(view.hold?.running && (view.hold.total ?? null) === null);
}

/** The element of a screen that shows the line being spoken large, when it is the very same line. */
function echo(screen, said) {
  if (!said) return null;
  const places = document.querySelectorAll(`[data-for="${screen}"] [data-text]`);
  return [...places].find((place) => place.dataset.text === said.text) ?? null;
}

function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

/** Set a line that may be spoken, leaving its words alone when it shows the same text already. */
function line(place, text) {
  if (place.dataset.text === text) return;
  place.dataset.text = text;
  place.textContent = text;
  place.classList.toggle("long", text.length > LONG);
}

function list(place, texts) {
  if (JSON.stringify([...place.children].map((item) => item.dataset.text)) === JSON.stringify(texts)) return;
  const items = texts.map((text) => {
    const item = document.createElement("li");
    line(item, text);
    return item;
  });
  place.replaceChildren(...items);
}

function notice(place, text) {
  place.hidden = !text;
  write(place, text ?? "");
}
