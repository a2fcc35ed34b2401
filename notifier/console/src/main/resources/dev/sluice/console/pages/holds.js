// Which devices are kept out of the releases of a product, how many, and why; a person adds and lifts holds here.
import { get, post, problemOf } from './api.js';
import { mayChange } from './actions.js';
import { Confirm } from './confirm.js';
import { devices } from './format.js';
import { Looking } from './live.js';
import { html, Problem, Since, Table } from './ui.js';

const LONGEST_NAME = 64;
const LONGEST_CONDITION = 1000;
const LOOK_AGAIN_MILLIS = 5000;

export class Holds extends Looking {
  constructor(props) {
    super(props);
    this.state = { holds: null, asked: null, ordered: '', problem: null };
  }

  async load() {
    try {
      const { holds } = await get('/safeguards/' + this.props.product);
      this.setState({ holds, problem: null });
    } catch (error) {
      this.setState({ problem: problemOf(error) });
    }
    this.later(LOOK_AGAIN_MILLIS);
  }

  add() {
    const { product } = this.props;
    return {
      title: `Hold devices back: ${product}`, label: 'Hold back', isDangerous: false,
      text: "Devices of which the condition is true get no release of this product until somebody lifts the hold. Ordered rollbacks reach them. Such as hardware = 'rev-b' AND version < '2.0'.",
      texts: [
        { name: 'name', label: 'Name of the hold', longest: LONGEST_NAME },
        { name: 'where', label: 'Condition', longest: LONGEST_CONDITION },
      ],
      run: (reason, key, choice, isTicked, { name, where }) => post(`/safeguards/${product}`, { name, where, reason }, key),
    };
  }

  lift(hold) {
    return {
      title: `Lift ${hold.name}: ${hold.product}`, label: 'Lift', isDangerous: false,
      text: `${devices(hold.devices)} take part again, also in the rollout that is under way.`,
      run: (reason, key) => post(`/safeguards/${hold.product}/${encodeURIComponent(hold.name)}/lifts`, { reason }, key),
    };
  }

  render({ session, product }, { holds, asked, ordered, problem }) {
    const mayOrder = mayChange(session, 'operator', product);
    return html`
      <h2>Safeguard holds of ${product}</h2>
      <${Problem} problem=${problem} />
      ${holds ? this.table(holds, mayOrder) : !problem && html`<p class="quiet" aria-busy="true">Loading…</p>`}
      ${mayOrder && html`
        <div class="buttons"><button type="button" onClick=${() => this.setState({ asked: this.add() })}>Hold devices back…</button></div>
        <p class="ordered" role="status">${ordered}</p>`}
      ${asked && html`
        <${Confirm} ...${asked} onDone=${() => { this.setState({ ordered: 'Ordered. Its effect shows here in a moment.' }); this.load(); }}
          onCancel=${() => this.setState({ asked: null })} />`}`;
  }

  table(holds, mayOrder) {
    if (holds.length === 0) {
      return html`<p class="quiet">No device is kept out of its releases.</p>`;
    }
    return html`
      <${Table} headings=${['Hold', 'Devices', 'Which', 'Why', 'Since', ...(mayOrder ? ['Order'] : [])]}>
        ${holds.map(hold => html`
          <tr key=${hold.name}>
            <td>${hold.name}</td><td>${hold.devices}</td><td><code>${hold.where}</code></td>
            <td>${hold.reason || '–'} (${hold.by})</td><td><${Since} at=${hold.at} /></td>
            ${mayOrder && html`<td><button type="button" aria-label=${'Lift ' + hold.name}
              onClick=${() => this.setState({ asked: this.lift(hold) })}>Lift…</button></td>`}
          </tr>`)}
      <//>`;
  }
}
