// One cell of the board.
import { keep, put, say } from './changes.js';
import { LatencyChart, OutageChart } from './charts.js';
import { clock, count, duration, plural, rate, share } from './format.js';

const marks = { met: '✓', unknown: '?', burning: '▲', exhausted: '✕' };
const grave = new Set(['lost', 'phantom', 'duplicate', 'reordered']);
const rows = 50;

export function badge(element, state, text = state) {
  element.className = `badge ${state}`;
  element.textContent = `${marks[state]} ${text}`;
  return element;
}

const clone = id => document.getElementById(id).content.firstElementChild.cloneNode(true);

const element = (name, text = '', classes = '') => Object.assign(document.createElement(name), { textContent: text, className: classes });

function facts(list, entries) {
  put(list, entries.map(([term, value, isAlarming]) => {
    const fact = element('div', '', isAlarming ? 'alarming' : '');
    fact.append(element('dt', term), element('dd', value));
    return fact;
  }));
}

class Objective {
  constructor(objective) {
    this.root = clone('objective');
    this.root.querySelector('h3').textContent = objective.text;
    this.root.querySelector('.budget').setAttribute('aria-label', `Error budget of ${objective.text}`);
    this.root.querySelector('.scroll').setAttribute('aria-label', `Windows of ${objective.text}`);
    const head = this.root.querySelector('thead tr');
    for (const { window } of objective.windows) {
      head.append(Object.assign(element('th', window), { scope: 'col', abbr: window }));
      for (const row of this.root.querySelectorAll('tbody tr')) row.append(element('td'));
    }
  }

  show(objective) {
    put(this.root.querySelector('.badges'), [badge(element('span'), objective.state), ...objective.firing.map(alert => element('span', alert, 'badge burning'))]);
    this.showBudget(objective);
    const known = objective.known_for_seconds;
    const cells = row => this.root.querySelectorAll(`.${row} td`);
    const [sli, burn, bad] = [cells('sli'), cells('burn'), cells('bad')];
    objective.windows.forEach((window, i) => {
      say(sli[i], share(window.sli, objective.target));
      sli[i].classList.toggle('over', window.sli != null && window.sli < objective.target);
      say(burn[i], rate(window.burn_rate));
      burn[i].classList.toggle('over', window.burn_rate > 1);
      say(bad[i], count(window.bad));
      for (const cell of [sli[i], burn[i], bad[i]]) cell.classList.toggle('beyond', window.seconds > known && i > 0 && objective.windows[i - 1].seconds > known);
    });
  }

  showBudget(objective) {
    const [bar, left] = [this.root.querySelector('.budget'), objective.error_budget_remaining];
    const percent = Math.max(0, Math.min(100, Math.round((left ?? 0) * 1000) / 10));
    bar.className = `budget ${objective.state}`;
    bar.firstElementChild.style.width = `${percent}%`;
    bar.setAttribute('aria-valuenow', percent);
    const told = left == null ? 'Nothing was judged yet: the error budget is not known'
      : left > 0 ? `${percent}% of the error budget is left`
      : `The error budget is spent ${left > -1 ? '' : `${rate(1 - left)} times over`}`.trim();
    const known = objective.known_for_seconds;
    const isWhole = known >= objective.windows.find(w => w.window === objective.window).seconds;
    const text = `${told}, over the ${isWhole ? `last ${objective.window}` : `${duration(known)} that are known of ${objective.window}`}.`;
    bar.setAttribute('aria-valuetext', text);
    say(this.root.querySelector('.left'), text);
  }

  remove() {
    this.root.remove();
  }
}

export class Cell {
  constructor(cell, isOpen) {
    this.root = clone('cell');
    this.root.id = `cell-${cell.name}`;
    this.root.querySelector('h2').textContent = cell.name;
    this.root.open = isOpen;
    this.name = cell.name;
    this.objectives = new Map();
    this.root.addEventListener('toggle', () => this.root.open ? this.open() : this.close());
  }

  show(cell, began, now) {
    [this.cell, this.began, this.now] = [cell, began, now];
    const badges = cell.objectives.map(o => badge(element('span'), o.state, `${o.sli} ${o.state}`));
    const warmUp = cell.warm_up_left_seconds > 0 ? [badge(element('span'), 'unknown', `warming up, ${Math.ceil(cell.warm_up_left_seconds)} s left`)] : [];
    put(this.root.querySelector('.badges'), [...warmUp, ...(cell.not_at_work || !badges.length ? [badge(element('span'), 'unknown', cell.not_at_work ? 'not at work' : 'no objective')] : badges)]);
    if (this.root.open) this.showMore();
  }

  showMore() {
    const { cell } = this;
    say(this.root.querySelector('.about'), `${cell.rate_per_second} messages/s of ${count(cell.message_bytes)} bytes to topic ${cell.topic}${cell.not_at_work ? '' : ` (${plural(cell.partitions, 'partition')})`}, read by group ${cell.consumer_group}.`);
    const trouble = this.root.querySelector('.trouble');
    say(trouble, cell.not_at_work ? `Not at work: ${cell.not_at_work}` : cell.last_error ? `Its client last said: ${cell.last_error}` : '');
    trouble.hidden = !trouble.textContent;
    trouble.className = cell.not_at_work || cell.outages.some(o => !o.is_over) ? 'trouble' : 'trouble past';
    facts(this.root.querySelector('.facts'), cell.not_at_work ? [] : [
      ['Oldest in flight', duration(cell.oldest_in_flight_seconds), cell.objectives.some(o => o.sli === 'produce' && cell.oldest_in_flight_seconds > o.threshold_seconds)],
      ['Delivery overdue', duration(cell.overdue_seconds), cell.objectives.some(o => o.sli === 'delivery' && cell.overdue_seconds > o.threshold_seconds)],
      ['Outages now', count(cell.outages.filter(o => !o.is_over).length), cell.outages.some(o => !o.is_over)],
    ]);
    this.showObjectives();
    this.showOutages();
    facts(this.root.querySelector('.ledger .facts'), Object.entries(cell.messages).map(([verdict, number]) => [verdict, count(number), grave.has(verdict) && number > 0]));
    if (cell.latest) this.charts?.forEach(c => c.add(cell.latest, this.thresholdsOf(c.sli)));
  }

  showObjectives() {
    const { objectives } = this.cell;
    keep(this.objectives, objectives, this.root.querySelector('.objectives'), o => o.text, o => new Objective(o));
    objectives.forEach(o => this.objectives.get(o.text).show(o));
  }

  thresholdsOf(sli) {
    return [...new Set(this.cell.objectives.filter(o => o.sli === sli).map(o => o.threshold_seconds))];
  }

  showOutages() {
    const { outages } = this.cell;
    const [none, lanes, more] = ['.none', '.lanes', '.more'].map(s => this.root.querySelector(`.outages ${s}`));
    none.hidden = outages.length > 0;
    lanes.hidden = more.hidden = outages.length === 0;
    if (outages.length) {
      this.lanes ??= new OutageChart(lanes);
      this.lanes.show(outages, this.began, this.now);
      put(more.querySelector('tbody'), outages.slice(-rows).reverse().map(o => {
        const row = element('tr');
        row.append(element('td', clock(o.from)), element('td', `${duration(o.seconds)}${o.is_over ? '' : ' so far'}`, 'number'), element('td', o.broker ?? 'none'), element('td', o.partition));
        return row;
      }));
    }
  }

  // What happened before the page was open, or while it was cut off.
  async open() {
    if (this.cell) this.showMore();
    const samples = await fetch(`api/v1/samples?cell=${encodeURIComponent(this.name)}`).then(answer => answer.ok ? answer.json() : null).catch(() => null);
    if (!samples || !this.root.open) return;
    this.charts ??= ['produce', 'delivery'].map(sli => new LatencyChart(this.root.querySelector(`.chart.${sli}`), sli));
    this.charts.forEach(c => c.begin(samples, this.thresholdsOf(c.sli)));
  }

  close() {
    [...this.charts ?? [], ...this.lanes ? [this.lanes] : []].forEach(c => c.dispose());
    this.charts = this.lanes = null;
  }

  remove() {
    this.close();
    this.root.remove();
  }
}
