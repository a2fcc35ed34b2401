// Which versions the fleet runs: for each product in all, by ring and by hardware.
import { get, problemOf } from './api.js';
import { count, devices } from './format.js';
import { Looking } from './live.js';
import { Empty, html, Loading, Problem, Since, Title } from './ui.js';

const REFRESH_MILLIS = 10000;
const RETRY_MILLIS = 1000;
const COLOURS = 6;

// The devices of a group add up under a key.
function sums(groups, keyOf) {
  const found = new Map();
  for (const group of groups) {
    const key = keyOf(group);
    found.set(key, (found.get(key) || 0) + group.devices);
  }
  return found;
}

function total(groups) {
  return groups.reduce((sum, group) => sum + group.devices, 0);
}

function percent(part, whole) {
  const share = 100 * part / whole;
  return (share >= 10 || share === 0 ? share.toFixed(0) : share.toFixed(1)) + ' %';
}

// Where the devices of a group are listed.
function listOf(query) {
  return '#/devices?' + new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined));
}

// The latest versions have a colour each, all that are older share one.
function colour(versions, version) {
  const rank = versions.indexOf(version);
  return 'version-' + (rank < COLOURS - 1 ? rank : 'old');
}

function Spread({ versions, groups, name }) {
  const found = sums(groups, group => group.version);
  const parts = versions.filter(version => found.has(version));
  const words = `${name}: ` + parts.map(version => `${version} on ${devices(found.get(version))}`).join(', ');
  return html`
    <div class="bar" role="img" aria-label=${words} title=${words}>
      ${parts.map(version => html`<span key=${version} class=${colour(versions, version)} style=${{ flexGrow: found.get(version) }}></span>`)}
    </div>`;
}

// One row for each ring, or for each hardware.
function Rows({ label, product, versions, groups, member, none }) {
  const values = [...sums(groups, group => group[member]).keys()].sort();
  return html`
    <h3>${label}</h3>
    <ul class="spread plain">
      ${values.map(value => {
        const own = groups.filter(group => group[member] === value);
        const found = sums(own, group => group.version);
        return html`
          <li key=${value}>
            <span class="name">${value || none}</span>
            <${Spread} versions=${versions} groups=${own} name=${value || none} />
            <span class="number">${count(total(own))}</span>
            <span class="parts">
              ${versions.filter(version => found.has(version)).map(version => html`
                <a key=${version} href=${listOf({ product, version, [member]: value })}>${version}: ${count(found.get(version))}</a> `)}
            </span>
          </li>`;
      })}
    </ul>`;
}

function Product({ product, groups }) {
  const versions = [...new Set([...groups].sort((one, other) => other.counter - one.counter).map(group => group.version))];
  const found = sums(groups, group => group.version);
  const all = total(groups);
  return html`
    <section class="card product" aria-label=${product}>
      <div class="head"><h2>${product}</h2><span class="facts"><span>${devices(all)}</span><span>${count(versions.length)} ${versions.length === 1 ? 'version' : 'versions'}</span></span></div>
      <${Spread} versions=${versions} groups=${groups} name=${product} />
      <dl class="legend counted">
        ${versions.map(version => html`
          <div key=${version}>
            <dt><span class="swatch ${colour(versions, version)}"></span><a href=${listOf({ product, version })}>${version}</a></dt>
            <dd>${count(found.get(version))}, ${percent(found.get(version), all)}</dd>
          </div>`)}
      </dl>
      <${Rows} label="By ring" product=${product} versions=${versions} groups=${groups} member="ring" none="in no ring" />
      <${Rows} label="By hardware" product=${product} versions=${versions} groups=${groups} member="hardware" none="not told" />
    </section>`;
}

export class Versions extends Looking {
  constructor(props) {
    super(props);
    this.state = { spread: null, problem: null };
  }

  async load() {
    let spread = this.state.spread;
    try {
      spread = await get('/fleet/versions');
      this.setState({ spread, problem: null });
    } catch (error) {
      this.setState({ problem: problemOf(error) });
    }
    this.later(spread?.countedAt ? REFRESH_MILLIS : RETRY_MILLIS);
  }

  render(_, { spread, problem }) {
    return html`
      <${Title} name="Versions">Versions<//>
      <${Problem} problem=${problem} />
      ${spread?.countedAt ? this.shown(spread) : !problem && html`<${Loading} />`}`;
  }

  shown({ countedAt, devices: all, idle, groups, left }) {
    if (groups.length === 0) {
      return all === 0
        ? html`<${Empty} command="sluice device enrol identity.json">There are no devices yet. Enrol one with:<//>`
        : html`<${Empty} command="sluice publish FILE --product NAME --version V">
            None of ${devices(all)} runs anything yet. They take the first release that is rolled out:<//>`;
    }
    const products = [...new Set(groups.map(group => group.product))];
    return html`
      <p class="quiet">${devices(all)}${idle > 0 ? `, ${count(idle)} of them run nothing yet` : ''}; counted <${Since} at=${countedAt} /> ago.${left > 0 ? ` ${devices(left)} of small groups are left out.` : ''}</p>
      <div class="plain">
        ${products.map(product => html`<${Product} key=${product} product=${product} groups=${groups.filter(group => group.product === product)} />`)}
      </div>`;
  }
}
