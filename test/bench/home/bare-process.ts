/**
 * What the daemon is compared with: a subscriber that parses all that comes as JSON, keeps the newest of each topic,
 * and does nothing with it.
 *
 *     node bare-process.js BROKER_URL
 */
import mqtt from 'mqtt';
import { machineNowMs } from '../machine-clock.ts';

export type BareOrder = {
  /** Connects, and says when so many retained messages have come. */
  readonly type: 'connect';
  readonly retained: number;
};

export type BareWord =
  | { readonly type: 'ready' }
  | { readonly type: 'imported'; readonly tookMs: number };

const kept = new Map<string, unknown>();

// Whoever started it is gone.
process.on('disconnect', () => process.exit());
process.on('message', (order: BareOrder) => void connect(order));
tell({ type: 'ready' });

async function connect({ retained }: BareOrder): Promise<void> {
  const client = await mqtt.connectAsync(process.argv[2] ?? '', { protocolVersion: 5 });
  const connectedAtMs = machineNowMs();
  let awaited = retained;
  client.on('message', (topic, payload, packet) => {
    const text = payload.toString();
    kept.set(topic, parsed(text) ?? text);
    if (!packet.retain || awaited === 0) return;
    awaited -= 1;
    if (awaited === 0) tell({ type: 'imported', tookMs: machineNowMs() - connectedAtMs });
  });
  await client.subscribeAsync('#', { qos: 0 });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function tell(word: BareWord): void {
  process.send?.(word);
}
