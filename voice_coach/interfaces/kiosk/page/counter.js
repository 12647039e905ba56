/** A number that runs on its own between two views: the hold upward, a time limit downward. */

export class Counter {
  /** `write(seconds)` is called at once and at every whole second. */
  constructor(write) {
    this.write = write;
    this.timer = 0;
  }

  /** Start from `seconds`, `step` +1 or -1 a second; 0 stands still. */
  set(seconds, step) {
    clearInterval(this.timer);
    const start = performance.now();
    const show = () => this.write(Math.max(0, seconds + (step * (performance.now() - start)) / 1000));
    show();
    if (step) this.timer = setInterval(show, 250);
  }

  stop() {
    clearInterval(this.timer);
  }
}

/** Seconds as minutes and seconds: 0:07, 1:30. */
export function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
