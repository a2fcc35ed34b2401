// What a page does to stay true: follows the changes of rollouts, or looks again.
import { Component } from './ui.js';

const RETRY_MILLIS = 3000;

// Follows the changes of rollouts while the page is seen. onChange gets each change; onLook is the time to ask for the state: what happened before is not told, and if nothing
// can be followed the answer says why. onLive says whether changes come in. Returns what ends it.
export function followRollouts({ onChange, onLook, onLive }) {
  let source = null;
  let retry = 0;
  let isConnected = false;

  function open() {
    clearTimeout(retry);
    // A browser has few connections to one server: a page that nobody sees needs none.
    if (source || document.hidden) {
      return;
    }
    source = new EventSource('../api/v1/rollouts/events');
    source.addEventListener('open', () => { isConnected = true; onLive(true); onLook(); });
    source.addEventListener('rollout.changed', event => onChange(JSON.parse(event.data)));
    source.addEventListener('overflow', again);
    source.addEventListener('error', again);
  }

  function shut() {
    clearTimeout(retry);
    source?.close();
    source = null;
  }

  function again() {
    shut();
    onLive(false);
    if (!isConnected) {
      onLook();
    }
    isConnected = false;
    retry = setTimeout(open, RETRY_MILLIS);
  }

  function seenOrNot() {
    if (document.hidden) {
      shut();
    } else {
      open();
    }
  }

  document.addEventListener('visibilitychange', seenOrNot);
  open();
  return () => {
    document.removeEventListener('visibilitychange', seenOrNot);
    shut();
  };
}

// A page, or a part of one, whose subject changes without being told: load() asks for its state when it is shown, and plans
// with later() when it looks again.
export class Looking extends Component {
  componentDidMount() {
    this.load();
  }

  // An answer that comes after the page was left plans no look.
  componentWillUnmount() {
    this.isLeft = true;
    clearTimeout(this.timer);
  }

  later(millis) {
    clearTimeout(this.timer);
    if (!this.isLeft) {
      // A page that nobody sees needs no look.
      this.timer = setTimeout(() => document.hidden ? this.later(millis) : this.load(), millis);
    }
  }
}
