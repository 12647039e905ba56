/** Joins the page's parts: connection, screen, microphone, voice, touches and keys. */

import { Captions } from "./captions.js";
import { Connection } from "./connection.js";
import { draw, preload } from "./drawing.js";
import { KEYS, listen } from "./keys.js";
import { Microphone } from "./microphone.js";
import { Preferences } from "./preferences.js";
import { Screen, listens } from "./view.js";
import { Voice } from "./voice.js";

const ANSWER = 1500; // milliseconds after which EMERGENCY is shown by the page itself
const $ = (id) => document.getElementById(id);
const page = { up: false, tried: false, alarm: false, number: null, audio: "kiosk", lost: false, blocked: false, trouble: "" };
let view = null;
let alarm = 0;

const preferences = new Preferences();
const connection = new Connection(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/conversation`);
const voice = new Voice((speech) => connection.send({ type: "played", speech }));
const microphone = new Microphone((frame) => connection.frame(frame));
const screen = new Screen(new Captions((line) => voice.position(line)));
const show = () => screen.render(view, page);

connection.addEventListener("welcome", ({ detail }) => {
  page.number = detail.number ?? page.number;
  page.audio = detail.audio ?? "kiosk";
  $("kept-text").textContent = detail.keeps ?? "";
});
connection.addEventListener("up", () => {
  Object.assign(page, { up: true, tried: true, trouble: "" });
  show();
});
connection.addEventListener("down", () => {
  voice.hush();
  Object.assign(page, { up: false, tried: true });
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
  page.trouble = "";
  microphone.want(detail.microphone === "browser");
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
  const shown = () => {
    page.alarm = true;
    show();
  };
  if (connection.up) alarm = setTimeout(() => view?.screen !== "emergency" && shown(), ANSWER);
  else shown();
}

function press(name) {
  voice.wake();
  microphone.wake();
  if (page.blocked) {
    page.blocked = false;
    show();
  }
  if (name === "options") return openOptions();
  if (name === "microphone") return toggleMicrophone();
  const key = name === "pause" && view?.paused ? "resume" : name;
  if (key === "emergency") {
    $("options").close();
    raise();
  }
  if (key === "start" && page.alarm) {
    page.alarm = false;
    show();
  }
  if (key !== "emergency" && !offered(key)) return undefined;
  return connection.touch(key);
}

/** A key does what a visible button does, and nothing on a screen that has no such button. */
function offered(key) {
  return [...document.querySelectorAll(`[data-key="${key}"]`)].some((button) => button.checkVisibility());
}

function toggleMicrophone() {
  connection.send({ type: "microphone", source: listens(view, page) ? "off" : page.audio });
  if (page.lost) microphone.open();
}

function openOptions(part = null) {
  if (!$("options").open) $("options").showModal();
  if (part) {
    part.focus();
    part.scrollIntoView();
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-key]");
  if (button) press(button.dataset.key);
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

show();
connection.now();
preload();
