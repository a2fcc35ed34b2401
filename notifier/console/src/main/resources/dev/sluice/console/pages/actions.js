// What may be ordered of a rollout: by its state, and by who is logged in. The API decides; this only hides what it would refuse.
import { post } from './api.js';
import { devices } from './format.js';

const ENDED = new Set(['completed', 'halted', 'superseded', 'rolled-back']);
const RETRYABLE = new Set(['admitting', 'soaking', 'paused', 'halted']);
const EVERY_RING = 'every ring that it reached';
const PROMOTABLE = new Set(['admitting', 'soaking', 'paused']);

export function hasEnded(rollout) {
  return ENDED.has(rollout.state);
}

// The ring that it is in: the last that is not waiting, up to the first that is not done.
function presentRing(rollout) {
  const started = rollout.rings.findIndex(ring => ring.state === 'waiting');
  const reached = started < 0 ? rollout.rings : rollout.rings.slice(0, started);
  return reached.find(ring => ring.state !== 'done') || reached.at(-1);
}

function nextRing(rollout) {
  return rollout.rings.find(ring => ring.state === 'waiting');
}

export function holds(session, role) {
  return session.roles.includes('admin') || session.roles.includes(role);
}

export function mayChange(session, role, product) {
  if (!holds(session, role)) {
    return false;
  }
  return session.roles.includes('admin') || session.products.includes(product)
    || (session.products.length === 0 && !session.roles.includes('publisher'));
}

export function mayPublish(session, product) {
  return session.roles.includes('admin') || session.roles.includes('publisher') && session.products.includes(product);
}

function order(rollout, name, label, text, isDangerous = false) {
  return {
    name, label, text, isDangerous,
    run: (reason, key) => post(`/rollouts/${rollout.id}/orders`, { order: name, reason }, key),
  };
}

// earlier: versions that it can be taken back to, the latest first; none if it cannot.
export function actions(rollout, session, earlier) {
  const product = rollout.id.split('/')[0];
  const found = [];
  if (mayChange(session, 'approver', product)) {
    found.push(...approvals(rollout));
  }
  if (mayChange(session, 'operator', product)) {
    found.push(...orders(rollout), ...retries(rollout), ...rollbacks(rollout, earlier));
  }
  return found;
}

function approvals(rollout) {
  const ring = nextRing(rollout);
  return rollout.state !== 'waiting-for-approval' || !ring ? [] : [{
    name: 'approve', label: `Approve ${ring.name}`, isDangerous: false,
    text: `Ring ${ring.name} has ${devices(ring.devices)}. Its first wave is admitted once you approve.`,
    run: (reason, key) => post(`/rollouts/${rollout.id}/approvals`, { ring: ring.name, reason }, key),
  }];
}

// Devices that failed are counted ring by ring; with none there is nobody to ask.
function retries(rollout) {
  const reached = rollout.rings.filter(ring => ring.wave > 0);
  const failed = reached.reduce((sum, ring) => sum + ring.failed + ring.inconclusive, 0);
  return !RETRYABLE.has(rollout.state) || failed === 0 ? [] : [{
    name: 'retry', label: 'Retry', isDangerous: false,
    text: `${devices(failed)} that failed or could not try are asked once more. What they said before counts no more, and a stopped rollout goes on.`,
    choices: { label: 'Devices of', values: [EVERY_RING, ...reached.map(ring => ring.name)] },
    run: (reason, key, name) => {
      const asked = reached.filter(ring => name === EVERY_RING || ring.name === name);
      const attempt = Math.max(...asked.map(ring => ring.attempt)) + 1;
      const ring = name === EVERY_RING ? undefined : name;
      return post(`/rollouts/${rollout.id}/retries`, { ring, attempt, reason }, key);
    },
  }];
}

function rollbacks(rollout, earlier) {
  return earlier.length === 0 ? [] : [{
    name: 'roll back', label: 'Roll back', isDangerous: true,
    text: 'Devices that it reached go back to an earlier release, those that are off now when they come. Others are left alone.',
    choices: { label: 'Back to version', values: earlier },
    option: 'All rings at once, not one after the other',
    run: (reason, key, to, everywhere) => post(`/rollouts/${rollout.id}/rollbacks`, { to, everywhere, reason }, key),
  }];
}

function orders(rollout) {
  const found = [];
  const ring = presentRing(rollout);
  if (rollout.state === 'waiting-for-start') {
    found.push(order(rollout, 'start', 'Start', 'The first wave of the first ring is admitted.'));
  }
  if (rollout.state === 'paused') {
    found.push(order(rollout, 'resume', 'Resume', 'It goes on where it was paused.'));
  }
  if (PROMOTABLE.has(rollout.state) && ring && ring.wave > 0) {
    found.push({
      name: 'promote', label: 'Promote', isDangerous: false,
      text: `It passes the gate of ring ${ring.name}, wave ${ring.wave}, whatever the gate says.`,
      run: (reason, key) => post(`/rollouts/${rollout.id}/promotions`, { ring: ring.name, wave: ring.wave, reason }, key),
    });
  }
  if (!hasEnded(rollout) && rollout.state !== 'paused') {
    found.push(order(rollout, 'pause', 'Pause', 'No further device is admitted until somebody resumes it.'));
  }
  if (!hasEnded(rollout)) {
    found.push(order(rollout, 'halt', 'Halt', 'It ends here: no further device gets this release, unless somebody orders a retry.', true));
  }
  return found;
}
