/**
 * Cuts the microphone into frames of 20 ms: 320 samples of 16 bits, little-endian, at 16 kHz; behind them as many of
 * what the page played meanwhile, unless that was silence.
 */

const LENGTH = 320;

class Frames extends AudioWorkletProcessor {
  constructor() {
    super();
    this.ended = false;
    this.port.onmessage = () => (this.ended = true);
    this.begin();
  }

  begin() {
    this.view = new DataView(new ArrayBuffer(LENGTH * 4));
    this.filled = 0;
    this.sounding = false;
  }

  process([[heard], [played]]) {
    if (!heard) return !this.ended;
    for (let at = 0; at < heard.length; at += 1) {
      this.put(0, heard[at]);
      const own = played ? this.put(LENGTH, played[at]) : 0;
      this.sounding ||= own !== 0;
      this.filled += 1;
      if (this.filled === LENGTH) this.send();
    }
    return !this.ended;
  }

  put(from, sample) {
    const whole = Math.round(Math.max(-1, Math.min(1, sample)) * 32767);
    this.view.setInt16((from + this.filled) * 2, whole, true);
    return whole;
  }

  send() {
    const frame = this.sounding ? this.view.buffer : this.view.buffer.slice(0, LENGTH * 2);
    this.port.postMessage(frame, [frame]);
    this.begin();
  }
}

registerProcessor("frames", Frames);
