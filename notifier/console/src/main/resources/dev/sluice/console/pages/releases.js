// Releases: what each consists of, who vouches for it, and what its patches save.
import { get, post, problemOf } from './api.js';
import { mayPublish } from './actions.js';
import { Confirm } from './confirm.js';
import { bytes, moment, saving } from './format.js';
import { Looking } from './live.js';
import { following } from './paging.js';
import { Component, Empty, html, Loading, Problem, Since, State, Table, Title, wide } from './ui.js';

const LOOK_MILLIS = 1000;

export class Releases extends Component {
  constructor(props) {
    super(props);
    this.state = { releases: null, next: undefined, problem: null };
  }

  componentDidMount() {
    this.load();
  }

  async load(cursor) {
    try {
      const { items, next } = await following('/release-records', {}, cursor && this.state.releases, cursor);
      this.setState({ releases: items, next, problem: null });
    } catch (error) {
      this.setState({ problem: problemOf(error) });
    }
  }

  render(_, { releases, next, problem }) {
    return html`
      <${Title} name="Releases">Releases<//>
      <${Problem} problem=${problem} />
      ${releases ? this.table(releases) : !problem && html`<${Loading} />`}
      ${next && html`<button type="button" onClick=${() => this.load(next)}>Show more</button>`}`;
  }

  table(releases) {
    if (releases.length === 0) {
      return html`<${Empty} command="sluice publish FILE --product NAME --version V">No release was published yet. The first one:<//>`;
    }
    return html`
      <${Table} headings=${['Release', 'State', wide('Size'), wide('Smallest patch'), 'Published']}>
        ${releases.map(release => {
          const smallest = release.artifacts.map(artifact => artifact.patches[0]?.lengthBytes ?? artifact.lengthBytes).reduce((sum, one) => sum + one, 0);
          const whole = release.artifacts.reduce((sum, artifact) => sum + artifact.lengthBytes, 0);
          return html`
            <tr key=${release.product + release.version}>
              <th scope="row"><a href="#/releases/${release.product}/${release.version}">${release.product} ${release.version}</a></th>
              <td><${State} name=${release.state} /></td>
              <td class="wide">${bytes(whole)}</td>
              <td class="wide">${smallest < whole ? `${bytes(smallest)}, ${saving(smallest, whole)}` : release.patchesComplete ? 'none' : 'not built yet'}</td>
              <td>${release.publishedAt ? html`<${Since} at=${release.publishedAt} /> ago` : '–'}</td>
            </tr>`;
        })}
      <//>`;
  }
}

function Artifact({ artifact }) {
  return html`
    <section class="card" aria-label=${artifact.name}>
      <div class="head"><h3>${artifact.name}</h3><span class="facts"><span>${bytes(artifact.lengthBytes)}</span></span></div>
      <p class="quiet digest">SHA-256 ${artifact.sha256}</p>
      ${artifact.patches.length > 0 && html`
        <${Table} class="inner" headings=${['A device with', 'gets', 'saving']}>
          ${artifact.patches.map(patch => html`
            <tr key=${patch.base}>
              <td title=${patch.base}>${patch.base === 'none' ? 'nothing' : patch.baseVersion ? `version ${patch.baseVersion}` : html`<span class="digest">${patch.base.slice(0, 12)}…</span>`}</td>
              <td>${bytes(patch.lengthBytes)}</td>
              <td>${saving(patch.lengthBytes, artifact.lengthBytes)}</td>
            </tr>`)}
        <//>`}
    </section>`;
}

const kinds = {
  file: 'file: what runs it starts it again',
  config: 'configuration: devices reload it',
  flags: 'feature flags: devices reload them',
};

export class Release extends Looking {
  constructor(props) {
    super(props);
    this.state = { release: null, isAsked: false, isOrdered: false, problem: null };
  }

  // A withdrawal takes the signer a moment.
  async load() {
    try {
      const release = await get('/release-records/' + this.props.id);
      this.setState({ release, problem: null });
      if (release.state === 'withdrawing' || release.state === 'published' || this.state.isOrdered && release.state === 'signed') {
        this.later(LOOK_MILLIS);
      }
    } catch (error) {
      this.setState({ problem: problemOf(error) });
    }
  }

  render({ session, id }, { release, isAsked, problem }) {
    const name = id.replace('/', ' ');
    return html`
      <p class="path"><a href="#/releases">Releases</a></p>
      <${Title} name=${name}>${name}<//>
      <${Problem} problem=${problem} />
      ${release ? this.shown(release, session) : !problem && html`<${Loading} />`}
      ${isAsked && html`
        <${Confirm} title=${'Withdraw ' + name} label="Withdraw" isDangerous=${true}
          text="Nobody vouches for this release any longer: no further device installs it. Those that run it keep it until they are rolled back."
          run=${(reason, key) => post(`/release-records/${id}/withdrawal`, { reason }, key)}
          onDone=${() => { this.setState({ isOrdered: true }); this.load(); }} onCancel=${() => this.setState({ isAsked: false })} />`}`;
  }

  shown(release, session) {
    const isLive = release.state === 'signed' || release.state === 'published';
    return html`
      <div class="summary card">
        <p class="now"><${State} name=${release.state} /> <span>counter ${release.counter}, devices may go back to counter ${release.rollbackFloor} from it</span></p>
        ${release.withdrawal && html`<p class="reason">${release.withdrawal}${release.withdrawnBy ? ` (${release.withdrawnBy})` : ''}</p>`}
        <div class="buttons">
          <a class="button" href="#/rollouts/${release.product}/${release.counter}">Its rollout</a>
          ${isLive && mayPublish(session, release.product) && html`<button type="button" class="danger" onClick=${() => this.setState({ isAsked: true })}>Withdraw…</button>`}
        </div>
      </div>
      <dl class="card pairs below">
        <div><dt>Kind</dt><dd>${kinds[release.kind]}</dd></div>
        <div><dt>Published</dt><dd>${release.publishedAt ? moment(release.publishedAt) : '–'}</dd></div>
        <div><dt>Signed</dt><dd>${release.signedAt ? `${moment(release.signedAt)}, by role product.${release.product} (${release.signedBy})` : 'not yet: the product role has to sign it'}</dd></div>
        <div><dt>Manifest</dt><dd class="digest">${release.manifest ? 'SHA-256 ' + release.manifest : '–'}</dd></div>
        <div><dt>Patches</dt><dd>${release.patchesComplete ? 'complete' : 'more may follow'}</dd></div>
      </dl>
      <h2>Artifacts</h2>
      <div class="plain">${release.artifacts.map(artifact => html`<${Artifact} key=${artifact.name} artifact=${artifact} />`)}</div>`;
  }
}
