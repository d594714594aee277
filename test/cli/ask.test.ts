import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { connect } from 'mqtt';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DemoBroker, startBroker } from '../../src/demo/broker.ts';
import type { Model } from '../../src/live-peer/model.ts';
import { type LivePeer, startLivePeer } from '../../src/live-peer/server.ts';
import { lampCommand } from '../fakes/lamp-command.ts';
import { until } from '../fakes/until.ts';
import { build, ROOT } from './built.ts';

const KEY = 'a-key-of-the-test';

let folder: string;
let broker: DemoBroker;
let peer: LivePeer;
let published: string[];

beforeAll(async () => {
  folder = build();
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  broker = await startBroker();
  broker.watch((topic, payload) => published.push(`${topic} ${payload}`));
  peer = await startLivePeer({ model: house, apiKey: KEY });
  const config = {
    id: 'kitchen',
    live: { baseUrl: peer.url },
    mqtt: { url: broker.url },
    commands: [lampCommand],
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
}, 120_000);

beforeEach(() => {
  published = [];
});

afterAll(async () => {
  await Promise.all([peer.close(), broker.close()]);
  rmSync(folder, { recursive: true, force: true });
});

describe('hearthd ask', () => {
  it('answers one question, does what is called for, tells what it took, and nobody that it was there', async () => {
    const lamp = connect(broker.url);
    await new Promise((resolve) => lamp.subscribe('lamp/set', resolve));
    lamp.on('message', (_, payload) => lamp.publish('lamp', payload));
    const program = start('Switch on the lamp.');
    expect(await program.ended).toEqual({ code: 0, signal: null });
    lamp.end(true);
    expect(program.output.split('\n')).toEqual([
      'One moment.',
      expect.stringMatching(/^ {2}lamp \{"state":"ON"\} → done: It reported "ON"/),
      'It is on.',
      expect.stringMatching(/^ {2}\d+ tokens in .* \d\.\d{6} USD$/),
      '',
    ]);
    expect(program.errors).toBe('');
    expect(published).toEqual(['lamp/set ON', 'lamp ON']);
  });

  it('takes each line of standard input as a question of one conversation', async () => {
    const program = start();
    program.input.end('I am Ada.\n\nWho am I?');
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect(program.output.split('\n').filter((line) => !line.endsWith('USD'))).toEqual([
      'After 0: I am Ada.',
      'After 1: Who am I?',
      '',
    ]);
  });

  it('ends at once and cleanly when it is interrupted', async () => {
    const program = start('Say nothing more.');
    await until(() => program.output === 'Well');
    program.interrupt();
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(program.output).toBe('Well\n');
    expect(program.errors).toBe('');
    await peer.waitFor(({ connections }) => connections.every(({ ended }) => ended));
  });

  it('says what is wrong and ends with 1 when the service refuses', async () => {
    const program = start('Hello?', { key: 'another-key' });
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(program.output).toBe('');
    expect(program.errors).toMatch(/^hearthd: The service does not accept the key .*\n$/);
    expect(program.errors).not.toContain('another-key');
  });

  it('ends with 64 when there is nothing to ask', async () => {
    const program = start(' ');
    expect(await program.ended).toEqual({ code: 64, signal: null });
  });
});

/** Has a lamp, falls silent when it is told to, and else says how much was said before. */
const house: Model = async function* ({ text, session }) {
  if (text.includes('lamp')) {
    yield { said: 'One moment.' };
    yield { toolCall: [{ name: 'lamp', args: { state: 'ON' } }] };
    yield { said: ' It is on.' };
  } else if (text.includes('nothing')) {
    yield { said: 'Well' };
    yield { stall: true };
  } else yield { said: `After ${session.history.length}: ${text}` };
};

interface Program {
  readonly input: Writable;
  readonly output: string;
  readonly errors: string;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  interrupt(): void;
}

function start(text?: string, { key = KEY } = {}): Program {
  const args = ['ask', '--config', 'config.json', ...(text === undefined ? [] : [text])];
  const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(
    process.execPath,
    ['dist/main.js', ...args],
    {
      cwd: folder,
      env: { PATH: process.env['PATH'], GEMINI_API_KEY: key },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  const heard = { output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (words: string) => {
    heard.output += words;
  });
  child.stderr.setEncoding('utf8').on('data', (words: string) => {
    heard.errors += words;
  });
  return {
    input: child.stdin,
    get output() {
      return heard.output;
    },
    get errors() {
      return heard.errors;
    },
    ended: new Promise((resolve) =>
      child.once('close', (code, signal) => resolve({ code, signal })),
    ),
    interrupt: () => child.kill('SIGINT'),
  };
}
