/** The coach's voice, played in the page. */

import { asleep, context, delay, played, wake } from "./sound.js";

/** Calls `finished(number)` once for every speech that was announced: played to its end, cut, or not playable. */
export class Voice {
  constructor(finished) {
    this.finished = finished;
    this.announced = null; // {speech, line}: its sound is the next binary message
    this.playing = null; // {speech, line, source, start}
    this.waiting = []; // what arrived while another was still sounding
    this.cuts = 0;
  }

  /** A `speech` message: the sound follows. */
  announce(message) {
    this.announced = message;
  }

  /** The sound of the speech just announced. */
  async sound(bytes) {
    const { speech, line } = this.announced ?? {};
    if (speech === undefined) return;
    this.announced = null;
    const cuts = this.cuts;
    try {
      const buffer = await context().decodeAudioData(bytes);
      if (cuts !== this.cuts) throw new Error("hushed meanwhile");
      this.waiting.push({ speech, line, buffer });
      if (!this.playing) this.next();
    } catch {
      this.finished(speech);
    }
  }

  next() {
    const entry = this.waiting.shift();
    if (!entry) return;
    const source = context().createBufferSource();
    source.buffer = entry.buffer;
    source.connect(played());
    source.onended = () => {
      if (this.playing?.source !== source) return;
      this.playing = null;
      this.finished(entry.speech);
      this.next();
    };
    this.playing = { ...entry, source, start: context().currentTime };
    wake();
    source.start(this.playing.start);
  }

  /** Seconds of `line` that have left the loudspeaker, or null when it is not being played. */
  position(line) {
    if (this.playing?.line !== line) return null;
    return context().currentTime - this.playing.start - delay();
  }

  /** Be silent now, and report what was cut. */
  hush() {
    this.cuts += 1;
    const cut = [...(this.playing ? [this.playing] : []), ...this.waiting];
    this.playing?.source.stop();
    this.playing = null;
    this.waiting = [];
    for (const entry of cut) this.finished(entry.speech);
  }

  /** True while the browser waits for a touch before it lets anything sound. */
  get blocked() {
    return this.playing !== null && asleep();
  }
}
