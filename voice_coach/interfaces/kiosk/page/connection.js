/** The one WebSocket to the coach: hello or resume, reconnect with backoff, and nothing stale sent after a gap. */

const FIRST_WAIT = 250; // milliseconds before the first new try
const LONGEST_WAIT = 4000;
const SILENT = 4000; // milliseconds without an answer to a touch after which the line counts as dead
const FULL = 64_000; // bytes waiting to be sent (one or two seconds of sound) above which frames are dropped
const MOVED = 4001; // close code: the conversation goes on in another page, so this one stays away
const KEY = "conversation"; // in sessionStorage: it ends with the tab

/** Dispatches `up`, `down`, and one event per message type with the message as `detail`; sound arrives as `sound`. */
export class Connection extends EventTarget {
  constructor(address) {
    super();
    this.address = address;
    this.socket = null;
    this.up = false;
    this.wait = FIRST_WAIT;
    this.retry = 0;
    this.doubt = 0;
    this.moved = false;
    this.urgent = false; // an emergency touched while the line was down
    addEventListener("online", () => this.moved || this.now());
    addEventListener("visibilitychange", () => this.moved || document.hidden || this.now());
  }

  /** Connect, or connect at once instead of waiting for the next try. */
  now() {
    if (this.up || this.socket?.readyState === WebSocket.CONNECTING) return;
    clearTimeout(this.retry);
    const socket = new WebSocket(this.address);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    socket.onopen = () => this.send({ type: "hello", conversation: sessionStorage.getItem(KEY) });
    socket.onmessage = (event) => this.socket === socket && this.take(event.data);
    socket.onclose = (event) => this.socket === socket && this.lost(event.code);
  }

  /** One message from the coach. */
  take(data) {
    clearTimeout(this.doubt);
    if (typeof data !== "string") {
      this.dispatchEvent(new CustomEvent("sound", { detail: data }));
      return;
    }
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      return; // not ours: what cannot be read changes nothing
    }
    if (message.type === "welcome") {
      sessionStorage.setItem(KEY, message.conversation);
      this.up = true;
      this.wait = FIRST_WAIT;
      this.dispatchEvent(new Event("up"));
      if (this.urgent) this.touch("emergency");
      this.urgent = false;
    }
    this.dispatchEvent(new CustomEvent(message.type, { detail: message }));
  }

  lost(code = 0) {
    clearTimeout(this.doubt);
    this.up = false;
    this.socket = null;
    this.moved = code === MOVED;
    this.dispatchEvent(new Event("down"));
    if (this.moved) return;
    this.retry = setTimeout(() => this.now(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  /** Send a message; false when there is no open line. */
  send(message) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** A touch or a key. What is touched without a line is dropped, for the screen may have moved on; an emergency is kept. */
  touch(key) {
    if (!this.up || !this.send({ type: "touch", key })) {
      this.urgent ||= key === "emergency";
      return;
    }
    clearTimeout(this.doubt);
    const socket = this.socket;
    this.doubt = setTimeout(() => {
      if (this.socket !== socket) return;
      socket.close();
      this.lost(); // a half-open line never says that it is closed
    }, SILENT);
  }

  /** One frame of the microphone; dropped when the line cannot keep up, so that sound is never old. */
  frame(bytes) {
    if (this.up && this.socket.bufferedAmount < FULL) this.socket.send(bytes);
  }
}
