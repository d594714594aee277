/**
 * A Live service inside the guest. It answers each turn with a call of the kitchen light and a tone of 440 Hz, as long
 * as the file `<said>.ms` says (1500 ms), sent as fast as it is played; what it heard it writes to the file `said`.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';

const [repository, urlFile, said] = process.argv.slice(2);
const { startLivePeer } = await import(`${repository}/dist/live-peer/server.js`);
const { tone } = await import(`${repository}/dist/live-peer/scripted-model.js`);

const tell = (line) => appendFileSync(said, `${JSON.stringify(line)}\n`);

const peer = await startLivePeer({
  apiKey: 'a-very-secret-key',
  pacing: { type: 'real-time', jitterMs: 0 },
  async *model(turn) {
    tell({ heardMs: Math.round(turn.audio.length / 2 / (turn.rateHz / 1_000)) });
    const answers = yield { toolCall: [{ name: 'kitchen_light', args: { state: 'ON' } }] };
    tell({ answers });
    yield { audio: tone({ durationMs: lengthMs() }) };
    tell({ end: 'reply' });
  },
});
writeFileSync(urlFile, peer.url);

function lengthMs() {
  const file = `${said}.ms`;
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : 1_500;
}
