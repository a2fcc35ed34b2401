// Which flags of a product are off in which ring, since when and by whom; a person switches them off and on here.
import { get, post, problemOf } from './api.js';
import { mayChange } from './actions.js';
import { Confirm } from './confirm.js';
import { Looking } from './live.js';
import { html, Problem, Since, Table } from './ui.js';

const LOOK_AGAIN_MILLIS = 5000;
const STATES = { 'switching-off': 'ordered off, not signed yet', off: 'off', 'switching-on': 'ordered on, not signed yet' };

// What can be switched off in a ring: what is on.
function onIn({ flags, switched }) {
  return flags.filter(name => !switched.some(({ flag, state }) => flag === name && state !== 'switching-on'));
}

// Shows nothing for a product that is no set of flags.
export class Flags extends Looking {
  constructor(props) {
    super(props);
    this.state = { rings: [], asked: null, ordered: '', problem: null };
  }

  async load() {
    try {
      const { rings } = await get('/flags/' + this.props.product);
      this.setState({ rings, problem: null });
    } catch (error) {
      this.setState({ problem: problemOf(error) });
    }
    this.later(LOOK_AGAIN_MILLIS);
  }

  off(ring) {
    const { product } = this.props;
    return {
      title: `Switch a flag off: ${product}, ring ${ring.ring}`, label: 'Switch off', isDangerous: true,
      text: 'Every device of this ring has it off within a minute, whatever its releases say, until somebody switches it on again.',
      choices: { label: 'Flag', values: onIn(ring) },
      run: (reason, key, flag) => post(`/flags/${product}/switches`, { ring: ring.ring, flag, off: true, reason }, key),
    };
  }

  on({ product, ring, flag }) {
    return {
      title: `Switch ${flag} on: ${product}, ring ${ring}`, label: 'Switch on', isDangerous: false,
      text: 'The devices of this ring have it as their release says again.',
      run: (reason, key) => post(`/flags/${product}/switches`, { ring, flag, off: false, reason }, key),
    };
  }

  render({ session, product }, { rings, asked, ordered, problem }) {
    const mayOrder = mayChange(session, 'operator', product);
    return (rings.length > 0 || problem) && html`
      <h2>Flags of ${product}</h2>
      <${Problem} problem=${problem} />
      ${this.table(rings.flatMap(ring => ring.switched), mayOrder)}
      ${mayOrder && html`
        <div class="buttons">${rings.filter(ring => onIn(ring).length > 0).map(ring => html`
          <button key=${ring.ring} type="button" class="danger"
            onClick=${() => this.setState({ asked: this.off(ring) })}>Switch a flag off in ${ring.ring}…</button>`)}</div>
        <p class="ordered" role="status">${ordered}</p>`}
      ${asked && html`
        <${Confirm} ...${asked} onDone=${() => { this.setState({ ordered: 'Ordered. Its effect shows here in a moment.' }); this.load(); }}
          onCancel=${() => this.setState({ asked: null })} />`}`;
  }

  table(switched, mayOrder) {
    if (switched.length === 0) {
      return html`<p class="quiet">No flag is off by order.</p>`;
    }
    return html`
      <${Table} headings=${['Ring', 'Flag', 'State', 'Devices that follow', 'Why', 'Since', ...(mayOrder ? ['Order'] : [])]}>
        ${switched.map(flag => html`
          <tr key=${flag.ring + ' ' + flag.flag}>
            <td>${flag.ring}</td><td><code>${flag.flag}</code></td><td>${STATES[flag.state]}</td>
            <td>${flag.devices} of ${flag.ringDevices}</td>
            <td>${flag.reason || '–'} (${flag.by})</td><td><${Since} at=${flag.at} /></td>
            ${mayOrder && html`<td>${flag.state !== 'switching-on' && html`
              <button type="button" aria-label=${`Switch on ${flag.flag} in ${flag.ring}`}
                onClick=${() => this.setState({ asked: this.on(flag) })}>Switch on…</button>`}</td>`}
          </tr>`)}
      <//>`;
  }
}
