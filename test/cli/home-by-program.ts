/** The compiled program at a broker that has kept a small home. */
import { spawn } from 'node:child_process';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connectAsync } from 'mqtt';
import { startBroker } from '../../src/demo/broker.ts';
import { build, ROOT } from './built.ts';

export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export type HomeByProgram = Awaited<ReturnType<typeof homeByProgram>>;

const device = (key: string, name: string, area: string) => ({
  name: null,
  unique_id: key,
  device: { identifiers: [key], name, suggested_area: area },
});

const KEPT: Readonly<Record<string, string>> = {
  'homeassistant/light/lamp/config': JSON.stringify({
    ...device('lamp', 'Hall lamp', 'Hall'),
    schema: 'json',
    state_topic: 'home/lamp',
    command_topic: 'home/lamp/set',
  }),
  'homeassistant/number/lamp/delay/config': JSON.stringify({
    ...device('lamp', 'Hall lamp', 'Hall'),
    name: 'Delay',
    unique_id: 'lamp_delay',
    entity_category: 'config',
    command_topic: 'home/lamp/delay/set',
  }),
  'homeassistant/switch/plug/config': JSON.stringify({
    ...device('plug', 'Coffee machine', 'Kitchen'),
    command_topic: 'home/plug/set',
  }),
  'homeassistant/camera/yard/config': '{"name":"Yard","topic":"home/yard"}',
  'homeassistant/switch/broken/config': '{"command_topic":',
  'home/lamp': '{"state":"ON"}',
};

export async function homeByProgram() {
  const folder = build();
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const broker = await startBroker();
  const publisher = await connectAsync(broker.url);
  for (const [topic, payload] of Object.entries(KEPT))
    await publisher.publishAsync(topic, payload, { retain: true, qos: 1 });
  await publisher.endAsync();
  const published: string[] = [];
  broker.watch((topic, payload) => published.push(`${topic} ${payload}`));
  const runWith = async (
    { mqtt, ...config }: { readonly mqtt?: object; readonly [more: string]: unknown },
    ...args: readonly string[]
  ): Promise<Ended> => {
    const file = join(folder, 'config.json');
    writeFileSync(file, JSON.stringify({ mqtt: { url: broker.url, ...mqtt }, ...config }));
    const program = spawn(process.execPath, ['dist/main.js', ...args, '--config', file], {
      cwd: folder,
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const code = new Promise<number | null>((resolve) => program.once('close', resolve));
    const [output, errors] = await Promise.all([text(program.stdout), text(program.stderr)]);
    return { code: await code, output, errors };
  };
  return {
    /** Whatever anybody has published since, as `topic payload`. */
    published,
    runWith,
    run: (...args: readonly string[]) => runWith({}, ...args),
    remove: async () => {
      await broker.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
