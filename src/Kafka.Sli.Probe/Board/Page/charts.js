// The charts, by Apache ECharts. Each has a label for whoever does not see it.
import { clock, duration } from './format.js';

const minute = 60_000;
const quarter = 15 * minute;

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const dark = matchMedia('(prefers-color-scheme: dark)');

// A chart that follows its box and the reader's colours.
class Chart {
  constructor(box) {
    this.box = box;
    this.chart = echarts.init(box);
    this.resizing = new ResizeObserver(() => this.chart.resize());
    this.resizing.observe(box);
    this.recolour = () => this.draw();
    dark.addEventListener('change', this.recolour);
  }

  dispose() {
    this.resizing.disconnect();
    dark.removeEventListener('change', this.recolour);
    this.chart.dispose();
  }

  label(text) {
    this.box.setAttribute('aria-label', text);
  }
}

const axis = () => ({ axisLine: { lineStyle: { color: colour('muted') } }, axisLabel: { color: colour('muted') }, splitLine: { lineStyle: { color: colour('grid') } } });

const time = (from, to) => ({ type: 'time', min: from, max: to, ...axis(), splitLine: { show: false }, axisLabel: { color: colour('muted'), formatter: at => clock(at), hideOverlap: true } });

// Latencies of one indicator by the second, on a logarithmic scale: a healthy millisecond and an outage of a minute fit on it.
export class LatencyChart extends Chart {
  constructor(box, sli) {
    super(box);
    this.sli = sli;
    this.samples = [];
    this.thresholds = [];
  }

  begin(samples, thresholds) {
    this.samples = samples.map(s => ({ ...s, at: Date.parse(s.at) }));
    this.thresholds = thresholds;
    this.draw();
  }

  add(sample, thresholds) {
    const at = Date.parse(sample.at);
    if (at <= (this.samples.at(-1)?.at ?? 0)) return;
    this.thresholds = thresholds;
    this.samples = [...this.samples.filter(s => s.at > at - quarter), { ...sample, at }];
    this.draw();
  }

  draw() {
    const isProduce = this.sli === 'produce';
    const waiting = isProduce ? 'oldest_in_flight' : 'overdue';
    const end = this.samples.at(-1)?.at ?? Date.now();
    const begin = Math.min(this.samples[0]?.at ?? end, end - 2 * minute);
    const line = (name, hue, type, values) => ({
      name, type: 'line', symbol: 'none', connectNulls: false, color: colour(hue), lineStyle: { width: 2, type }, emphasis: { disabled: true }, data: values,
    });
    const values = of => this.samples.map(s => [s.at, of(s) || null]);
    const series = [
      line('max', 'max', 'dotted', values(s => s[this.sli].max)),
      line('p99', 'p99', 'solid', values(s => s[this.sli].p99)),
      line('p50', 'p50', 'solid', values(s => s[this.sli].p50)),
      { ...line(isProduce ? 'oldest in flight' : 'overdue', 'waiting', 'dashed', values(s => s[waiting] > 0.02 ? s[waiting] : null)), areaStyle: { opacity: 0.12 } },
    ];
    series[0].markLine = {
      silent: true, symbol: 'none', animation: false,
      lineStyle: { color: colour('text'), type: 'dashed', width: 1.5 },
      label: { color: colour('text'), position: 'insideStartTop', formatter: ({ value }) => `threshold ${duration(value)}` },
      data: this.thresholds.map(yAxis => ({ yAxis })),
    };
    this.chart.setOption({
      animation: false,
      grid: { left: 56, right: 12, top: 34, bottom: 24 },
      legend: { top: 0, textStyle: { color: colour('text') }, itemWidth: 22, icon: 'rect', itemHeight: 3 },
      tooltip: { trigger: 'axis', renderMode: 'richText', backgroundColor: colour('panel'), borderColor: colour('line'), textStyle: { color: colour('text') }, valueFormatter: duration },
      xAxis: time(begin, Math.max(end, begin + 2 * minute)),
      yAxis: {
        type: 'log', ...axis(), axisLabel: { color: colour('muted'), formatter: duration },
        min: ({ min }) => 10 ** Math.floor(Math.log10(Math.min(min, ...this.thresholds, 0.01))),
        max: ({ max }) => 10 ** Math.ceil(Math.log10(Math.max(max, ...this.thresholds.map(t => t * 1.5), 0.1))),
      },
      series,
    }, { replaceMerge: ['series'] });
    const last = this.samples.at(-1);
    this.label(last
      ? `Latency of ${this.sli} over the last ${duration((end - begin) / 1000)}. Now: median ${duration(last[this.sli].p50)}, 99th percentile ${duration(last[this.sli].p99)}, highest ${duration(last[this.sli].max)}, ${waiting.replaceAll('_', ' ')} ${duration(last[waiting])}${this.thresholds.length ? `, threshold ${this.thresholds.map(duration).join(', ')}` : ''}.`
      : `Latency of ${this.sli}: nothing was recorded yet.`);
  }
}

// One lane for each broker, one bar for each outage of a partition that it led.
export class OutageChart extends Chart {
  show(outages, began, now) {
    [this.outages, this.began, this.now] = [outages, began, now];
    this.draw();
  }

  draw() {
    if (!this.outages?.length) return;
    const lanes = [...new Set(this.outages.map(o => o.broker ?? 'none'))].sort((a, b) => (b === 'none') - (a === 'none') || b - a);
    const from = Math.max(this.began, Math.min(...this.outages.map(o => Date.parse(o.from) - minute / 4), this.now - quarter));
    const height = 44 + lanes.length * 26;
    if (this.box.clientHeight !== height) {
      this.box.style.height = `${height}px`;
      this.chart.resize();
    }

    this.chart.setOption({
      animation: false,
      grid: { left: 76, right: 12, top: 4, bottom: 24 },
      tooltip: { renderMode: 'richText', backgroundColor: colour('panel'), borderColor: colour('line'), textStyle: { color: colour('text') }, formatter: ({ data }) => data.told },
      xAxis: time(from, this.now),
      yAxis: { type: 'category', data: lanes.map(l => l === 'none' ? 'no leader' : `broker ${l}`), ...axis(), axisTick: { show: false } },
      series: [{
        type: 'custom', encode: { x: [1, 2], y: 0 }, color: colour('waiting'),
        data: this.outages.map(o => {
          const begin = Date.parse(o.from);
          return { value: [lanes.indexOf(o.broker ?? 'none'), begin, begin + o.seconds * 1000], told: `partition ${o.partition}, from ${clock(begin)}, ${o.is_over ? duration(o.seconds) : `${duration(o.seconds)} so far`}`, isOver: o.is_over };
        }),
        renderItem: (params, api) => {
          const [x, y] = api.coord([api.value(1), api.value(0)]);
          const width = Math.max(3, api.coord([api.value(2), api.value(0)])[0] - x);
          return { type: 'rect', shape: { x, y: y - 8, width, height: 16, r: 2 }, style: { fill: api.visual('color'), opacity: 0.8 } };
        },
      }],
    }, { replaceMerge: ['series'] });
    const open = this.outages.filter(o => !o.is_over).length;
    this.label(`${this.outages.length} outages of partitions since ${clock(from)}, ${open ? `${open} of them not over` : 'all of them over'}; the table below has them one by one.`);
  }
}
