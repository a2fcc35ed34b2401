// Starts the console: who is logged in, and which page the address names.
import { login, logout, onSession, problemOf, session } from './api.js';
import { Audit } from './audit.js';
import { Device, Devices } from './devices.js';
import { Distribution } from './distribution.js';
import { Letter, Letters } from './letters.js';
import { Login } from './login.js';
import { Plan } from './plan.js';
import { Policies, Policy } from './policies.js';
import { Release, Releases } from './releases.js';
import { Rollout } from './rollout.js';
import { Rollouts } from './rollouts.js';
import { signIn, takeAnswer } from './sign-in.js';
import { Component, Empty, html, render, Title } from './ui.js';
import { Versions } from './versions.js';

const HOME = '#/rollouts';
const LOGIN = /^#\/login\/([\w-]+)$/;
const TICK_MILLIS = 5000;

// What an address shows; each page gets who is logged in.
const PAGES = [
  [/^#\/rollouts$/, () => [Rollouts, {}]],
  [/^#\/rollouts\/([a-z0-9._-]+\/\d+(?:\.\d+)?)$/, id => [Rollout, { id }]],
  [/^#\/plan$/, () => [Plan, {}]],
  [/^#\/plan\/([a-z0-9._-]+)\/([A-Za-z0-9._+~:-]+)$/, (product, version) => [Plan, { product, version }]],
  [/^#\/releases$/, () => [Releases, {}]],
  [/^#\/releases\/([a-z0-9._-]+\/[A-Za-z0-9._+~:-]+)$/, id => [Release, { id }]],
  [/^#\/versions$/, () => [Versions, {}]],
  [/^#\/distribution(?:\?hours=(\d{1,3}))?$/, hours => [Distribution, { hours }]],
  [/^#\/devices(?:\?(.*))?$/, query => [Devices, { filter: Object.fromEntries(new URLSearchParams(query)) }]],
  [/^#\/devices\/([A-Za-z0-9._-]+)$/, id => [Device, { id }]],
  [/^#\/policies$/, () => [Policies, {}]],
  [/^#\/policies\/([a-z0-9._-]+)$/, product => [Policy, { product }]],
  [/^#\/policies\?new$/, () => [Policy, {}]],
  [/^#\/dead-letters(?:\?(.*))?$/, search => [Letters, { search }]],
  [/^#\/dead-letters\/([\w.-]+)$/, id => [Letter, { id }]],
  [/^#\/audit(?:\?(.*))?$/, search => [Audit, { search }]],
];

const SECTIONS = [
  ['#/rollouts', 'Rollouts'], ['#/releases', 'Releases'], ['#/versions', 'Versions'], ['#/distribution', 'Distribution'],
  ['#/devices', 'Devices'], ['#/policies', 'Policies'], ['#/dead-letters', 'Dead letters'], ['#/audit', 'Audit'],
];

function page(address, session) {
  for (const [pattern, shown] of PAGES) {
    const found = pattern.exec(address);
    if (found) {
      const [Shown, props] = shown(...found.slice(1));
      return html`<${Shown} key=${address} session=${session} ...${props} />`;
    }
  }
  return html`<${Title} name="Nothing here">Nothing here<//><${Empty}>There is no page of this address. <a href=${HOME}>Rollouts</a><//>`;
}

function Header({ address, session, onLogout }) {
  return html`
    <header>
      <a class="brand" href=${HOME}><img src="icon.svg" alt="" width="26" height="26" />Sluice</a>
      <nav aria-label="Sections">
        ${SECTIONS.map(([to, name]) => html`<a key=${to} href=${to} aria-current=${address.startsWith(to) ? 'page' : undefined}>${name}</a>`)}
      </nav>
      <span class="who" title=${session.roles.join(', ')}>${session.name}</span>
      <button type="button" class="quiet" onClick=${onLogout}>Log out</button>
    </header>`;
}

class Console extends Component {
  constructor() {
    super();
    this.state = { isReady: false, session: null, address: location.hash || HOME, problem: null };
    this.logout = this.logout.bind(this);
  }

  async componentDidMount() {
    addEventListener('hashchange', () => this.arrive());
    onSession(session => this.setState({ session }));
    setInterval(() => this.forceUpdate(), TICK_MILLIS);
    await this.arrive();
  }

  // A login code, or what a provider sent, is used once and leaves the address, and with it the history.
  async arrive() {
    const code = LOGIN.exec(location.hash);
    if (code) {
      history.replaceState(null, '', HOME);
    }
    const answer = takeAnswer();
    this.setState({ address: location.hash || HOME });
    try {
      // Once only: a later answer could be older than the login that is under way.
      if (!this.state.isReady) {
        this.setState({ session: await session() });
      }
      if (code) {
        this.setState({ session: await login({ code: code[1] }), problem: null });
      } else if (answer) {
        this.setState({ session: await signIn(answer), problem: null });
      }
    } catch (error) {
      this.setState({ session: code || answer ? null : this.state.session, problem: problemOf(error) });
    }
    this.setState({ isReady: true });
  }

  async logout() {
    // Whatever the server says, nobody is shown as logged in.
    await logout().catch(problemOf);
    this.setState({ session: null, problem: null });
  }

  render(_, { isReady, session, address, problem }) {
    if (!isReady) {
      return null;
    }
    if (!session) {
      return html`<${Login} problem=${problem} onLogin=${session => this.setState({ session, problem: null })} />`;
    }
    return html`
      <${Header} address=${address} session=${session} onLogout=${this.logout} />
      <main>${page(address, session)}</main>`;
  }
}

render(html`<${Console} />`, document.getElementById('app'));
