// Numbers as a reader wants them. What is not known is a dash.

const unknown = '–';

export function duration(seconds) {
  if (seconds == null) return unknown;
  if (seconds === 0) return '0';
  if (seconds < 0.001) return `${digits(seconds * 1e6)} µs`;
  if (seconds < 1) return `${digits(seconds * 1e3)} ms`;
  if (seconds < 60) return `${digits(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds / 60) % 60} min`;
  return `${Math.floor(seconds / 86400)} days`;
}

const digits = value => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0).replace(/\.0+$/, '');

// Cut off, never rounded up: 100% is said when nothing was bad. One digit more than the target has. What a binary fraction lacks is no digit less: 0.58 is 58.0%.
export function share(value, target) {
  if (value == null) return unknown;
  if (value === 1) return '100%';
  const nines = -Math.log10(1 - target);
  const places = Math.min(6, Math.max(1, Math.ceil(nines - 1e-6) - 1));
  return `${(Math.floor(value * 100 * 10 ** places + 1e-6) / 10 ** places).toFixed(places)}%`;
}

export const rate = value => value == null ? unknown : value === 0 ? '0' : value < 0.05 ? '<0.1' : value >= 100 ? value.toFixed(0) : value.toFixed(1);

export const count = value => value.toLocaleString('en');

// With its day when that is not today: a probe runs for weeks.
export function clock(at, today = new Date()) {
  const moment = new Date(at);
  const time = moment.toLocaleTimeString('en-GB');
  return moment.toDateString() === today.toDateString() ? time : `${moment.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })}, ${time}`;
}

export const plural = (number, one) => `${count(number)} ${one}${number === 1 ? '' : 's'}`;
