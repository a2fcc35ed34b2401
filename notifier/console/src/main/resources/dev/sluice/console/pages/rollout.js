// One rollout: its rings as a ladder, why it waits, and what may be ordered.
import { get, problemOf } from './api.js';
import { actions, hasEnded } from './actions.js';
import { auditAddress } from './audit.js';
import { Confirm } from './confirm.js';
import { Flags } from './flags.js';
import { devices, failureShare, localTimes, moment, timeOfDay } from './format.js';
import { Holds } from './holds.js';
import { followRollouts } from './live.js';
import { Bar, heldBy, Legend, waveOf } from './ring.js';
import { LiveSign } from './rollouts.js';
import { Component, html, Loading, Problem, Since, State, Table, Title } from './ui.js';

const MOST_CHANGES = 50;

// Why devices failed, the largest groups of all rings first.
function Causes({ rings }) {
  const groups = rings.flatMap(ring => ring.causes.map(cause => ({ ring: ring.name, ...cause })))
    .sort((one, other) => other.devices - one.devices);
  return groups.length > 0 && html`
    <h2>Why devices failed</h2>
    <${Table} headings=${['Devices', 'Cause', 'Step', 'Ring', 'Hardware', 'From version']}>
      ${groups.map(group => html`
        <tr>
          <td>${group.devices}</td><td>${group.code.replaceAll('-', ' ')}</td><td>${group.step}</td><td>${group.ring}</td>
          <td>${group.hardware || '–'}</td><td>${group.from || '–'}</td>
        </tr>`)}
    <//>`;
}

function Step({ ring }) {
  return html`
    <li class="step step-${ring.state}">
      <div class="head">
        <h3>${ring.name}</h3>
        <${State} name=${ring.state} />
        <span class="facts">
          ${waveOf(ring) && html`<span>${waveOf(ring)}</span>`}
          <span>${devices(ring.devices)}</span>
          <span class=${ring.failed > 0 ? 'some' : ''}>failures ${failureShare(ring)}</span>
          ${ring.startedAt && html`<span>${ring.endedAt ? 'ended' : 'began'} <${Since} at=${ring.endedAt || ring.startedAt} /> ago</span>`}
        </span>
      </div>
      <${Bar} ring=${ring} />
      <${Legend} ring=${ring} />
      ${ring.speed && html`<p class="speed">${ring.speed}</p>`}
      ${heldBy(ring) && html`<p class="held">${heldBy(ring)}</p>`}
    </li>`;
}

export class Rollout extends Component {
  constructor(props) {
    super(props);
    this.seen = 0;
    this.state = { rollout: null, earlier: [], changes: [], ordered: '', asked: null, isLive: true, problem: null };
  }

  componentDidMount() {
    this.stop = followRollouts({
      onChange: change => this.show(change),
      onLook: () => this.load(),
      onLive: isLive => this.setState({ isLive }),
    });
  }

  componentWillUnmount() {
    this.stop();
  }

  async load() {
    const seen = this.seen;
    try {
      const rollout = await get('/rollouts/' + this.props.id);
      // Together with where it can go back to: a button that comes later moves what is below it.
      const { versions: earlier } = await get(`/rollouts/${this.props.id}/rollbacks`);
      // A change that came meanwhile is newer than the answer.
      this.setState(this.seen === seen ? { rollout, earlier, problem: null } : { earlier, problem: null });
    } catch (error) {
      this.setState({ problem: problemOf(error) });
    }
  }

  // Where it can go back to now: that changes with its state, and with releases that come after it.
  async loadTargets() {
    const { versions } = await get(`/rollouts/${this.props.id}/rollbacks`);
    this.setState({ earlier: versions });
  }

  show({ change, cause, rollout }) {
    if (rollout.id.split('/')[0] === this.props.id.split('/')[0] && change !== 'progress') {
      this.loadTargets().catch(problemOf);
    }
    if (rollout.id !== this.props.id) {
      return;
    }
    this.seen++;
    const what = change.replaceAll('-', ' ');
    const noted = { at: new Date().toISOString(), text: cause ? `${what}: ${cause}` : what };
    this.setState(({ changes }) => ({ rollout, ordered: '', changes: [noted, ...changes].slice(0, MOST_CHANGES) }));
  }

  render({ session, id }, { rollout, earlier, changes, ordered, asked, isLive, problem }) {
    const name = rollout ? rollout.release.replace('/', ' ') : id;
    return html`
      <p class="path"><a href="#/rollouts">Rollouts</a></p>
      <${Title} name=${name}>${name} <${LiveSign} isLive=${isLive} /><//>
      <${Problem} problem=${problem} />
      ${rollout ? this.shown(rollout, session, earlier, changes, ordered) : !problem && html`<${Loading} />`}
      ${asked && html`
        <${Confirm} title=${`${asked.label}: ${name}`} text=${asked.text} label=${asked.label}
          isDangerous=${asked.isDangerous} choices=${asked.choices} option=${asked.option} run=${asked.run}
          onDone=${() => this.setState({ ordered: asked.name })} onCancel=${() => this.setState({ asked: null })} />`}`;
  }

  shown(rollout, session, earlier, changes, ordered) {
    const possible = actions(rollout, session, earlier);
    return html`
      <div class="summary card">
        <p class="now"><${State} name=${rollout.state} /> <span>${hasEnded(rollout) ? '' : 'for '}<${Since} at=${rollout.at} />${hasEnded(rollout) ? ' ago' : ''}, release ${rollout.counter}</span></p>
        <p class="reason">${localTimes(rollout.reason) || 'Nothing to wait for.'}</p>
        ${possible.length > 0 && html`
          <div class="buttons">
            ${possible.map(action => html`
              <button key=${action.name} type="button" class=${action.isDangerous ? 'danger' : ''}
                onClick=${() => this.setState({ asked: action })}>${action.label}…</button>`)}
          </div>
          <p class="ordered" role="status">${ordered && `Ordered: ${ordered}. Its effect shows here in a moment.`}</p>`}
      </div>
      <h2>Rings</h2>
      ${rollout.rings.length === 0
        ? html`<p class="quiet">No ring is planned yet.</p>`
        : html`<ol class="ladder">${rollout.rings.map(ring => html`<${Step} key=${ring.name} ring=${ring} />`)}</ol>`}
      <${Causes} rings=${rollout.rings} />
      <${Flags} session=${session} product=${rollout.id.split('/')[0]} />
      <${Holds} session=${session} product=${rollout.id.split('/')[0]} />
      <p><a href=${auditAddress({ rollout: rollout.id })}>Audit log of this rollout</a></p>
      <h2>Since you opened this page</h2>
      ${changes.length === 0
        ? html`<p class="quiet">Nothing has changed yet.</p>`
        : html`<ul class="changes">${changes.map(({ at, text }) => html`<li><time dateTime=${at} title=${moment(at)}>${timeOfDay(at)}</time> ${text}</li>`)}</ul>`}`;
  }
}
