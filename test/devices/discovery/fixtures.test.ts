import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMPONENTS } from '../../../src/devices/entity.ts';
import { catalogueOf, take } from './catalogue-of.ts';

const FOLDER = new URL('../../../../shared/fixtures/mqtt/', import.meta.url);
const files = existsSync(FOLDER)
  ? readdirSync(FOLDER).filter((name) => name.endsWith('.jsonl'))
  : [];

describe.skipIf(files.length === 0)(
  'recorded messages (skipped without ../shared/fixtures/mqtt)',
  () => {
    it.each(files)('of %s are each described or left out with a reason', (file) => {
      const catalogue = catalogueOf();
      const wanted = new Map<string, 'used' | 'left out'>();
      for (const { topic, payload } of messagesOf(file)) {
        take(catalogue, { topic, payload });
        const [prefix, component = '', ...levels] = topic.split('/');
        if (prefix !== 'homeassistant' || levels.pop() !== 'config') continue;
        wanted.set(`${component}.${levels.join('_')}`, expectedOf(component, payload));
      }
      const ids = (expected: string) =>
        [...wanted].flatMap(([id, is]) => (is === expected ? [id] : [])).toSorted();
      const { descriptions, leftOut } = catalogue;
      const foreign = (id: string) => id.includes('tasmota') || id.includes('.000000');
      expect([...descriptions.keys()].filter((id) => !foreign(id)).toSorted()).toEqual(ids('used'));
      const left = leftOut.map(({ id }) => id).filter((id) => !foreign(id));
      expect(left.toSorted()).toEqual(ids('left out'));
      expect(leftOut.every(({ reason }) => /^[A-Z].*\.$/.test(reason))).toBe(true);
    });

    it.each(files)('of %s change nothing when they are heard again', (file) => {
      const catalogue = catalogueOf();
      const messages = [...new Map(messagesOf(file).map((each) => [each.topic, each])).values()];
      for (const message of messages) take(catalogue, message);
      expect(messages.flatMap((message) => take(catalogue, message))).toEqual([]);
    });

    it.each(files)('of %s leave nothing behind when they are taken back', (file) => {
      const catalogue = catalogueOf();
      for (const message of messagesOf(file)) take(catalogue, message);
      for (const { topic } of messagesOf(file)) take(catalogue, { topic, payload: '' });
      expect(catalogue.descriptions.size).toBe(0);
      expect(catalogue.leftOut).toEqual([]);
    });

    it.each(files)('of %s are all described where everything is asked for', (file) => {
      const catalogue = catalogueOf({ extras: ['config', 'diagnostic', 'disabled'] });
      for (const message of messagesOf(file)) take(catalogue, message);
      for (const { reason } of catalogue.leftOut) {
        expect(reason).toMatch(/take no part in what can be said|neither outputs nor inputs/);
      }
    });
  },
);

function messagesOf(file: string): { topic: string; payload: string }[] {
  return readFileSync(new URL(file, FOLDER), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .map(({ topic, payload }) => ({
      topic,
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    }));
}

/** By the rules of the README, straight from the message. */
function expectedOf(component: string, payload: string): 'used' | 'left out' {
  const told = JSON.parse(payload);
  const category = told.entity_category ?? told.ent_cat;
  const enabled = told.enabled_by_default ?? told.en ?? true;
  const isUsed = COMPONENTS.some((each) => each === component);
  return isUsed && category === undefined && String(enabled) === 'true' ? 'used' : 'left out';
}
