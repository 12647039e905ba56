/** The browser's microphone: opened on demand, really closed when off. */

import { context, played, ready, wake } from "./sound.js";

const AGAIN = 2000; // milliseconds until a lost microphone is tried once more

/**
 * Dispatches `lost` and `found`. `take(frame)` gets an ArrayBuffer every 20 ms: 640 bytes, and while the page plays
 * something 640 bytes of that behind them, with which the coach takes its own voice out: browsers' own cancellers tear
 * the words of whoever speaks over it.
 */
export class Microphone extends EventTarget {
  constructor(take) {
    super();
    this.take = take;
    this.wanted = false;
    this.lost = false;
    this.opening = false;
    this.closed = false; // switched off since it was last opened
    this.cancels = false; // whether the browser is to take the echo out
    this.stream = null;
    this.source = null;
    this.frames = null;
    this.tapped = false; // whether the frames hold what is played, too
    this.retry = 0;
    navigator.mediaDevices?.addEventListener("devicechange", () => this.lost && this.open());
  }

  /** Listen or not. Closing stops the device, so that the system's own light goes out. */
  want(on) {
    if (on === this.wanted) return;
    this.wanted = on;
    if (on) this.open();
    else {
      this.closed = true;
      this.close();
    }
  }

  async open() {
    clearTimeout(this.retry);
    if (!this.wanted || this.opening) return;
    this.opening = true;
    this.closed = false;
    this.close();
    let failed = false;
    try {
      await this.begin();
    } catch {
      failed = true;
    }
    this.opening = false;
    if (!this.wanted) this.close();
    else if (this.closed) this.open(); // off and on again meanwhile
    else if (failed) this.fail();
    else if (this.lost && this.stream) {
      this.lost = false;
      this.dispatchEvent(new Event("found"));
    }
  }

  /** Open the device and cut it into frames; throws when it cannot, or is not wanted any more. */
  async begin() {
    const own = this.cancels;
    const constraints = { echoCancellation: own, noiseSuppression: false, autoGainControl: own, channelCount: 1 };
    this.stream = await navigator.mediaDevices.getUserMedia({ audio: constraints });
    if (!this.wanted) throw new Error("switched off meanwhile");
    await ready();
    this.source = context().createMediaStreamSource(this.stream);
    const shape = { numberOfInputs: 2, numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" };
    this.frames = new AudioWorkletNode(context(), "frames", shape);
    this.frames.port.onmessage = (event) => this.take(event.data);
    this.source.connect(this.frames, 0, 0);
    if (!own) played().connect(this.frames, 0, 1);
    this.tapped = !own;
    this.stream.getAudioTracks()[0].addEventListener("ended", () => this.fail());
    await Promise.race([wake(), new Promise((done) => setTimeout(done, 500))]);
  }

  fail() {
    this.close();
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.open(), AGAIN);
    if (this.lost) return;
    this.lost = true;
    this.dispatchEvent(new Event("lost"));
  }

  close() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.source?.disconnect();
    this.source = null;
    if (this.tapped) played().disconnect(this.frames);
    this.frames?.port.postMessage("end");
    this.frames = null;
    this.tapped = false;
    if (!this.wanted) {
      clearTimeout(this.retry);
      this.lost = false;
    }
  }
}
