/** What real publishers said, where it is at hand beside the repository. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Description } from '../../../src/devices/description.ts';
import { Catalogue } from '../../../src/devices/discovery/catalogue.ts';
import { take } from '../discovery/catalogue-of.ts';

const PLACE = fileURLToPath(new URL('../../../../shared/fixtures/mqtt/', import.meta.url));
export const ABSENT = `there are no messages of publishers in ${PLACE}`;

export interface Message {
  readonly topic: string;
  readonly payload: string;
  /** In logs: `command` was sent to the publisher, `in` is what came from the broker. */
  readonly dir?: 'command' | 'in';
}

/** `undefined`: the file is not there. */
export function messagesIn(file: string): readonly Message[] | undefined {
  if (!existsSync(`${PLACE}${file}`)) return undefined;
  return readFileSync(`${PLACE}${file}`, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Message);
}

/** All that is described in a file, settings and diagnoses too. */
export function describedIn(file: string): readonly Description[] | undefined {
  const messages = messagesIn(file);
  if (messages === undefined) return undefined;
  const catalogue = new Catalogue({
    settings: {
      prefix: 'homeassistant',
      topicPrefix: 'hearthd',
      areas: {},
      maxEntities: 10_000,
      include: [],
      exclude: [],
      extras: ['config', 'diagnostic', 'disabled'],
    },
  });
  for (const { topic, payload } of messages) take(catalogue, { topic, payload });
  return [...catalogue.descriptions.values()];
}
