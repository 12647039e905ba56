/** The browser's microphone: opened on demand, really closed when off. */

const RATE = 16_000; // hertz, what the coach listens at
const AGAIN = 2000; // milliseconds until a lost microphone is tried once more

/** Dispatches `lost` and `found`. `take(frame)` gets an ArrayBuffer of 640 bytes every 20 ms. */
export class Microphone extends EventTarget {
  constructor(take) {
    super();
    this.take = take;
    this.wanted = false;
    this.lost = false;
    this.opening = false;
    this.context = null;
    this.stream = null;
    this.retry = 0;
    navigator.mediaDevices?.addEventListener("devicechange", () => this.lost && this.open());
  }

  /** Listen or not. Closing stops the device, so that the system's own light goes out. */
  want(on) {
    if (on === this.wanted) return;
    this.wanted = on;
    if (on) this.open();
    else this.close();
  }

  async open() {
    clearTimeout(this.retry);
    if (!this.wanted || this.opening) return;
    this.opening = true;
    this.close();
    try {
      const constraints = { echoCancellation: true, noiseSuppression: false, autoGainControl: true, channelCount: 1 };
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: constraints });
      this.context = new AudioContext({ sampleRate: RATE });
      await this.context.audioWorklet.addModule("frame_worklet.js");
      const frames = new AudioWorkletNode(this.context, "frames", { numberOfOutputs: 0, channelCount: 1 });
      frames.port.onmessage = (event) => this.take(event.data);
      this.context.createMediaStreamSource(this.stream).connect(frames);
      this.stream.getAudioTracks()[0].addEventListener("ended", () => this.fail());
      await this.wake();
      this.opening = false;
      if (!this.wanted) this.close();
      else if (this.lost) {
        this.lost = false;
        this.dispatchEvent(new Event("found"));
      }
    } catch {
      this.opening = false;
      if (this.wanted) this.fail();
    }
  }

  /** A browser may keep sound asleep until the first touch or key. */
  async wake() {
    if (this.context?.state === "suspended") {
      await Promise.race([this.context.resume(), new Promise((done) => setTimeout(done, 500))]);
    }
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
    this.context?.close();
    this.context = null;
    if (!this.wanted) {
      clearTimeout(this.retry);
      this.lost = false;
    }
  }
}
