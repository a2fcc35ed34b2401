// Curves over time. The chart library is loaded by this module, so only by pages that draw.
import uPlot from '../webjars/uplot/dist/uPlot.esm.js';
import { Component, html } from './ui.js';

const COLOURS = ['--curve-1', '--curve-2', '--curve-3', '--curve-4', '--curve-5', '--curve-6'];
const HEIGHT = 240;
const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;

// How far apart marks of time may be, in seconds.
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 43200, 86400, 172800, 604800];

// How far apart marks of bytes may be: whole numbers of the units that they are shown in.
const POWERS = Array.from({ length: 50 }, (_, i) => 2 ** i);

function style(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// Seconds since the start, as an axis shows them.
function since(seconds) {
  if (seconds >= 2 * HOUR) {
    return (seconds / HOUR).toFixed(seconds % HOUR ? 1 : 0) + ' h';
  }
  return seconds >= 2 * MINUTE ? (seconds / MINUTE).toFixed(seconds % MINUTE ? 1 : 0) + ' min' : seconds + ' s';
}

// A moment as an axis shows it: marks that are a day or more apart have dates.
function clock(seconds, apart) {
  const at = new Date(seconds * 1000);
  return apart < DAY
    ? at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
    : at.toLocaleDateString([], { month: 'short', day: 'numeric' });
}

function short(number) {
  return new Intl.NumberFormat('en', { notation: 'compact' }).format(number);
}

// All curves over one axis of times; between its points a curve of devices stands still.
function confirmed(rings) {
  const times = [...new Set(rings.flatMap(ring => ring.confirmed.map(point => point.atMillis / 1000)))].sort((a, b) => a - b);
  return [times, ...rings.map(ring => {
    let next = 0;
    let devices = 0;
    return times.map(time => {
      while (next < ring.confirmed.length && ring.confirmed[next].atMillis / 1000 <= time) {
        devices = ring.confirmed[next++].devices;
      }
      return devices;
    });
  })];
}

function traffic(tier) {
  return [tier.bytesPerSecond.map((_, bin) => bin * tier.binMillis / 1000), tier.bytesPerSecond];
}

class Chart extends Component {
  componentDidMount() {
    this.scheme = matchMedia('(prefers-color-scheme: dark)');
    this.draw = this.draw.bind(this);
    this.scheme.addEventListener('change', this.draw);
    this.watcher = new ResizeObserver(() => this.plot?.setSize({ width: this.place.clientWidth, height: HEIGHT }));
    this.watcher.observe(this.place);
    this.draw();
  }

  componentDidUpdate() {
    this.draw();
  }

  componentWillUnmount() {
    this.scheme.removeEventListener('change', this.draw);
    this.watcher.disconnect();
    this.plot?.destroy();
  }

  draw() {
    const axis = { stroke: style('--quiet'), grid: { stroke: style('--line'), width: 1 }, ticks: { stroke: style('--line') } };
    const { isTime, axes: [across, up], series, data } = this.content();
    this.plot?.destroy();
    this.plot = new uPlot({
      width: this.place.clientWidth,
      height: HEIGHT,
      cursor: { show: false },
      legend: { show: false },
      scales: { x: { time: isTime }, y: { range: (_, low, high) => [0, high > 0 ? high * 1.05 : 1] } },
      axes: [{ ...axis, space: 70, ...across }, { ...axis, size: 72, values: (_, all) => all.map(this.props.value), ...up }],
      series: [{}, ...series.map(one => ({ points: { show: false }, ...one }))],
    }, data, this.place);
  }

  content() {
    const { names, data } = this.props;
    return {
      isTime: false,
      axes: [{ incrs: STEPS, values: (_, all) => all.map(since) }, {}],
      series: names.map((_, i) => ({ stroke: style(COLOURS[i % COLOURS.length]), width: 2 })),
      data,
    };
  }

  render({ title, names }) {
    return this.figure(title, names.map((name, i) => [name, `curve curve-${i % COLOURS.length + 1}`]), 'The figures stand in the tables below.');
  }

  figure(title, keys, where) {
    return html`
      <figure class="card chart">
        <figcaption>${title}
          <ul class="curves">${keys.map(([name, look]) => html`<li key=${name}><span class=${look}></span>${name}</li>`)}</ul>
        </figcaption>
        <div class="plot" role="img" aria-label=${`${title}: ${keys.map(([name]) => name).join(', ')}. ${where}`} ref=${element => { this.place = element; }}></div>
      </figure>`;
  }
}

// Amounts of each step of the time, one upon the other.
export class Areas extends Chart {
  content() {
    const { times, areas, stepSeconds } = this.props;
    const sums = [];
    for (const { values } of areas) {
      const below = sums[sums.length - 1];
      sums.push(values.map((value, i) => value + (below ? below[i] : 0)));
    }
    // A step is as wide as it lasts, the last one too; the whole is drawn first, and what is below it over it.
    const steps = uPlot.paths.stepped({ align: 1 });
    return {
      isTime: true,
      axes: [{ values: (_, all, __, ___, apart) => all.map(at => clock(at, apart)) }, { incrs: POWERS }],
      series: areas.map(({ colour }) => ({ fill: style('--curve-' + colour), width: 0, paths: steps })).reverse(),
      data: [[...times, times[times.length - 1] + stepSeconds], ...sums.map(sum => [...sum, sum[sum.length - 1]]).reverse()],
    };
  }

  render({ title, areas }) {
    return this.figure(title, areas.map(({ name, colour }) => [name, 'swatch curve-' + colour]), 'The sums stand above.');
  }
}

export function Charts({ plan }) {
  const rings = plan.rings.filter(ring => ring.confirmed.length > 0);
  const origin = plan.tiers[0];
  return html`
    ${rings.length > 0 && html`<${Chart} title="Confirmed devices over time" names=${rings.map(ring => ring.name)} data=${confirmed(rings)} value=${short} />`}
    ${origin && html`<${Chart} title="Bytes per second at the origin" names=${[origin.name]} data=${traffic(origin)} value=${short} />`}`;
}
