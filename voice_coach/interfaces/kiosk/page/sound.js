/** The page's one audio context: what is played and what is heard are counted by one clock. */

const RATE = 16_000; // hertz, what the coach listens at and speaks with
const AHEAD = 0.02; // seconds by which the coach knows what is played before it sounds: its echo must never come sooner

let shared = null;
let through = null;
let cutter = null;
let failures = 0;

/** Made when it is first needed. */
export function context() {
  return (shared ??= new AudioContext({ sampleRate: RATE, latencyHint: "interactive" }));
}

/** Everything that is played goes through this node, a moment before it sounds. */
export function played() {
  if (!through) {
    through = context().createGain();
    const later = context().createDelay(AHEAD);
    later.delayTime.value = AHEAD;
    through.connect(later).connect(context().destination);
  }
  return through;
}

/** Seconds from `played` to the loudspeaker. */
export function delay() {
  return AHEAD + (context().outputLatency || context().baseLatency || 0);
}

/** Resolves when frames can be cut. A load that failed is tried anew under another name, for browsers remember it. */
export function ready() {
  cutter ??= context().audioWorklet.addModule(`frame_worklet.js?${failures}`).catch((error) => {
    [cutter, failures] = [null, failures + 1];
    throw error;
  });
  return cutter;
}

/** A browser may keep sound asleep until the first touch or key, and a telephone during a call. */
export async function wake() {
  if (asleep()) await shared.resume().catch(() => {});
}

/** True while it does. */
export function asleep() {
  return shared !== null && shared.state !== "running";
}

addEventListener("visibilitychange", () => document.hidden || wake());
