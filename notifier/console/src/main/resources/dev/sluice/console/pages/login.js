// Where somebody who is not logged in arrives.
import { login, problemOf, providerName } from './api.js';
import { leaveToSignIn } from './sign-in.js';
import { Component, html, Problem, Title } from './ui.js';

export class Login extends Component {
  constructor(props) {
    super(props);
    this.state = { isBusy: false, problem: props.problem };
    this.submit = this.submit.bind(this);
    this.leave = this.leave.bind(this);
  }

  async submit(event) {
    event.preventDefault();
    this.setState({ isBusy: true, problem: null });
    try {
      this.props.onLogin(await login({ token: this.token.value.trim() }));
    } catch (error) {
      this.setState({ isBusy: false, problem: problemOf(error) });
    }
  }

  async leave() {
    this.setState({ isBusy: true, problem: null });
    try {
      await leaveToSignIn();
    } catch (error) {
      this.setState({ isBusy: false, problem: problemOf(error) });
    }
  }

  render(_, { isBusy, problem }) {
    return html`
      <main class="login">
        <${Title} name="Log in"><img src="icon.svg" alt="" width="36" height="36" /> Sluice<//>
        ${providerName() && html`
          <div class="buttons"><button type="button" class="primary" disabled=${isBusy} onClick=${this.leave}>Sign in with ${providerName()}</button></div>
          <p>or with a token:</p>`}
        <form onSubmit=${this.submit}>
          <label for="token">Token</label>
          <input id="token" type="password" required autocomplete="off" spellcheck=${false}
            ref=${element => { this.token = element; }} />
          <button type="submit" class=${providerName() ? '' : 'primary'} disabled=${isBusy}>Log in</button>
        </form>
        <${Problem} problem=${problem} />
        <p>This command prints a link that logs you in:</p>
        <pre><code>sluice console</code></pre>
        <p>An admin makes tokens with <code>sluice token create</code>. The first one lies in the file <code>admin-token</code> of the notifier's state directory.</p>
      </main>`;
  }
}
