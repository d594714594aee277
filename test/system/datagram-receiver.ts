/** Somebody who listens at a Unix datagram socket, as systemd does. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { until } from '../fakes/until.ts';

/** Why there can be none, if so: Node has no such sockets. */
export const noReceiver: string | undefined =
  spawnSync('python3', ['-c', '']).status === 0 ? undefined : 'there is no python3';

/** Answers the barrier of systemd-notify too: it hands over a pipe, and waits for its end. */
const PROGRAM = `
import json, os, socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
name = sys.argv[1]
s.bind('\\0' + name[1:] if name.startswith('@') else name)
print('"listening"', flush=True)
while True:
    data, fds, _, _ = socket.recv_fds(s, 65536, 8)
    for fd in fds: os.close(fd)
    if data != b'BARRIER=1': print(json.dumps(data.decode()), flush=True)
`;

/** Listens at a path, or at an abstract address; it is gone when the test is over. */
export async function listen(kind: 'path' | 'abstract' = 'path') {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-notify-'));
  const socket = kind === 'path' ? join(folder, 'socket') : `@${folder}`;
  const program = spawn('python3', ['-c', PROGRAM, socket], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    program.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  let text = '';
  program.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  const heard = () =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line): string => JSON.parse(line));
  await until(() => heard().length > 0);
  return { socket, heard: () => heard().slice(1) };
}
