/** The connection below MQTT, such that it can be broken off without anything of it arriving later. */
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { TlsParts } from './tls-parts.ts';

const PORTS: Readonly<Record<string, number>> = {
  'mqtt:': 1883,
  'mqtts:': 8883,
  'ws:': 80,
  'wss:': 443,
};

/**
 * What comes is taken apart in one go, thousands of messages if they are tiny: 16 KiB take milliseconds where the
 * 64 KiB that Node reads would take so long that sound, which goes by the same event loop, is late. Of what is
 * encrypted a record is no longer either.
 */
const MOST_BYTES_AT_ONCE = 16_384;

/** Sockets of one connection to `url`; `open` is called once. */
export class BrokerStream {
  readonly #url: URL;
  readonly #tls: TlsParts;
  #tcp: Socket | undefined;
  #secure: TLSSocket | undefined;

  constructor(url: string, tls: TlsParts) {
    this.#url = new URL(url);
    this.#tls = tls;
  }

  /** Without MQTT or WebSocket, with TLS where the address says so. */
  open(): Socket {
    const { protocol, port } = this.#url;
    // An IPv6 address stands in brackets.
    const host = this.#url.hostname.replace(/^\[|\]$/g, '');
    const place = { host, port: port === '' ? (PORTS[protocol] ?? 1883) : Number(port) };
    const tcp = protocol === 'mqtt:' ? connectReadingLittle(place) : connect(place);
    // Commands are short, and somebody waits for what comes of them.
    tcp.setNoDelay(true);
    this.#tcp = tcp;
    if (protocol !== 'mqtts:' && protocol !== 'wss:') return tcp;
    const secure = connectTls({
      ...this.#tls,
      socket: tcp,
      rejectUnauthorized: true,
      ...(isIP(host) === 0 ? { servername: host } : { host }),
    });
    tcp.on('error', (error) => setImmediate(() => secure.destroy(error)));
    this.#secure = secure;
    return secure;
  }

  /**
   * Ends it at once. What the system has not got rid of is thrown away: after a mere close it would go on
   * sending that for minutes, to a broker that comes back.
   */
  breakOff(): void {
    if (this.#secure !== undefined) destroyLater(this.#secure);
    if (this.#tcp?.connecting) this.#tcp.destroy();
    else if (this.#tcp?.destroyed === false) this.#tcp.resetAndDestroy();
  }
}

/**
 * What is encrypted, destroyed in one go with the socket below and after it, ends Node 20 to 24 by a fault of memory
 * when the handshake has only just been done.
 */
function destroyLater(secure: TLSSocket): void {
  const destroy = secure.destroy.bind(secure);
  secure.destroy = (error) => {
    setImmediate(() => destroy(error));
    return secure;
  };
}

/** A socket like any other, but for what is read at once. */
function connectReadingLittle(place: { readonly host: string; readonly port: number }): Socket {
  const socket: Socket = connect({
    ...place,
    onread: {
      buffer: Buffer.allocUnsafe(MOST_BYTES_AT_ONCE),
      // Given `false`, it reads no more until it is asked to.
      callback: (bytes, buffer) => socket.push(Buffer.from(buffer.subarray(0, bytes))),
    },
  });
  return socket;
}
