// What a page does to stay true: follows the changes of rollouts, or looks again.
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

// Looks again for a page whose subject changes without being told. later(millis) plans the next look, end() is for when the
// page is left: an answer that comes after that plans none.
export function lookAgain(look) {
  let timer = 0;
  let isOver = false;
  return {
    later(millis) {
      clearTimeout(timer);
      if (!isOver) {
        // A page that nobody sees needs no look.
        timer = setTimeout(() => document.hidden ? this.later(millis) : look(), millis);
      }
    },
    end() {
      isOver = true;
      clearTimeout(timer);
    },
  };
}
