// What a rollout would do, before anything moves: asked from the server, shown as tables and curves.
import { newKey, post, problemOf } from './api.js';
import { count } from './format.js';
import { BroadTable, Component, html, Problem, Title } from './ui.js';

const DURATION = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/;
const BYTES = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

function duration(iso) {
  const found = DURATION.exec(iso || '');
  if (!found) {
    return '–';
  }
  const [hours, minutes, seconds] = found.slice(1).map(part => Math.round(part || 0));
  const days = Math.floor(hours / 24);
  return [[days, 'd'], [hours % 24, 'h'], [minutes, 'min'], [days > 0 ? 0 : seconds, 's']]
    .filter(([number]) => number > 0).map(([number, unit]) => number + ' ' + unit).join(' ') || '0 s';
}

function bytes(number) {
  const unit = number < 1 ? 0 : Math.min(BYTES.length - 1, Math.floor(Math.log2(number) / 10));
  return (number / 1024 ** unit).toFixed(unit === 0 ? 0 : 1) + ' ' + BYTES[unit];
}

function percent(number) {
  return Number(number.toFixed(2)) + ' %';
}

function Rings({ rings }) {
  return html`
    <h2 id="plan-rings">Rings</h2>
    <${BroadTable} name="plan-rings" headings=${['Ring', 'Devices', 'Off', 'Start', 'End', 'Nine of ten', 'Stops from']}>
      ${rings.map(ring => html`
        <tr key=${ring.name}>
          <th scope="row">${ring.name}</th><td>${count(ring.devices)}</td><td>${count(ring.off)}</td>
          <td>${duration(ring.start?.p50)}</td><td>${duration(ring.end?.p50)}</td><td>${duration(ring.end?.p90)}</td>
          <td>${ring.stopsFrom < 1 ? percent(100 * ring.stopsFrom) : '–'}</td>
        </tr>`)}
    <//>
    <p class="quiet">Times since the start. A ring stops 19 of 20 releases that fail as often as “stops from”, by itself.</p>`;
}

function Tiers({ tiers }) {
  return html`
    <h2 id="plan-tiers">Traffic</h2>
    <${BroadTable} name="plan-tiers" headings=${['Gives out', 'Nodes', 'Requests', 'Bytes', 'Peak requests/s', 'Peak bytes/s']}>
      ${tiers.map(tier => html`
        <tr key=${tier.name}>
          <th scope="row">${tier.name}</th><td>${tier.nodes}</td><td>${count(tier.requests)}</td><td>${bytes(tier.bytes)}</td>
          <td>${count(Math.round(tier.peakRequestsPerSecond))}</td><td>${bytes(tier.peakBytesPerSecond)}</td>
        </tr>`)}
    <//>`;
}

function Risks({ risks }) {
  return risks.length > 0 && html`
    <h2 id="plan-risks">If the release is bad</h2>
    <${BroadTable} name="plan-risks" headings=${['Fails on', 'Stopped', 'Left to you', 'Passed', 'In ring', 'Exposed', 'Nine of ten', 'After']}>
      ${risks.map(risk => html`
        <tr key=${risk.failedPpm}>
          <th scope="row">${percent(risk.failedPpm / 10000)}</th><td>${risk.stopped} of ${risk.runs}</td><td>${risk.leftToPerson} of ${risk.runs}</td>
          <td>${risk.passed} of ${risk.runs}</td><td>${risk.ring || '–'}</td>
          <td>${risk.ring ? count(risk.exposed) : '–'}</td><td>${risk.ring ? count(risk.exposedAtMost) : '–'}</td><td>${duration(risk.after)}</td>
        </tr>`)}
    <//>
    <p class="quiet">Exposed: devices that had started when the rollout stopped; half of the runs, and nine of ten.</p>`;
}

export class Plan extends Component {
  constructor(props) {
    super(props);
    this.state = {
      product: props.product || '', version: props.version || '', policy: '', tiers: '', plan: null, Charts: null, isBusy: false, problem: null,
    };
    this.ask = this.ask.bind(this);
  }

  async ask(event) {
    event.preventDefault();
    const { product, version, policy, tiers } = this.state;
    const nodes = tiers.split(',').map(text => text.trim()).filter(text => text).map(Number);
    this.setState({ isBusy: true, problem: null });
    try {
      const plan = await post('/rollouts/plan', {
        product, version, ...(policy.trim() ? { policy } : {}), ...(nodes.length > 0 ? { tiers: nodes } : {}),
      }, newKey());
      const { Charts } = await import('./charts.js');
      this.setState({ plan, Charts });
    } catch (error) {
      this.setState({ plan: null, problem: problemOf(error) });
    }
    this.setState({ isBusy: false });
  }

  field(name, label, hint, properties) {
    return html`
      <div>
        <label for=${'plan-' + name}>${label}</label>
        <input id=${'plan-' + name} autocomplete="off" spellcheck=${false} value=${this.state[name]} aria-describedby=${hint ? `plan-${name}-hint` : undefined}
          onInput=${event => this.setState({ [name]: event.target.value.trim() })} ...${properties} />
        ${hint && html`<p class="quiet" id=${`plan-${name}-hint`}>${hint}</p>`}
      </div>`;
  }

  render(_, { policy, plan, Charts, isBusy, problem }) {
    return html`
      <p class="path"><a href="#/rollouts">Rollouts</a></p>
      <${Title} name="Plan a rollout">Plan a rollout<//>
      <p class="quiet">Runs a published release through its rings in virtual time, over the devices that there are. Nothing moves.</p>
      <form onSubmit=${this.ask}>
        <div class="fields">
          ${this.field('product', 'Product', '', { required: true, pattern: '[a-z0-9][a-z0-9._\\-]*' })}
          ${this.field('version', 'Version', '', { required: true })}
          ${this.field('tiers', 'Edge nodes of each tier', 'Such as 1, 4: the tier next to the origin first. One node without it.', { pattern: '[0-9, ]*' })}
        </div>
        <details>
          <summary>Try another policy</summary>
          <label for="plan-policy">Policy, in YAML; the one in force without it</label>
          <textarea id="plan-policy" class="document" rows="12" spellcheck=${false} value=${policy}
            onInput=${event => this.setState({ policy: event.target.value })}></textarea>
        </details>
        <div class="buttons"><button type="submit" class="primary" disabled=${isBusy}>${isBusy ? 'Planning…' : 'Plan'}</button></div>
      </form>
      <${Problem} problem=${problem} />
      <div role="status">${plan && html`<p class="good">${this.summary(plan)}</p>`}</div>
      ${plan && html`
        <${Charts} plan=${plan} />
        <${Rings} rings=${plan.rings} />
        <${Tiers} tiers=${plan.tiers} />
        <${Risks} risks=${plan.risks} />
        <h2>What is taken for granted</h2>
        <ul>${plan.assumptions.map(line => html`<li>${line}</li>`)}</ul>`}`;
  }

  summary(plan) {
    const fleet = `${count(plan.devices)} devices, ${count(plan.off)} expected off`;
    return plan.took
      ? `${plan.rollout} takes ${duration(plan.took.p50)} (nine of ten runs: ${duration(plan.took.p90)}). ${fleet}.`
      : `${plan.rollout} does not complete by itself: ${Object.entries(plan.ends).map(([end, runs]) => `${runs} runs ${end}`).join(', ')}. ${fleet}.`;
  }
}
