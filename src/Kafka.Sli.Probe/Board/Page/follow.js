// The stream of the status, begun anew where an EventSource gives up or does not notice: a proxy that answers for a probe that restarts, a connection that died without a word.

const patience = 10_000;
const pause = 3_000;

export function follow(path, told, opened) {
  let stream;
  let heard;
  const begin = () => {
    stream?.close();
    heard = performance.now();
    stream = new EventSource(path);
    stream.addEventListener('open', opened);
    stream.addEventListener('status', ({ data }) => {
      heard = performance.now();
      told(JSON.parse(data));
    });
  };
  setInterval(() => {
    const silence = performance.now() - heard;
    if (silence > patience || (stream.readyState === EventSource.CLOSED && silence > pause)) begin();
  }, 1_000);
  begin();
}
