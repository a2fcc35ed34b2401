// Where the fleet's bytes came from: the origin, the tiers, and what patches made needless; and the nodes that told it.
import { get, problemOf } from './api.js';
import { bytes, count } from './format.js';
import { Looking } from './live.js';
import { BroadTable, Empty, html, Loading, Problem, Since, State, Title } from './ui.js';

const REFRESH_MILLIS = 10000;
const SPANS = [['1', 'Last hour'], ['24', 'Last day'], ['168', 'Last 7 days']];
const SAVED = 'saved';
const ORIGIN = 'origin';

// A source has one colour on the whole page; the fourth tier and those after it share the last ones.
const COLOURS = { [SAVED]: 3, [ORIGIN]: 2, 'tier-1': 1, 'tier-2': 4, 'tier-3': 5 };

function colour(source) {
  return COLOURS[source] || 6;
}

function named(source) {
  if (source === SAVED) {
    return 'Not sent, thanks to patches and compression';
  }
  return source === ORIGIN ? 'Brought from the origin' : 'Held by ' + source.replace('-', ' ');
}

function percent(share) {
  return (100 * share).toFixed(share > 0 && share < .1 ? 1 : 0) + ' %';
}

// What each source gave in a point, savings among them.
function given(point) {
  return new Map([...point.sources.map(({ source, bytes }) => [source, bytes]), [SAVED, point.saved.savedBytes]]);
}

// One value for each step of the time, nothing where nothing was told.
function series({ from, countedAt, stepSeconds, points, total }) {
  const start = Date.parse(from) / 1000;
  const steps = Math.floor((Date.parse(countedAt) / 1000 - start) / stepSeconds) + 1;
  const told = new Map(points.map(point => [Math.round((Date.parse(point.at) / 1000 - start) / stepSeconds), given(point)]));
  const sources = [...given(total)].filter(([, sum]) => sum > 0).map(([source]) => source);
  return {
    times: Array.from({ length: steps }, (_, i) => start + i * stepSeconds),
    areas: sources.map(source => ({
      name: named(source),
      colour: colour(source),
      values: Array.from({ length: steps }, (_, i) => told.get(i)?.get(source) || 0),
    })),
  };
}

function Sources({ total }) {
  const all = [...given(total)].filter(([, sum]) => sum > 0);
  const sum = all.reduce((whole, [, part]) => whole + part, 0);
  const { downloads, wholeBytes, fetchedBytes } = total.saved;
  const { metadataBytes, patchBytes, artifactBytes } = total.kinds;
  return html`
    <section class="card product" aria-label="In all">
      <div class="head"><h2>In all</h2></div>
      <dl class="legend counted sources">
        ${all.map(([source, part]) => html`
          <div key=${source}>
            <dt><span class="swatch curve-${colour(source)}"></span>${named(source)}</dt>
            <dd>${bytes(part)}, ${percent(part / sum)}</dd>
          </div>`)}
      </dl>
      ${downloads > 0 && html`
        <p class="reason">${count(downloads)} ${downloads === 1 ? 'download' : 'downloads'} by devices: ${bytes(fetchedBytes)} came instead of ${bytes(wholeBytes)}.</p>`}
      ${patchBytes + artifactBytes + metadataBytes > 0 && html`
        <p class="reason">Nodes gave out ${bytes(patchBytes)} of patches and compressed artifacts, ${bytes(artifactBytes)} of artifacts as they are, ${bytes(metadataBytes)} of metadata.</p>`}
    </section>`;
}

function Nodes({ nodes, left }) {
  if (nodes.length === 0) {
    return html`<p class="quiet">No edge node has reported lately.</p>`;
  }
  return html`
    <${BroadTable} name="nodes" headings=${['Node', 'Tier', 'Upstream', 'Hit ratio', 'Gave out', 'Fetched', 'Last report']}>
      ${nodes.map(node => html`
        <tr key=${node.name}>
          <th scope="row">${node.name}</th><td>${node.tier}</td><td>${node.upstream}</td>
          <td>${node.egressBytes > 0 ? percent(node.hitRatio) : '–'}</td><td>${bytes(node.egressBytes)}</td><td>${bytes(node.upstreamBytes)}</td>
          <td><${Since} at=${node.heardAt} /> ago ${node.isLate && html`<${State} name="late" />`}</td>
        </tr>`)}
    <//>
    <p class="quiet">Bytes since each node started.${left > 0 ? ` ${count(left)} more nodes are left out.` : ''}</p>`;
}

export class Distribution extends Looking {
  constructor(props) {
    super(props);
    this.state = { known: null, Areas: null, problem: null };
  }

  async load() {
    try {
      const [known, { Areas }] = await Promise.all([
        get('/fleet/distribution', { hours: this.props.hours }), import('./charts.js'),
      ]);
      this.setState({ known, Areas, problem: null });
    } catch (error) {
      this.setState({ problem: problemOf(error) });
    }
    this.later(REFRESH_MILLIS);
  }

  render({ hours = '24' }, { known, Areas, problem }) {
    return html`
      <div class="top">
        <${Title} name="Distribution">Distribution<//>
        <nav class="spans" aria-label="Time">
          ${SPANS.map(([span, name]) => html`<a key=${span} class="button" href="#/distribution?hours=${span}" aria-current=${span === hours ? 'true' : undefined}>${name}</a>`)}
        </nav>
      </div>
      <${Problem} problem=${problem} />
      ${known ? this.shown(known, Areas) : !problem && html`<${Loading} />`}`;
  }

  shown(known, Areas) {
    if (known.nodes.length === 0 && known.points.length === 0) {
      return html`<${Empty} command="edge-cache/sluice-edge run --config edge.yaml">
        No edge node has reported yet. Each reports within seconds of its start, once its link is up:<//>`;
    }
    const { times, areas } = series(known);
    return html`
      <p class="quiet">Where the bytes for devices came from, as edge nodes and devices tell.</p>
      ${areas.length > 0
        ? html`
          <${Sources} total=${known.total} />
          <${Areas} title=${`Bytes in ${known.stepSeconds / 60} minutes`} times=${times} areas=${areas} stepSeconds=${known.stepSeconds} value=${bytes} />`
        : html`<p class="empty">Nothing was fetched in this time.</p>`}
      <h2 id="nodes">Edge nodes</h2>
      <${Nodes} nodes=${known.nodes} left=${known.left} />`;
  }
}
