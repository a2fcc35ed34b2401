// What could not be handled: the dead letters, and one of them with its record.
import { holds } from './actions.js';
import { get, post, problemOf } from './api.js';
import { Confirm } from './confirm.js';
import { count, moment } from './format.js';
import { Looking } from './live.js';
import { following } from './paging.js';
import { Component, Empty, html, Loading, Problem, Since, State, Table, Title, wide } from './ui.js';

const STATES = ['open', 'replaying', 'replayed', 'discarded'];
const FIELDS = ['state', 'topic', 'key', 'reason'];
const LOOK_MILLIS = 1000;

function filterOf(search) {
  const given = new URLSearchParams(search ?? 'state=open');
  return Object.fromEntries(FIELDS.map(field => [field, given.get(field) || '']));
}

export class Letters extends Component {
  constructor(props) {
    super(props);
    this.filter = filterOf(props.search);
    this.state = { letters: null, next: undefined, problem: null };
    this.apply = this.apply.bind(this);
  }

  componentDidMount() {
    this.load();
  }

  async load(cursor) {
    try {
      const { items, next } = await following('/dead-letters', this.filter, cursor && this.state.letters, cursor);
      this.setState({ letters: items, next, problem: null });
    } catch (error) {
      this.setState({ problem: problemOf(error) });
    }
  }

  apply(event) {
    event.preventDefault();
    location.hash = '#/dead-letters?' + new URLSearchParams(new FormData(event.target));
  }

  render(_, { letters, next, problem }) {
    const { state, topic, key, reason } = this.filter;
    return html`
      <${Title} name="Dead letters">Dead letters<//>
      <form class="filters" role="search" onSubmit=${this.apply}>
        <div><label for="state">State</label>
          <select id="state" name="state">
            <option value="">all</option>
            ${STATES.map(name => html`<option key=${name} value=${name} selected=${name === state}>${name}</option>`)}
          </select></div>
        <div><label for="topic">Topic</label><input id="topic" name="topic" autocomplete="off" spellcheck=${false} value=${topic} /></div>
        <div><label for="key">Key begins with</label><input id="key" name="key" autocomplete="off" spellcheck=${false} value=${key} /></div>
        <div><label for="reason">Reason has</label><input id="reason" name="reason" autocomplete="off" value=${reason} /></div>
        <div class="buttons"><button type="submit" class="primary">Show</button></div>
      </form>
      <${Problem} problem=${problem} />
      ${letters ? this.table(letters, next) : !problem && html`<${Loading} />`}
      ${letters && next && html`<button type="button" onClick=${() => this.load(next)}>Show more</button>`}`;
  }

  table(letters, next) {
    if (letters.length === 0 && !next) {
      return this.filter.state === 'open' && !this.filter.topic && !this.filter.key && !this.filter.reason
        ? html`<${Empty} command="sluice dead-letter list --state all">Everything was handled. What was decided before:<//>`
        : html`<${Empty}>Nothing fits. <a href="#/dead-letters?state=">Show all</a><//>`;
    }
    return html`
      <${Table} headings=${['Reason', 'State', wide('Topic'), wide('Key'), 'Age']}>
        ${letters.map(letter => html`
          <tr key=${letter.id}>
            <th scope="row"><a href="#/dead-letters/${letter.id}">${letter.reason}</a></th>
            <td><${State} name=${letter.state} /></td>
            <td class="wide">${letter.topic}</td>
            <td class="wide">${letter.key || '–'}</td>
            <td><${Since} at=${letter.at} /></td>
          </tr>`)}
      <//>`;
  }
}

export class Letter extends Looking {
  constructor(props) {
    super(props);
    this.state = { shown: null, asked: null, ordered: '', problem: null };
  }

  async load() {
    try {
      const shown = await get('/dead-letters/' + this.props.id);
      const isDecided = shown.letter.decidedAt !== this.decidedAt && shown.letter.state !== 'replaying';
      this.setState({ shown, problem: null, ordered: isDecided ? '' : this.state.ordered });
      if (this.state.ordered && !isDecided) {
        this.later(LOOK_MILLIS);
      }
    } catch (error) {
      this.setState({ problem: problemOf(error) });
    }
  }

  ordered(name) {
    this.decidedAt = this.state.shown.letter.decidedAt;
    this.setState({ ordered: name }, () => this.load());
  }

  render({ id, session }, { shown, asked, problem }) {
    return html`
      <p class="path"><a href="#/dead-letters">Dead letters</a></p>
      <${Title} name="Dead letter">Dead letter<//>
      <${Problem} problem=${problem} />
      ${shown ? this.shown(shown, session) : !problem && html`<${Loading} />`}
      ${asked && html`
        <${Confirm} title=${asked.label} text=${asked.text} label=${asked.label} isDangerous=${asked.isDangerous}
          run=${(reason, key) => post(`/dead-letters/${id}/${asked.path}`, { reason }, key)}
          onDone=${() => this.ordered(asked.label)} onCancel=${() => this.setState({ asked: null })} />`}`;
  }

  buttons(letter, session) {
    if (!holds(session, 'operator')) {
      return null;
    }
    const ask = (label, path, text, isDangerous) => html`
      <button type="button" class=${isDangerous ? 'danger' : ''} onClick=${() => this.setState({ asked: { label, path, text, isDangerous } })}>${label}…</button>`;
    return html`
      <div class="buttons">
        ${['open', 'replayed'].includes(letter.state) && ask('Replay', 'replays', `Its record goes to ${letter.topic} again, as it was. If it fails again, it comes back as a new letter.`)}
        ${letter.state === 'open' && ask('Discard', 'discards', 'It needs no handling. The letter stays in the log, and cannot be replayed any more.', true)}
      </div>
      <p class="ordered" role="status">${this.state.ordered && `Ordered: ${this.state.ordered.toLowerCase()}. Its effect shows here in a moment.`}</p>`;
  }

  shown({ letter, headers, payload }, session) {
    return html`
      <div class="card summary">
        <p class="now"><${State} name=${letter.state} />
          <span>${letter.decidedBy ? html`by ${letter.decidedBy}, <${Since} at=${letter.decidedAt} /> ago` : html`since <${Since} at=${letter.at} />`}</span></p>
        <p class="reason">${letter.reason}</p>
        ${letter.why && html`<p class="quiet">${letter.why}</p>`}
        ${this.buttons(letter, session)}
      </div>
      <h2>Record</h2>
      <dl class="card pairs">
        <div><dt>Topic</dt><dd>${letter.topic}</dd></div>
        <div><dt>Key</dt><dd>${letter.key || '–'}</dd></div>
        <div><dt>Refused by</dt><dd>${letter.consumer}, ${moment(letter.at)}</dd></div>
        ${letter.replayOf && html`<div><dt>Replay of</dt><dd><a href="#/dead-letters/${letter.replayOf}">an earlier letter</a></dd></div>`}
        ${letter.cameBackAs && html`<div><dt>Failed again</dt><dd><a href="#/dead-letters/${letter.cameBackAs}">as a later letter</a></dd></div>`}
        ${headers.map(({ name, value }) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}
      </dl>
      <h2>Payload, ${count(letter.lengthBytes)} bytes</h2>
      ${!payload ? html`<${Empty}>Its topic has the record no longer.<//>`
        : payload.form === 'withheld' ? html`<${Empty}>It is about tokens and not shown.<//>`
        : html`<pre class="card document" tabindex="0" aria-label="Payload"><code>${payload.text}${payload.isCut ? '\n…' : ''}</code></pre>`}
      <p><a href="#/audit?kind=dead-letter">Audit log of dead letters</a></p>`;
  }
}
