// The brokers of an embedded cluster, and what can be done to them.
import { put, say } from './changes.js';

export class Cluster {
  // Begun anew, it has other brokers at another address.
  static key = ({ name, bootstrap_servers: servers, embedded }) => JSON.stringify([name, servers, embedded.map(b => b.id)]);

  constructor(cluster) {
    this.path = `api/v1/clusters/${encodeURIComponent(cluster.name)}`;
    this.root = document.getElementById('cluster').content.firstElementChild.cloneNode(true);
    this.root.querySelector('h2').textContent = `Embedded cluster ${cluster.name} at ${cluster.bootstrap_servers}`;
    this.root.querySelector('.scroll').setAttribute('aria-label', `Brokers of cluster ${cluster.name}`);
    this.root.querySelector('.heal').addEventListener('click', () => this.do('DELETE', 'faults'));
    this.rows = new Map();
    for (const { id } of cluster.embedded) this.add(id);
  }

  add(id) {
    const row = document.createElement('tr');
    const name = Object.assign(document.createElement('th'), { scope: 'row', textContent: id });
    const state = document.createElement('td');
    const leads = Object.assign(document.createElement('td'), { className: 'number' });
    const buttons = Object.assign(document.createElement('div'), { className: 'buttons' });
    const faults = document.createElement('td');
    const down = this.button('Take down', id, () => this.toggle(id, 'down', down));
    const slow = this.button('Make slow', id, () => this.toggle(id, 'slow', slow));
    down.setAttribute('aria-pressed', false);
    slow.setAttribute('aria-pressed', false);
    const move = this.button('Move its leaders', id, () => this.do('POST', `brokers/${id}/move-leaders`));
    buttons.append(down, slow, move);
    faults.append(buttons);
    row.append(name, state, leads, faults);
    this.root.querySelector('tbody').append(row);
    this.rows.set(id, { state, leads, down, slow, move });
  }

  button(text, id, act) {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: text });
    button.setAttribute('aria-label', `${text}: broker ${id}`);
    button.addEventListener('click', act);
    return button;
  }

  toggle(id, fault, button) {
    return this.do(button.getAttribute('aria-pressed') === 'true' ? 'DELETE' : 'PUT', `brokers/${id}/${fault}`);
  }

  show(cluster) {
    for (const broker of cluster.embedded) {
      const row = this.rows.get(broker.id);
      const [kind, mark] = broker.is_down ? ['down', '✕'] : broker.is_slow ? ['slow', '▲'] : ['up', '✓'];
      const badge = Object.assign(document.createElement('span'), { className: `badge ${kind}`, textContent: `${mark} ${kind}` });
      put(row.state, [badge]);
      say(row.leads, broker.leads);
      row.down.setAttribute('aria-pressed', broker.is_down);
      row.slow.setAttribute('aria-pressed', broker.is_slow);
      row.move.disabled = broker.leads === 0;
    }
  }

  remove() {
    this.root.remove();
  }

  async do(method, path) {
    const failure = this.root.querySelector('.failure');
    try {
      const answer = await fetch(`${this.path}/${path}`, { method });
      failure.textContent = answer.ok ? '' : (await answer.json()).detail ?? `The probe answered ${answer.status}.`;
    } catch {
      failure.textContent = 'The probe did not answer.';
    }
  }
}
