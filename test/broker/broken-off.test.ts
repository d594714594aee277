import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { build } from '../cli/built.ts';
import { hasOpenssl, makeCertificates } from '../ways-in/certificates.ts';

/** A fault of memory would end these tests as well. */
const PROGRAM = `
  import { readFileSync } from 'node:fs';
  import { createServer } from 'node:tls';
  const [module, key, cert, ca] = process.argv.slice(1);
  const { BrokerStream } = await import(module);
  const read = (file) => readFileSync(file);
  const server = createServer({ key: read(key), cert: read(cert) }, (socket) => {
    socket.on('error', () => {}).write('hello'.repeat(1_000));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  for (let time = 0; time < 50; time += 1) {
    const stream = new BrokerStream('mqtts://127.0.0.1:' + server.address().port, { ca: read(ca) });
    const secure = stream.open().on('error', () => {});
    const closed = new Promise((resolve) => secure.once('close', resolve));
    await new Promise((resolve) => secure.once('secureConnect', () => {
      for (let piece = 0; piece < 20; piece += 1) secure.write('x'.repeat(60_000));
      stream.breakOff();
      secure.destroy();
      resolve();
    }));
    await closed;
  }
  console.log('still here');
  process.exit();
`;

test.skipIf(!hasOpenssl)(
  'an encrypted connection that is given up as soon as it stands harms nobody',
  async () => {
    const { server, ca } = makeCertificates();
    const module = join(build(), 'dist/broker/broker-stream.js');
    const program = spawn(
      process.execPath,
      ['--input-type=module', '-e', PROGRAM, module, server.key, server.cert, ca],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [output, [exitCode, signal]] = await Promise.all([
      text(program.stdout),
      once(program, 'exit'),
    ]);
    expect({ output, exitCode, signal }).toEqual({
      output: 'still here\n',
      exitCode: 0,
      signal: null,
    });
  },
  120_000,
);
