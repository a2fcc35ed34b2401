// How far a rollout is in one ring.
import { count } from './format.js';
import { html } from './ui.js';

// Devices by what became of them; together they are the ring. Pending ones are admitted and have not answered,
// remaining ones are not admitted yet.
export function shares(ring) {
  const decided = ring.confirmed + ring.failed + ring.inconclusive + ring.silent;
  const told = Math.max(ring.admitted, decided);
  return [
    { name: 'confirmed', devices: ring.confirmed },
    { name: 'failed', devices: ring.failed },
    { name: 'inconclusive', devices: ring.inconclusive },
    { name: 'silent', devices: ring.silent },
    { name: 'pending', devices: told - decided },
    { name: 'remaining', devices: Math.max(0, ring.devices - told) },
  ];
}

function words(ring) {
  const parts = shares(ring).filter(share => share.devices > 0).map(share => `${count(share.devices)} ${share.name}`);
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
