// Asks before something is ordered, and why it is: the reason goes to the audit log.
import { newKey, problemOf } from './api.js';
import { Component, html, Problem } from './ui.js';

const LONGEST_REASON = 1000;

// title, text: what will happen; label: of the button; isDangerous; onDone, onCancel.
// choices { label, values }: one of them has to be chosen; option: a box that may be ticked; texts, each { name, label,
// longest }: what has to be filled in; all may be missing.
// run(reason, key, choice, isTicked, texts by name): orders it.
export class Confirm extends Component {
  constructor(props) {
    super(props);
    this.key = newKey();
    this.texts = {};
    this.state = { isBusy: false, problem: null };
    this.submit = this.submit.bind(this);
  }

  componentDidMount() {
    this.dialog.showModal();
  }

  async submit(event) {
    event.preventDefault();
    this.setState({ isBusy: true, problem: null });
    try {
      await this.props.run(this.reason.value.trim(), this.key, this.choice?.value, this.option?.checked,
        Object.fromEntries(Object.entries(this.texts).map(([name, field]) => [name, field.value.trim()])));
      this.dialog.close();
      this.props.onDone();
    } catch (error) {
      // What was refused is not done: the next try is another order.
      if (error.problem?.status) {
        this.key = newKey();
      }
      this.setState({ isBusy: false, problem: problemOf(error) });
    }
  }

  render({ title, text, label, isDangerous, choices, option, texts, onCancel }, { isBusy, problem }) {
    return html`
      <dialog ref=${element => { this.dialog = element; }} onClose=${onCancel} onCancel=${event => isBusy && event.preventDefault()} aria-labelledby="confirm-title">
        <form onSubmit=${this.submit}>
          <h2 id="confirm-title">${title}</h2>
          <p>${text}</p>
          ${(texts || []).map(({ name, label: called, longest }) => html`
            <label for=${'text-' + name}>${called}</label>
            <input id=${'text-' + name} required maxlength=${longest} autocomplete="off" spellcheck=${false}
              ref=${element => { if (element) { this.texts[name] = element; } }} />`)}
          ${choices && html`
            <label for="choice">${choices.label}</label>
            <select id="choice" ref=${element => { this.choice = element; }}>
              ${choices.values.map(value => html`<option value=${value}>${value}</option>`)}
            </select>`}
          ${option && html`
            <label class="tick"><input type="checkbox" ref=${element => { this.option = element; }} /> ${option}</label>`}
          <label for="reason">Reason, for the audit log</label>
          <textarea id="reason" rows="3" required maxlength=${LONGEST_REASON} autofocus=${!texts}
            ref=${element => { this.reason = element; }}></textarea>
          <${Problem} problem=${problem} />
          <div class="buttons">
            <button type="button" disabled=${isBusy} onClick=${() => this.dialog.close()}>Cancel</button>
            <button type="submit" class=${isDangerous ? 'danger' : 'primary'} disabled=${isBusy}>${label}</button>
          </div>
        </form>
      </dialog>`;
  }
}
