// How far a rollout is in one ring.
import { count } from './format.js';
import { html } from './ui.js';

// Devices by what became of them; together they are the ring. Pending ones are admitted and have not answered,
// held ones are kept out by a safeguard hold, remaining ones are not admitted yet.
export function shares(ring) {
  const decided = ring.confirmed + ring.failed + ring.inconclusive + ring.silent;
  const told = Math.max(ring.admitted, decided);
  const left = Math.max(0, ring.devices - told);
  const held = Math.min(left, Object.values(ring.held).reduce((sum, devices) => sum + devices, 0));
  return [
    { name: 'confirmed', devices: ring.confirmed },
    { name: 'failed', devices: ring.failed },
    { name: 'inconclusive', devices: ring.inconclusive },
    { name: 'silent', devices: ring.silent },
    { name: 'pending', devices: told - decided },
    { name: 'held', devices: held },
    { name: 'remaining', devices: left - held },
  ];
}

// Who is kept out, and by which hold; empty if nobody is.
export function heldBy(ring) {
  return Object.entries(ring.held).map(([hold, devices]) => `${count(devices)} held by ${hold}`).join(', ');
}

function words(ring) {
  const parts = shares(ring).filter(share => share.devices > 0)
    .map(share => share.name === 'held' ? heldBy(ring) : `${count(share.devices)} ${share.name}`);
  return `${ring.name}: ${parts.join(', ') || 'no device runs it'}`;
}

function swatch(name) {
  return 'share-' + name;
}

// A bar whose pieces are as wide as their shares; a piece that is there can be seen.
export function Bar({ ring }) {
  return html`
    <div class="bar" role="img" aria-label=${words(ring)} title=${words(ring)}>
      ${shares(ring).filter(share => share.devices > 0).map(share => html`
        <span key=${share.name} class=${swatch(share.name)} style=${{ flexGrow: share.devices }}></span>`)}
    </div>`;
}

export function Legend({ ring }) {
  return html`
    <dl class="legend">
      ${shares(ring).map(({ name, devices }) => html`
        <div key=${name} class=${devices === 0 ? 'none' : ''}>
          <dt><span class="swatch ${swatch(name)}"></span>${name}</dt><dd>${count(devices)}</dd>
        </div>`)}
    </dl>`;
}

export function waveOf(ring) {
  return ring.waves > 0 && ring.wave > 0 ? `wave ${ring.wave} of ${ring.waves}` : '';
}
