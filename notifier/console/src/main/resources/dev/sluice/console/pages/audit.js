// Who did what: the audit log, filtered by its address, and as a file.
import { problemOf } from './api.js';
import { moment } from './format.js';
import { following } from './paging.js';
import { Component, Empty, html, Loading, Problem, Table, Title, wide } from './ui.js';

const KINDS = ['change', 'order', 'policy', 'token', 'release', 'device', 'dead-letter'];

const FIELDS = ['product', 'rollout', 'who', 'kind', 'since', 'until'];

// The filter that an address names, such as #/audit?rollout=demo/1.
export function auditAddress(filter) {
  const given = Object.entries(filter).filter(([, value]) => value);
  return '#/audit' + (given.length > 0 ? '?' + new URLSearchParams(given) : '');
}

function filterOf(search) {
  const given = new URLSearchParams(search);
  return Object.fromEntries(FIELDS.map(field => [field, given.get(field) || '']));
}

// What the API is asked. Days are those of this browser; until includes its day.
function queryOf({ since, until, ...same }) {
  return { ...same, from: since && startOf(since, 0), to: until && startOf(until, 1) };
}

function startOf(day, later) {
  const date = new Date(day + 'T00:00:00');
  date.setDate(date.getDate() + later);
  return date.toISOString();
}

function Subject({ entry }) {
  if (entry.rollout) {
    return html`<a href="#/rollouts/${entry.rollout}">${entry.subject}</a>`;
  }
  const to = { policy: '#/policies/', device: '#/devices/', 'dead-letter': '#/dead-letters/' }[entry.kind];
  return to ? html`<a href=${to + entry.subject}>${entry.subject}</a>` : entry.subject;
}

export class Audit extends Component {
  constructor(props) {
    super(props);
    this.filter = filterOf(props.search);
    this.state = { entries: null, next: undefined, problem: null };
    this.apply = this.apply.bind(this);
  }

  componentDidMount() {
    this.load();
  }

  async load(cursor) {
    try {
      const { items, next } = await following('/audit', queryOf(this.filter), cursor && this.state.entries, cursor);
      this.setState({ entries: items, next, problem: null });
    } catch (error) {
      this.setState({ problem: problemOf(error) });
    }
  }

  apply(event) {
    event.preventDefault();
    location.hash = auditAddress(Object.fromEntries(new FormData(event.target)));
  }

  render(_, { entries, next, problem }) {
    return html`
      <${Title} name="Audit">Audit<//>
      ${this.form()}
      <${Problem} problem=${problem} />
      ${entries ? this.table(entries, next) : !problem && html`<${Loading} />`}
      ${entries && next && html`<button type="button" onClick=${() => this.load(next)}>Show more</button>`}`;
  }

  form() {
    const { product, rollout, who, kind, since, until } = this.filter;
    const query = Object.entries(queryOf(this.filter)).filter(([, value]) => value);
    const file = format => '../api/v1/audit/export?' + new URLSearchParams([...query, ['format', format]]);
    return html`
      <form class="filters" role="search" onSubmit=${this.apply}>
        <div><label for="product">Product</label><input id="product" name="product" autocomplete="off" spellcheck=${false} value=${product} /></div>
        <div><label for="rollout">Rollout</label><input id="rollout" name="rollout" autocomplete="off" spellcheck=${false} placeholder="product/counter" value=${rollout} /></div>
        <div><label for="who">Who</label><input id="who" name="who" autocomplete="off" spellcheck=${false} value=${who} /></div>
        <div><label for="kind">Kind</label>
          <select id="kind" name="kind" value=${kind}>
            <option value="">all</option>
            ${KINDS.map(name => html`<option key=${name} value=${name} selected=${name === kind}>${name.replace('-', ' ')}</option>`)}
          </select></div>
        <div><label for="since">Since</label><input id="since" name="since" type="date" value=${since} /></div>
        <div><label for="until">Until</label><input id="until" name="until" type="date" value=${until} /></div>
        <div class="buttons">
          <button type="submit" class="primary">Show</button>
          <a class="button" href=${file('csv')} download="audit.csv">CSV</a>
          <a class="button" href=${file('json-lines')} download="audit.jsonl">JSON lines</a>
        </div>
      </form>`;
  }

  table(entries, next) {
    if (entries.length === 0 && !next) {
      return Object.values(this.filter).some(value => value)
        ? html`<${Empty}>Nothing fits. <a href="#/audit">Show everything</a><//>`
        : html`<${Empty} command="sluice policy apply FILE --product NAME">Nothing was ordered yet. What people order shows here, such as:<//>`;
    }
    return html`
      <${Table} class="log" headings=${['When', 'Who', 'What', 'Of', wide('Why')]}>
        ${entries.map(entry => html`
          <tr key=${entry.id}>
            <td><time dateTime=${entry.at}>${moment(entry.at)}</time></td>
            <td>${entry.who || html`<span class="quiet">Sluice</span>`}</td>
            <td>${entry.what.replaceAll('-', ' ')}${entry.why && html`<p class="narrow quiet">${entry.why}</p>`}</td>
            <td><${Subject} entry=${entry} /></td>
            <td class="wide">${entry.why}</td>
          </tr>`)}
      <//>`;
  }
}
