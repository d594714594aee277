/** The Live service as a process of its own; its model calls what it is told to call, one call after the other. */
import type { WantedCall } from '../../../src/live-peer/model.ts';
import { startLivePeer } from '../../../src/live-peer/server.ts';
import { machineNowMs } from '../machine-clock.ts';

export type ServiceOrder =
  | { readonly type: 'call'; readonly call: WantedCall }
  /** The reply is over. */
  | { readonly type: 'end' };

export type ServiceWord =
  | { readonly type: 'listening'; readonly url: string }
  /** Something was asked: a reply begins. */
  | { readonly type: 'asked' }
  | { readonly type: 'ended' }
  | {
      readonly type: 'answered';
      /** Just before the frame with the call was sent. */
      readonly calledAtMs: number;
      readonly answeredAtMs: number;
      readonly response: Readonly<Record<string, unknown>>;
    };

const orders: ServiceOrder[] = [];
let ordered = () => {};
process.on('message', (order: ServiceOrder) => {
  orders.push(order);
  ordered();
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit());

const peer = await startLivePeer({
  keeps: 'little',
  model: async function* () {
    orders.length = 0;
    tell({ type: 'asked' });
    for (;;) {
      const order = await nextOrder();
      if (order.type === 'end') {
        tell({ type: 'ended' });
        return;
      }
      const calledAtMs = machineNowMs();
      const [answer] = yield { toolCall: [order.call] };
      const answeredAtMs = machineNowMs();
      tell({ type: 'answered', calledAtMs, answeredAtMs, response: answer?.response ?? {} });
    }
  },
});
tell({ type: 'listening', url: peer.url });

async function nextOrder(): Promise<ServiceOrder> {
  for (;;) {
    const order = orders.shift();
    if (order !== undefined) return order;
    await new Promise<void>((resolve) => {
      ordered = resolve;
    });
  }
}

function tell(word: ServiceWord): void {
  process.send?.(word);
}
