// The inventory, and one device of it.
import { get, problemOf } from './api.js';
import { moment } from './format.js';
import { Timeline } from './timeline.js';
import { Component, Empty, html, Loading, Problem, Since, Table, Title, wide } from './ui.js';

const PAUSE_MILLIS = 250;
const PAGE = 100;
const FILTERS = ['product', 'version', 'ring', 'hardware'];
const PREFIX = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

function running(device) {
  return device.running.map(one => `${one.product} ${one.version}`).join(', ') || '–';
}

export class Devices extends Component {
  constructor(props) {
    super(props);
    this.state = { prefix: '', where: '', devices: null, next: undefined, isSearching: false, problem: null };
    this.search = this.search.bind(this);
  }

  componentDidMount() {
    this.load();
  }

  componentWillUnmount() {
    this.asked = null;
    clearTimeout(this.timer);
  }

  search(event) {
    this.setState({ [event.target.id]: event.target.value.trim() });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), PAUSE_MILLIS);
  }

  async load(cursor) {
    const { prefix, where } = this.state;
    const asked = this.asked = {};
    if (prefix && !PREFIX.test(prefix)) {
      this.setState({ devices: [], next: undefined, problem: null });
      return;
    }
    try {
      let found = cursor ? this.state.devices : [];
      let next = cursor;
      const enough = found.length + PAGE;
      do {
        const page = await get('/devices', { prefix, where, cursor: next, limit: PAGE }, this.props.filter);
        // An answer to what was typed before comes too late.
        if (asked !== this.asked) {
          return;
        }
        found = [...found, ...page.items];
        next = page.next;
        this.setState({ devices: found, next, isSearching: Boolean(next) && found.length < enough, problem: null });
        // A filter looks through a part of the inventory at a time.
      } while (next && found.length < enough);
    } catch (error) {
      if (asked === this.asked) {
        this.setState({ isSearching: false, problem: problemOf(error) });
      }
    }
  }

  // What the address leaves out of the list.
  chosen() {
    const filter = this.props.filter || {};
    return FILTERS.filter(name => filter[name] !== undefined).map(name => name === 'ring' && !filter.ring ? 'in no ring' : `${name} ${filter[name] || 'not told'}`);
  }

  render(_, { prefix, where, devices, next, isSearching, problem }) {
    const chosen = this.chosen();
    return html`
      <${Title} name="Devices">Devices<//>
      ${chosen.length > 0 && html`<p class="chosen">${chosen.map(one => html`<span class="tag">${one}</span> `)}<a href="#/devices">Show all devices</a></p>`}
      <form class="search" role="search" onSubmit=${event => event.preventDefault()}>
        <label for="prefix">Id begins with</label>
        <input id="prefix" type="search" autocomplete="off" spellcheck=${false} value=${prefix} onInput=${this.search} />
        <label for="where">Where</label>
        <input id="where" type="search" autocomplete="off" spellcheck=${false} maxlength="2000" value=${where} onInput=${this.search}
          placeholder="tags.site = 'berlin' AND running.demo < '2.0'" />
      </form>
      <${Problem} problem=${problem} />
      ${devices && !(isSearching && devices.length === 0) ? this.table(devices, prefix, where) : !problem && html`<${Loading} />`}
      ${next && !isSearching && html`<button type="button" onClick=${() => this.load(next)}>Show more</button>`}`;
  }

  table(devices, prefix, where) {
    if (devices.length === 0) {
      if (this.chosen().length > 0) {
        return html`<${Empty}>No device fits.<//>`;
      }
      if (where) {
        return html`<${Empty}>No device is one where ${where}.<//>`;
      }
      return prefix
        ? html`<${Empty}>No device's id begins with “${prefix}”.<//>`
        : html`<${Empty} command="sluice device enrol identity.json">
            There are no devices yet. An agent writes the file of its identity into its data directory; enrol it with:<//>`;
    }
    return html`
      <${Table} headings=${['Device', 'Runs', wide('Tags'), 'Seen']}>
        ${devices.map(device => html`
          <tr key=${device.id}>
            <th scope="row"><a href="#/devices/${device.id}">${device.id}</a></th>
            <td>${running(device)}</td>
            <td class="wide">${device.tags.map(tag => html`<span class="tag">${tag}</span> `)}</td>
            <td><${Since} at=${device.seenAt} /> ago</td>
          </tr>`)}
      <//>`;
  }
}

export class Device extends Component {
  constructor(props) {
    super(props);
    this.state = { device: null, steps: null, problem: null };
  }

  async componentDidMount() {
    try {
      const [device, timeline] = await Promise.all(['', '/timeline'].map(part => get('/devices/' + this.props.id + part)));
      this.setState({ device, steps: timeline.steps });
    } catch (error) {
      this.setState({ problem: problemOf(error) });
    }
  }

  render({ id }, { device, steps, problem }) {
    return html`
      <p class="path"><a href="#/devices">Devices</a></p>
      <${Title} name=${id}>${id}<//>
      <${Problem} problem=${problem} />
      ${device ? this.shown(device, steps) : !problem && html`<${Loading} />`}`;
  }

  shown(device, steps) {
    const attributes = Object.entries(device.attributes);
    return html`
      <dl class="card pairs">
        <div><dt>Last seen</dt><dd><${Since} at=${device.seenAt} /> ago, ${moment(device.seenAt)}</dd></div>
        <div><dt>Enrolment</dt><dd>epoch ${device.epoch}</dd></div>
        <div><dt>Tags</dt><dd>${device.tags.length === 0 ? '–' : device.tags.map(tag => html`<span class="tag">${tag}</span> `)}</dd></div>
        ${device.flagsOff.length > 0 && html`<div><dt>Flags off</dt><dd>${device.flagsOff.join(', ')}</dd></div>`}
        ${device.flagsProblem && html`<div><dt>Does not follow its ring's flags</dt><dd>${device.flagsProblem}</dd></div>`}
        ${attributes.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}
      </dl>
      <h2>Runs</h2>
      ${device.running.length === 0
        ? html`<${Empty}>It has not confirmed any release yet.<//>`
        : html`
          <ul class="plain">
            ${device.running.map(one => html`
              <li key=${one.product} class="card">
                <h3><a href="#/rollouts/${one.product}/${one.counter}">${one.product} ${one.version}</a></h3>
                <p class="quiet digest">SHA-256 ${one.artifact}</p>
              </li>`)}
          </ul>`}
      <h2>Timeline</h2>
      <${Timeline} steps=${steps} />`;
  }
}
