/** Joins the page's parts: connection, screen, microphone, voice, touches and keys. */

import { Captions } from "./captions.js";
import { Connection } from "./connection.js";
import { MUSCLES, draw, preload } from "./drawing.js";
import { KEYS, listen } from "./keys.js";
import { Microphone } from "./microphone.js";
import { Preferences } from "./preferences.js";
import { wake } from "./sound.js";
import { Screen, listens } from "./view.js";
import { Voice } from "./voice.js";

const ANSWER = 1500; // milliseconds after which EMERGENCY is shown by the page itself
const $ = (id) => document.getElementById(id);
const page = {
  ...{ up: false, tried: false, moved: false }, // the line: open, ever tried, taken over by another page
  ...{ alarm: false, choosing: false }, // screens that the page shows by itself
  ...{ number: null, audio: "kiosk", lost: false, blocked: false, trouble: "" },
  ears: sessionStorage.getItem("microphone") ?? "unasked", // on, off, or unasked: the first touch asks
};
let view = null;
let alarm = 0;

const preferences = new Preferences();
const connection = new Connection(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/conversation`);
const voice = new Voice((speech) => connection.send({ type: "played", speech }));
const microphone = new Microphone((frame) => connection.frame(frame));
const screen = new Screen(new Captions((line) => voice.position(line)));
const show = () => screen.render(view, page);

connection.addEventListener("welcome", async ({ detail }) => {
  page.number = detail.number ?? page.number;
  page.audio = detail.audio ?? "kiosk";
  microphone.cancels = detail.canceller !== "coach";
  $("kept-text").textContent = detail.keeps ?? "";
  if (page.audio === "browser" && (page.ears === "on" || (page.ears !== "off" && (await allowed())))) hear("browser");
});
connection.addEventListener("up", () => {
  Object.assign(page, { up: true, tried: true, moved: false, trouble: "" });
  show();
});
connection.addEventListener("down", () => {
  voice.hush();
  microphone.want(false); // nobody hears it; the coach asks for it again
  Object.assign(page, { up: false, tried: true, moved: connection.moved });
  show();
});
connection.addEventListener("view", ({ detail }) => {
  if (detail.screen === "attract" && view && view.screen !== "attract") preferences.forget();
  view = detail;
  page.number = detail.emergency?.number ?? page.number;
  if (detail.screen === "emergency") {
    clearTimeout(alarm);
    page.alarm = false; // the coach has taken over
  }
  if (detail.screen !== "talk" && detail.screen !== "attract") page.choosing = false;
  page.trouble = "";
  microphone.want(detail.microphone === "browser");
  page.lost = microphone.lost;
  show();
});
connection.addEventListener("speech", ({ detail }) => voice.announce(detail));
connection.addEventListener("sound", async ({ detail }) => {
  await voice.sound(detail);
  page.blocked = voice.blocked;
  if (page.blocked) show();
});
connection.addEventListener("hush", () => voice.hush());
connection.addEventListener("error", ({ detail }) => {
  page.trouble = detail.text ?? "";
  show();
});

for (const event of ["lost", "found"]) {
  microphone.addEventListener(event, () => {
    page.lost = microphone.lost;
    show();
  });
}

/** EMERGENCY works without the coach: when no answer comes, the page shows number and first lines itself. */
function raise() {
  clearTimeout(alarm);
  const alone = () => {
    page.alarm = true;
    show();
  };
  if (connection.up) alarm = setTimeout(() => view?.screen !== "emergency" && alone(), ANSWER);
  else alone();
}

function press(name) {
  wake();
  if (page.blocked) {
    page.blocked = false;
    show();
  }
  if (page.ears === "unasked" && page.audio === "browser" && name !== "microphone") hear("browser");
  if (name === "options") return openOptions();
  if (name === "microphone") return toggleMicrophone();
  if (name === "cramp") return choose();
  if (page.choosing && ["back", "stop"].includes(name)) return choose(false);
  const key = meant(name);
  if (key === "emergency") {
    $("options").close();
    raise();
  }
  if (key === "start" && page.alarm) {
    page.alarm = false;
    show();
  }
  if (key !== "emergency" && !offered(key)) return undefined;
  return connection.touch(key === "done" ? "stop" : key);
}

/** What a key means on this screen: → is whatever leads on, P pauses and resumes, S ends the closing card. */
function meant(name) {
  if (name === "pause" && view?.paused) return "resume";
  if (name === "next") return ["eased", "done"].find(offered) ?? "next";
  return name === "stop" && offered("done") ? "done" : name;
}

/** Ask by touch where the cramp is; the coach goes on listening meanwhile. */
function choose(on = true) {
  if (on && !shown(".choose")) return;
  page.choosing = on;
  if (on && view?.screen === "attract") connection.touch("start");
  show();
}

/** A key does what a visible button does, and nothing on a screen that has no such button. */
function offered(key) {
  return shown(`[data-key="${key}"]`);
}

function shown(selector) {
  return [...document.querySelectorAll(selector)].some((element) => element.checkVisibility());
}

function toggleMicrophone() {
  const off = listens(view, page);
  hear(off ? "off" : page.audio);
  if (page.lost && !off) microphone.open();
}

/** Which microphone the coach is to use; remembered, for the coach closes it whenever the line is cut. */
function hear(source) {
  page.ears = source === "off" ? "off" : "on";
  sessionStorage.setItem("microphone", page.ears);
  if (source === "off") microphone.want(false); // also while nobody answers
  connection.send({ type: "microphone", source });
}

/** True when the browser may listen without asking first: then the page listens from the start. */
async function allowed() {
  try {
    return (await navigator.permissions.query({ name: "microphone" })).state === "granted";
  } catch {
    return false; // a browser that cannot tell asks at the first touch
  }
}

function openOptions(part = null) {
  if (!$("options").open) $("options").showModal();
  if (part) {
    part.focus();
    part.scrollIntoView();
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.key) press(button.dataset.key);
  else if (button?.classList.contains("choose")) press("cramp");
});
$("microphone").addEventListener("click", () => press("microphone"));
$("options-open").addEventListener("click", () => openOptions());
$("kept-open").addEventListener("click", () => openOptions($("kept")));
listen(press, () => preferences.letters);

$("key-list").replaceChildren(
  ...KEYS.map(([key, does]) => {
    const row = document.createElement("div");
    const term = document.createElement("dt");
    const text = document.createElement("dd");
    [term.textContent, text.textContent] = [key, does];
    row.append(term, text);
    return row;
  }),
);
const FRIEZE = [["stop", "Stop"], ["stretch-calf", "Stretch"], ["massage", "Massage"], ["hydrate", "Drink"], ["temperature", "Warm or cool"]];
for (const [name, text] of FRIEZE) {
  const step = document.createElement("li");
  const picture = document.createElement("span");
  step.append(picture, text);
  $("frieze").append(step);
  draw(picture, name, "");
}
for (const [muscle, text] of [...Object.entries(MUSCLES), ["", "Somewhere else"]]) {
  const tile = document.createElement("button");
  const picture = document.createElement("span");
  const entry = document.createElement("li");
  tile.type = "button";
  tile.dataset.key = muscle ? `cramp.${muscle}` : "cramp.other";
  tile.append(picture, text);
  entry.append(tile);
  $("muscles").append(entry);
  draw(picture, muscle ? `stretch-${muscle}` : "stretch", "");
}

show();
connection.now();
preload();
