/** The broker of the demo: `aedes` in this process, on a port of its own that only this machine reaches. */
import { type AddressInfo, createServer } from 'node:net';
import { Aedes } from 'aedes';

export interface DemoBroker {
  readonly url: string;
  /** Publishes as a device would. */
  publish(topic: string, payload: string, options?: { readonly retain?: boolean }): void;
  /** From now on every message that anybody publishes comes by. */
  watch(seen: (topic: string, payload: string) => void): void;
  close(): Promise<void>;
}

export async function startBroker(): Promise<DemoBroker> {
  const aedes = await Aedes.createBroker();
  // Else a device's report waits up to 40 ms for the acknowledgement of what was sent before it.
  const server = createServer({ noDelay: true }, aedes.handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `mqtt://127.0.0.1:${port}`,
    publish: (topic, payload, { retain = false } = {}) => {
      const packet = { cmd: 'publish', topic, payload, retain, qos: 0, dup: false } as const;
      aedes.publish(packet, () => {});
    },
    watch: (seen) => {
      // What the broker tells itself begins with $SYS.
      aedes.on('publish', ({ topic, payload }) => {
        if (!topic.startsWith('$SYS/')) seen(topic, payload.toString());
      });
    },
    close: async () => {
      await new Promise<void>((resolve) => aedes.close(resolve));
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
