/** Cuts the microphone into frames of 20 ms: 320 samples of 16 bits, little-endian, at 16 kHz. */

const LENGTH = 320;

class Frames extends AudioWorkletProcessor {
  constructor() {
    super();
    this.view = new DataView(new ArrayBuffer(LENGTH * 2));
    this.filled = 0;
  }

  process(inputs) {
    const samples = inputs[0][0];
    if (!samples) return true;
    for (const sample of samples) {
      const whole = Math.round(Math.max(-1, Math.min(1, sample)) * 32767);
      this.view.setInt16(this.filled * 2, whole, true);
      this.filled += 1;
      if (this.filled === LENGTH) {
        this.port.postMessage(this.view.buffer, [this.view.buffer]);
        this.view = new DataView(new ArrayBuffer(LENGTH * 2));
        this.filled = 0;
      }
    }
    return true;
  }
}

registerProcessor("frames", Frames);
