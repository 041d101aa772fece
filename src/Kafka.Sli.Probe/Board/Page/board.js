// The board: follows the probe's status, and says plainly when there is none.
import { Cell, badge } from './cell.js';
import { keep, put, say } from './changes.js';
import { Cluster } from './cluster.js';
import { follow } from './follow.js';
import { clock, count, duration } from './format.js';

const staleAfter = 3_000;
const openByDefault = 4;
const notableStall = 0.1;

const cells = new Map();
const clusters = new Map();
const states = new Map();
let status = null;
let seen = performance.now();

const byId = id => document.getElementById(id);

// For whoever does not see the colours: only what has changed.
function announce() {
  const changes = [];
  for (const cell of status.cells) {
    for (const objective of cell.objectives) {
      const key = `${cell.name} ${objective.name}`;
      if (states.has(key) && states.get(key) !== objective.state) changes.push(`${objective.text} in ${cell.name} is ${objective.state}`);
      states.set(key, objective.state);
    }
  }

  if (changes.length) byId('announcements').textContent = `${changes.join('. ')}.`;
}

function showTotals() {
  const objectives = status.cells.flatMap(c => c.not_at_work ? [{ state: 'unknown' }] : c.objectives);
  put(byId('totals'), ['exhausted', 'burning', 'unknown', 'met'].flatMap(state => {
    const number = objectives.filter(o => o.state === state).length;
    return number ? [badge(document.createElement('li'), state, `${count(number)} ${state}`)] : [];
  }));
}

function notices() {
  const silence = performance.now() - seen;
  const list = [];
  if (silence > staleAfter) {
    list.push(['grave', `No news from the probe for ${duration(Math.round(silence / 1000))}: it is busy, has ended, or cannot be reached. ${status ? `What is below was so at ${clock(status.at)}.` : ''}`]);
  } else if (status) {
    const { state, is_alive: isAlive, stalled_last_minute_seconds: stalled } = status.probe;
    if (!isAlive) list.push(['grave', 'The probe itself has made no step for 30 s: nothing is measured.']);
    if (state !== 'ready') list.push(['', state === 'starting' ? 'The probe is starting: not every cell is at work yet.' : 'The probe ends: what is in flight is waited for.']);
    if (stalled > notableStall) list.push(['', `The probe itself stood still for ${duration(stalled)} of the last minute. What is late by that alone is excluded.`]);
  }

  return list;
}

// Only when they change, so that they are read out once.
function showNotices() {
  const list = notices();
  const told = JSON.stringify(list.map(([kind, text]) => [kind, text.replace(/[\d.]+ \S+/g, '')]));
  document.body.classList.toggle('is-stale', list.some(([kind, text]) => kind === 'grave' && text.startsWith('No news')));
  const box = byId('notices');
  if (box.dataset.told !== told) {
    box.dataset.told = told;
    box.replaceChildren(...list.map(([kind, text]) => Object.assign(document.createElement('p'), { className: `notice ${kind}`, textContent: text })));
  } else {
    list.forEach(([, text], i) => { if (box.children[i].textContent !== text) box.children[i].textContent = text; });
  }
}

function show(next) {
  status = next;
  seen = performance.now();
  say(byId('instance'), `Instance ${status.instance}, since ${clock(status.started_at)}.`);
  say(byId('freshness'), `As of ${clock(status.at)}.`);
  showTotals();
  const embedded = status.clusters.filter(c => c.embedded);
  keep(clusters, embedded, byId('clusters'), Cluster.key, c => new Cluster(c));
  embedded.forEach(c => clusters.get(Cluster.key(c)).show(c));
  keep(cells, status.cells, byId('cells'), c => c.name, c => new Cell(c, status.cells.length <= openByDefault || location.hash === `#cell-${c.name}`));
  status.cells.forEach(c => cells.get(c.name).show(c, Date.parse(status.started_at), Date.parse(status.at)));
  announce();
  showNotices();
}

follow('api/v1/status/stream', show, () => cells.forEach(c => c.root.open && c.open()));
setInterval(showNotices, 500);
