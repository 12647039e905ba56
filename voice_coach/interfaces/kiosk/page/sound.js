/** The page's one audio context: what is played and what is heard keep the same time. */

const RATE = 16_000; // hertz, what the coach listens at and speaks with

let shared = null;
let through = null;

/** Made when it is first needed. */
export function context() {
  return (shared ??= new AudioContext({ sampleRate: RATE, latencyHint: "interactive" }));
}

/** Everything that is played goes through this node. */
export function played() {
  if (!through) {
    through = context().createGain();
    through.connect(context().destination);
  }
  return through;
}

/** A browser may keep sound asleep until the first touch or key. */
export async function wake() {
  if (shared?.state === "suspended") await shared.resume();
}

/** True while it does. */
export function asleep() {
  return shared?.state === "suspended";
}
