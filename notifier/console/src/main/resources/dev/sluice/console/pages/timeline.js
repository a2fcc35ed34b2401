// What a device did for its latest rollouts, step by step.
import { bytes, lasted, moment } from './format.js';
import { Empty, html } from './ui.js';

const STEPS = {
  told: 'Told that it is admitted',
  waiting: 'Waiting',
  started: 'Started',
  fetched: 'Fetched',
  applied: 'Applied what was fetched',
  switched: 'Switched to the new version',
  healthy: 'Found healthy',
  passed: 'Passed through',
  'rolled-back': 'The previous version is back',
};
const FORMS = { delta: 'as a delta', compressed: 'compressed', full: 'in full' };
const SOURCES = { edge: 'the edge node', peer: 'another device', origin: 'the origin' };

function title(step) {
  return step.step === 'confirmed' ? 'Confirmed: ' + step.outcome.replaceAll('-', ' ') : STEPS[step.step] || step.step;
}

function detail(step) {
  return step.step === 'fetched'
    ? `${bytes(step.lengthBytes)} from ${SOURCES[step.source]}, ${FORMS[step.form]}${step.wholeBytes && step.form !== 'full' ? ` of ${bytes(step.wholeBytes)}` : ''}`
    : step.text;
}

function look(step) {
  if (step.step === 'rolled-back' || (step.step === 'confirmed' && step.outcome !== 'installed')) {
    return 'step-halted';
  }
  return step.step === 'waiting' ? 'step-waiting' : 'step-done';
}

// Steps of one attempt at a rollout belong together; what a device did last comes first.
function attempts(steps) {
  const groups = [];
  for (const step of steps) {
    const last = groups[groups.length - 1];
    if (last && last.rollout === step.rollout && last.attempt === step.attempt) {
      last.steps.push(step);
    } else {
      groups.push({ rollout: step.rollout, attempt: step.attempt, steps: [step] });
    }
  }
  return groups.reverse();
}

export function Timeline({ steps }) {
  if (steps.length === 0) {
    return html`<${Empty}>It has told of no update yet.<//>`;
  }
  return attempts(steps).map(group => html`
    <section class="card attempt" key=${group.rollout + ' ' + group.steps[0].at}>
      <h3><a href="#/rollouts/${group.rollout}">${group.rollout}</a>${group.attempt > 1 && html` <span class="quiet">attempt ${group.attempt}</span>`}</h3>
      <ol class="ladder timeline">
        ${group.steps.map((step, i) => html`
          <li key=${i} class="step ${look(step)}">
            <strong>${title(step)}</strong>${detail(step) && html`<span class="reason"> ${detail(step)}</span>`}
            <p class="quiet"><time dateTime=${step.at}>${moment(step.at)}</time>${i > 0 && html`, ${lasted(group.steps[i - 1].at, step.at)}`}</p>
          </li>`)}
      </ol>
    </section>`);
}
