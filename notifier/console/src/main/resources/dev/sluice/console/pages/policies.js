// How the releases of each product travel: shown to all, checked and applied by operators.
import { get, problemOf, sendYaml } from './api.js';
import { mayChange, holds } from './actions.js';
import { Confirm } from './confirm.js';
import { following } from './paging.js';
import { Component, Empty, html, Loading, Problem, Since, Title } from './ui.js';

const NEW_POLICY = `start: automatic
on-failure: pause
rings:
  - name: canary
    selector: {tag: canary}
    waves: [100%]
    soak: 15m
    gate: {failed: 2%}
  - name: everyone
    selector: {everyone: true}
    waves: [10%, 100%]
    gate: {failed: 1%}
`;

export class Policies extends Component {
  constructor(props) {
    super(props);
    this.state = { policies: null, next: undefined, problem: null };
  }

  componentDidMount() {
    this.load();
  }

  async load(cursor) {
    try {
      const { items, next } = await following('/policies', {}, cursor && this.state.policies, cursor);
      this.setState({ policies: items, next, problem: null });
    } catch (error) {
      this.setState({ problem: problemOf(error) });
    }
  }

  render({ session }, { policies, next, problem }) {
    return html`
      <div class="top">
        <${Title} name="Policies">Policies<//>
        ${holds(session, 'operator') && html`<a class="button" href="#/policies?new">New policy</a>`}
      </div>
      <p class="quiet">A product without a policy follows that of product <code>default</code>, and without that the built-in one: canary, early, broad.</p>
      <${Problem} problem=${problem} />
      ${policies ? this.list(policies) : !problem && html`<${Loading} />`}
      ${next && html`<button type="button" onClick=${() => this.load(next)}>Show more</button>`}`;
  }

  list(policies) {
    if (policies.length === 0) {
      return html`<${Empty} command="sluice policy apply FILE --product NAME">No policy was applied yet. From a file:<//>`;
    }
    return html`
      <ul class="plain">
        ${policies.map(policy => html`
          <li key=${policy.product} class="card">
            <div class="head">
              <h2><a href="#/policies/${policy.product}">${policy.product}</a></h2>
              <span class="facts"><span>version ${policy.version}</span><span>by ${policy.by}</span><span><${Since} at=${policy.at} /> ago</span></span>
            </div>
            ${policy.reason && html`<p class="reason">${policy.reason}</p>`}
          </li>`)}
      </ul>`;
  }
}

// One product's policy, or a new one if no product is given.
export class Policy extends Component {
  constructor(props) {
    super(props);
    this.state = {
      product: props.product || '', policy: null, isReady: !props.product, document: NEW_POLICY,
      mistakes: null, isAsked: false, applied: 0, problem: null,
    };
    this.check = this.check.bind(this);
    this.ask = this.ask.bind(this);
  }

  async componentDidMount() {
    if (!this.props.product) {
      return;
    }
    try {
      const policy = await get('/policies/' + this.props.product);
      this.setState({ policy, isReady: true, document: policy.document });
    } catch (error) {
      const problem = problemOf(error);
      // That there is none is no mistake: one can be written.
      this.setState(problem.status === 404 ? { isReady: true } : { problem });
    }
  }

  // Whether it can be applied.
  async check() {
    this.setState({ mistakes: null, problem: null, applied: 0 });
    try {
      const { mistakes } = await sendYaml('POST', '/policies/lint', this.state.document);
      this.setState({ mistakes });
      return mistakes.length === 0;
    } catch (error) {
      this.setState({ problem: problemOf(error) });
      return false;
    }
  }

  async ask(event) {
    event.preventDefault();
    if (await this.check()) {
      this.setState({ isAsked: true });
    }
  }

  async apply(reason) {
    const { product, document } = this.state;
    const path = `/policies/${encodeURIComponent(product)}?` + new URLSearchParams({ reason });
    const policy = await sendYaml('PUT', path, document);
    this.setState({ policy, applied: policy.version, mistakes: null });
  }

  render({ session, product: given }, state) {
    const { product, policy, isReady, isAsked, problem } = state;
    const name = given || 'New policy';
    const isOpen = given ? mayChange(session, 'operator', given) : holds(session, 'operator');
    return html`
      <p class="path"><a href="#/policies">Policies</a></p>
      <${Title} name=${name}>${name}<//>
      ${policy && html`<p class="quiet">Version ${policy.version}, applied by ${policy.by}${policy.reason ? ': ' + policy.reason : ''}</p>`}
      ${!isReady ? !problem && html`<${Loading} />` : isOpen ? this.editor(given, state) : !policy ? html`<${Empty}>${given || 'It'} has no policy of its own.<//>` : html`<pre class="card document" tabindex="0" aria-label="Policy, in YAML"><code>${state.document}</code></pre>`}
      <${Problem} problem=${problem} />
      ${isAsked && html`
        <${Confirm} title=${'Apply: ' + product} label="Apply"
          text=${`Rollouts of ${product} that begin from now on follow this policy; those under way keep theirs.`}
          run=${reason => this.apply(reason)} onDone=${() => {}} onCancel=${() => this.setState({ isAsked: false })} />`}`;
  }

  editor(given, { product, document, mistakes, applied }) {
    return html`
      <form onSubmit=${this.ask}>
        ${!given && html`
          <label for="product">Product</label>
          <input id="product" required autocomplete="off" spellcheck=${false} pattern="[a-z0-9][a-z0-9._\\-]*" value=${product}
            onInput=${event => this.setState({ product: event.target.value.trim() })} />`}
        <label for="document">Policy, in YAML</label>
        <textarea id="document" class="document" rows="20" required spellcheck=${false} value=${document}
          onInput=${event => this.setState({ document: event.target.value, mistakes: null, applied: 0 })}></textarea>
        <div class="buttons">
          <button type="button" onClick=${this.check}>Check</button>
          <button type="submit" class="primary">Apply…</button>
        </div>
        <div role="status">
          ${applied > 0 && html`<p class="good">Version ${applied} is applied.</p>`}
          ${mistakes?.length === 0 && html`<p class="good">No mistake found.</p>`}
        </div>
        ${mistakes?.length > 0 && html`<${Problem} problem=${{ detail: 'The policy cannot be applied', mistakes }} />`}
      </form>`;
  }
}
