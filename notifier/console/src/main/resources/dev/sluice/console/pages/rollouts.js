// Every rollout, what is under way first.
import { get, problemOf } from './api.js';
import { hasEnded } from './actions.js';
import { count, failureShare, localTimes } from './format.js';
import { followRollouts } from './live.js';
import { Bar } from './ring.js';
import { Component, Empty, html, Loading, Problem, Since, State, Title } from './ui.js';

function sum(rollout, member) {
  return rollout.rings.reduce((total, ring) => total + ring[member], 0);
}

function Row({ rollout }) {
  const totals = { confirmed: sum(rollout, 'confirmed'), failed: sum(rollout, 'failed') };
  return html`
    <li class="card rollout">
      <div class="head">
        <h3><a href="#/rollouts/${rollout.id}">${rollout.release.replace('/', ' ')}</a></h3>
        <${State} name=${rollout.state} />
        <span class="facts">
          <span>${count(totals.confirmed)} of ${count(sum(rollout, 'devices'))} confirmed</span>
          <span class=${totals.failed > 0 ? 'some' : ''}>failures ${failureShare(totals)}</span>
          <span>${hasEnded(rollout) ? '' : 'for '}<${Since} at=${rollout.at} />${hasEnded(rollout) ? ' ago' : ''}</span>
        </span>
      </div>
      ${rollout.reason && html`<p class="reason">${localTimes(rollout.reason)}</p>`}
      <div class="rings">
        ${rollout.rings.map(ring => html`
          <div key=${ring.name} class="ring">
            <span class="name">${ring.name}</span><${Bar} ring=${ring} />
            <span class="number">${count(ring.confirmed)}/${count(ring.devices)}</span>
          </div>`)}
      </div>
    </li>`;
}

export class Rollouts extends Component {
  constructor(props) {
    super(props);
    this.state = { rollouts: null, next: undefined, isLive: true, problem: null };
    this.fresh = {};
  }

  componentDidMount() {
    this.stop = followRollouts({
      onChange: ({ rollout }) => this.show(rollout),
      onLook: () => this.load(),
      onLive: isLive => this.setState({ isLive }),
    });
  }

  componentWillUnmount() {
    this.stop();
  }

  // What changes while an answer is on its way is newer than the answer.
  async load(cursor) {
    const fresh = this.fresh = {};
    try {
      const page = await get('/rollouts', { cursor, limit: 100 });
      const known = cursor ? this.state.rollouts : [];
      const rollouts = [...known, ...page.items].map(rollout => fresh[rollout.id] || rollout);
      const unseen = Object.values(fresh).filter(rollout => !rollouts.some(({ id }) => id === rollout.id));
      this.setState({ rollouts: [...unseen, ...rollouts], next: page.next, problem: null });
    } catch (error) {
      this.setState({ problem: problemOf(error) });
    }
  }

  show(changed) {
    this.fresh[changed.id] = changed;
    this.setState(({ rollouts }) => {
      if (!rollouts) {
        return null;
      }
      const isKnown = rollouts.some(rollout => rollout.id === changed.id);
      return { rollouts: isKnown ? rollouts.map(r => r.id === changed.id ? changed : r) : [changed, ...rollouts] };
    });
  }

  render(_, { rollouts, next, isLive, problem }) {
    return html`
      <div class="top">
        <${Title} name="Rollouts">Rollouts <${LiveSign} isLive=${isLive} /><//>
        <a class="button" href="#/plan">Plan a rollout</a>
      </div>
      <${Problem} problem=${problem} />
      ${rollouts ? this.lists(rollouts) : !problem && html`<${Loading} />`}
      ${next && html`<button type="button" onClick=${() => this.load(next)}>Show more</button>`}`;
  }

  lists(rollouts) {
    if (rollouts.length === 0) {
      return html`<${Empty} command="sluice publish FILE --product NAME --version V">
        No release was published yet. A rollout begins with one:<//>`;
    }
    const underWay = rollouts.filter(rollout => !hasEnded(rollout));
    const ended = rollouts.filter(hasEnded);
    return html`
      <section aria-labelledby="under-way">
        <h2 id="under-way">Under way</h2>
        ${underWay.length === 0
          ? html`<${Empty} command="sluice publish FILE --product NAME --version V">Nothing is under way. The next release begins a rollout:<//>`
          : html`<ul class="plain">${underWay.map(rollout => html`<${Row} key=${rollout.id} rollout=${rollout} />`)}</ul>`}
      </section>
      ${ended.length > 0 && html`
        <section aria-labelledby="ended">
          <h2 id="ended">Ended</h2>
          <ul class="plain">${ended.map(rollout => html`<${Row} key=${rollout.id} rollout=${rollout} />`)}</ul>
        </section>`}`;
  }
}

export function LiveSign({ isLive }) {
  return html`<span class="live ${isLive ? '' : 'away'}" role="status">${isLive ? 'live' : 'reconnecting'}</span>`;
}
