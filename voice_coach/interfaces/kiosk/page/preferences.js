/** How one person likes the page: theme, text size, movement, letter keys. Forgotten with that person. */

const DEFAULTS = { theme: "auto", text: "1", motion: "auto", letters: "on" };

export class Preferences {
  constructor() {
    this.values = { ...DEFAULTS, ...JSON.parse(sessionStorage.getItem("preferences") ?? "{}") };
    this.apply();
    for (const input of document.querySelectorAll("#options input[type=radio]")) {
      input.addEventListener("change", () => this.set(input.name, input.value));
    }
    const letters = document.getElementById("letters");
    letters.addEventListener("change", () => this.set("letters", letters.checked ? "on" : "off"));
  }

  set(name, value) {
    this.values[name] = value;
    sessionStorage.setItem("preferences", JSON.stringify(this.values));
    this.apply();
  }

  /** Back to what the owner set, for the next person. */
  forget() {
    sessionStorage.removeItem("preferences");
    this.values = { ...DEFAULTS };
    this.apply();
  }

  apply() {
    const { theme, text, motion, letters } = this.values;
    const root = document.documentElement.dataset;
    root.theme = theme;
    root.text = text;
    root.motion = motion;
    for (const input of document.querySelectorAll("#options input[type=radio]")) input.checked = this.values[input.name] === input.value;
    document.getElementById("letters").checked = letters === "on";
  }

  get letters() {
    return this.values.letters === "on";
  }
}
