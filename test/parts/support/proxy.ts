/** Between a client and a broker: the network, which can fail without a word. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Proxy {
  readonly url: string;
  /** From now on nothing that either side sends arrives; both still believe that they are connected. */
  swallow(): void;
  /** New connections are carried again; what was swallowed is lost. */
  pass(): void;
  close(): Promise<void>;
}

export async function startProxy(port: number): Promise<Proxy> {
  let state: 'passing' | 'swallowing' = 'passing';
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes) => {
        if (state === 'passing') to.write(bytes);
      });
      from.on('error', () => {});
      from.on('close', () => {
        if (state === 'passing') to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    swallow: () => {
      state = 'swallowing';
    },
    pass: () => {
      state = 'passing';
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
