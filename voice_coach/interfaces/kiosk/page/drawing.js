/** The drawings: fetched once, so that they are there while the connection is not, and coloured by the theme. */

/** Muscle -> what people call it; each has a drawing of its stretch. */
export const MUSCLES = {
  calf: "Calf", hamstring: "Back of thigh", quad: "Front of thigh", foot: "Foot", glute: "Buttock", back: "Back",
  abs: "Belly", side: "Side", neck: "Neck", shoulder: "Shoulder", biceps: "Upper arm", forearm: "Forearm", hand: "Hand",
};

export const NAMES = [
  ...["stop", "stretch", "massage", "hydrate", "temperature", "warm", "cool", "cool-down"],
  ...Object.keys(MUSCLES).map((muscle) => `stretch-${muscle}`),
];

const store = new Map();

async function load(name) {
  const answer = await fetch(`drawings/${name}.svg`);
  if (!answer.ok) throw new Error(`no drawing ${name}`);
  const drawn = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
  return document.importNode(drawn, true);
}

/** Fetch all of them; a drawing that does not come is tried again when it is wanted. */
export async function preload() {
  await Promise.allSettled(NAMES.map(get));
  document.documentElement.dataset.drawings = "ready";
}

function get(name) {
  if (!store.has(name)) {
    const coming = load(name);
    store.set(name, coming);
    coming.catch(() => store.delete(name));
  }
  return store.get(name);
}

/** Put a drawing into `place`, with what it shows as its text alternative. */
export async function draw(place, name, text) {
  const known = NAMES.includes(name) ? name : "stretch";
  if (place.dataset.drawing === known && place.firstChild) {
    place.firstElementChild.setAttribute("aria-label", text);
    return;
  }
  place.dataset.drawing = known;
  let picture;
  try {
    picture = (await get(known)).cloneNode(true);
  } catch {
    place.replaceChildren();
    return;
  }
  if (place.dataset.drawing !== known) return;
  picture.querySelector("title")?.remove(); // it is the file's own; here it would be read out within buttons
  if (text) {
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", text);
  } else picture.setAttribute("aria-hidden", "true");
  place.replaceChildren(picture);
}
