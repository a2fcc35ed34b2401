// What every page is made of: preact, its markup in template literals, and a few small parts.
import { h, render, Component } from '../webjars/preact/dist/preact.module.js';
import htm from '../webjars/htm/dist/htm.module.js';
import { age, moment } from './format.js';

export const html = htm.bind(h);
export { render, Component };

// A page's heading takes the focus, so that a reader hears where a link led.
export class Title extends Component {
  componentDidMount() {
    document.title = this.props.name + ' – Sluice';
    this.heading.focus({ preventScroll: true });
  }

  componentDidUpdate() {
    document.title = this.props.name + ' – Sluice';
  }

  render({ children }) {
    return html`<h1 tabindex="-1" ref=${element => { this.heading = element; }}>${children}</h1>`;
  }
}

// Since when, and exactly when in its tool tip.
export function Since({ at }) {
  return at ? html`<time dateTime=${at} title=${moment(at)}>${age(at)}</time>` : '–';
}

export function State({ name }) {
  return html`<span class="state state-${name}">${name.replaceAll('-', ' ')}</span>`;
}

// A heading of a column that narrow screens leave out; its cells have the class too.
export function wide(name) {
  return { name, isWide: true };
}

// Rows under headings: names, or what wide() makes of one.
export function Table({ headings, children, ...properties }) {
  return html`
    <table ...${properties}>
      <thead><tr>${headings.map(heading => html`
        <th key=${heading.name ?? heading} scope="col" class=${heading.isWide ? 'wide' : undefined}>${heading.name ?? heading}</th>`)}</tr></thead>
      <tbody>${children}</tbody>
    </table>`;
}

// Such a table with many columns, which scrolls by itself where they have no room. name: the id of its heading.
export function BroadTable({ name, ...table }) {
  return html`<div class="scroll" tabindex="0" role="region" aria-labelledby=${name}><${Table} ...${table} /></div>`;
}

// What an empty list says: that it is one, and the command that fills it.
export function Empty({ children, command }) {
  return html`<div class="empty"><p>${children}</p>${command && html`<pre><code>${command}</code></pre>`}</div>`;
}

// A refusal as the API words it.
export function Problem({ problem }) {
  if (!problem) {
    return null;
  }
  const facts = [
    problem.expected && 'Expected: ' + problem.expected,
    problem.received && 'Received: ' + problem.received,
    problem.advice,
  ].filter(fact => fact);
  return html`
    <div class="problem" role="alert">
      <p><strong>${problem.detail || problem.title}</strong></p>
      ${facts.map(fact => html`<p>${fact}</p>`)}
      ${(problem.mistakes || []).length > 0 && html`<ul>${problem.mistakes.map(mistake => html`<li>${mistake}</li>`)}</ul>`}
    </div>`;
}

// Keeps the place of what is being fetched.
export function Loading() {
  return html`<div class="loading" aria-busy="true"><p>Loading…</p></div>`;
}
