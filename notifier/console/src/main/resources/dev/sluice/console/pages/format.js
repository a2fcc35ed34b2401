// Numbers and times as people read them.
const UNITS = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']];
const numbers = new Intl.NumberFormat('en');

export function count(number) {
  return numbers.format(number);
}

// How long ago, in the largest unit that fits; a clock that is ahead of ours shows as no time at all.
export function age(instant) {
  const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(instant)) / 1000));
  const [length, unit] = UNITS.find(([length]) => seconds >= length) || [1, 's'];
  return Math.floor(seconds / length) + ' ' + unit;
}

export function moment(instant) {
  return new Date(instant).toLocaleString();
}

export function timeOfDay(instant) {
  return new Date(instant).toLocaleTimeString();
}

// Moments in a sentence of the server, by this browser's clock and customs.
export function localTimes(sentence) {
  return sentence.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, moment);
}

// How much less one is than the other.
export function saving(part, whole) {
  return whole > 0 ? (100 - 100 * part / whole).toFixed(part > whole * .9 ? 1 : 0) + ' % less' : '–';
}

export function devices(number) {
  return count(number) + (number === 1 ? ' device' : ' devices');
}

// The share of failures among the devices that decided; a dash before the first.
export function failureShare({ confirmed, failed }) {
  const decided = confirmed + failed;
  if (decided === 0) {
    return '–';
  }
  const percent = 100 * failed / decided;
  return (percent === 0 || percent >= 10 ? percent.toFixed(0) : percent.toFixed(1)) + ' %';
}

const BYTE_UNITS = [[1 << 30, 'GiB'], [1 << 20, 'MiB'], [1 << 10, 'KiB']];

export function bytes(length) {
  const [size, unit] = BYTE_UNITS.find(([size]) => length >= size) || [1, 'B'];
  const amount = length / size;
  return (size === 1 || amount >= 100 ? amount.toFixed(0) : amount.toFixed(1)) + ' ' + unit;
}

// How long after one moment another came, by one clock; a clock that was set back says so.
export function lasted(from, to) {
  const millis = Date.parse(to) - Date.parse(from);
  if (millis < 0) {
    return 'its clock was set back';
  }
  if (millis < 10000) {
    return (millis / 1000).toFixed(1) + ' s later';
  }
  const seconds = Math.round(millis / 1000);
  const [length, unit] = UNITS.find(([length]) => seconds >= length);
  return Math.floor(seconds / length) + ' ' + unit + ' later';
}
