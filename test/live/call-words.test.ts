import { describe, expect, test } from 'vitest';
import { argumentsTold, withoutSecrets } from '../../src/live/call-words.ts';
import type { ToolSchema } from '../../src/live/session.ts';

const SCHEMA: ToolSchema = {
  type: 'OBJECT',
  properties: {
    name: { type: 'STRING', enum: ['Hall lamp', 'Desk lamp'] },
    words: { type: 'STRING' },
    percent: { type: 'INTEGER' },
    all: { type: 'BOOLEAN' },
    code: { type: 'STRING' },
    door_pin: { type: 'INTEGER' },
  },
};

describe('what is told of the arguments of a call', () => {
  test('is plain where it is a number, yes or no, or one of the words that are offered', () => {
    expect(told({ name: 'Hall lamp', percent: 40, all: true })).toEqual([
      { name: 'name', value: 'Hall lamp', words: 'plain' },
      { name: 'percent', value: 40, words: 'plain' },
      { name: 'all', value: true, words: 'plain' },
    ]);
    expect(told({ percent: '40', all: 'true' })).toMatchObject([
      { value: '40', words: 'plain' },
      { value: 'true', words: 'plain' },
    ]);
  });

  test('may be what somebody said wherever it is none of these', () => {
    expect(told({ name: 'my diary', words: 'call mum', percent: 'a lot' })).toEqual([
      { name: 'name', value: 'my diary', words: 'spoken' },
      { name: 'words', value: 'call mum', words: 'spoken' },
      { name: 'percent', value: 'a lot', words: 'spoken' },
    ]);
    expect(told({ words: 4711 })).toMatchObject([{ words: 'spoken' }]);
  });

  test('is never a secret, nor what the tool does not take, nor without end', () => {
    expect(told({ code: '4711', door_pin: 4711, diary: 'secret', percent: { deep: 1 } })).toEqual(
      [],
    );
    expect(told({ words: 'x'.repeat(5_000) })[0]?.value).toHaveLength(120);
    expect(argumentsTold({ words: 'x' }, undefined)).toEqual([]);
    expect(withoutSecrets({ pin: 1, door_code: 2, unlock: 3 })).not.toMatch(/[12]/);
  });
});

const told = (args: Readonly<Record<string, unknown>>) => argumentsTold(args, SCHEMA);
