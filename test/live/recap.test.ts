import { describe, expect, test } from 'vitest';
import { Recap } from '../../src/live/recap.ts';
import type { Said } from '../../src/live/session.ts';

const call = { id: 'c1', name: 'garage_door', args: { action: 'open' } };
const answer = { id: 'c1', name: 'garage_door', response: { status: 'done' } };

describe('the recap', () => {
  test('puts together what was said, the question before the answer, whatever came first', () => {
    const { recap, changes } = setUp();
    recap.heard('model', ' It is');
    recap.heard('user', 'How late');
    recap.heard('model', ' noon.');
    recap.heard('user', ' is it?');
    recap.turnOver();
    expect(recap.for('fresh')).toEqual([
      { by: 'user', text: 'How late is it?' },
      { by: 'model', text: ' It is noon.' },
    ]);
    expect(changes).toHaveLength(1);
  });

  test('tells in plain words what a tool did', () => {
    const { recap } = setUp();
    recap.heard('user', 'Open the garage.');
    recap.did(call, answer, 'told');
    recap.heard('model', 'Open.');
    recap.turnOver();
    expect(recap.for('fresh').map(({ by, text }) => `${by}: ${text}`)).toEqual([
      'user: Open the garage.',
      'user: [Note of the device, said by nobody: the call garage_door({"action":"open"}) ended with {"status":"done"}.]',
      'model: Open.',
    ]);
  });

  test('tells a session that is opened while a tool runs that it has begun, neither done nor undone', () => {
    const { recap } = setUp();
    recap.begun({ ...call, args: { ...call.args, code: '4711' } });
    for (const session of ['resumed', 'fresh'] as const) {
      const [note, ...others] = recap.for(session).map(({ text }) => text);
      expect(note).toMatch(/garage_door.* had begun .* not known yet/);
      expect(note).not.toMatch(/4711|done\b(?! again)/);
      expect(others).toEqual([]);
    }
    recap.told();
    recap.did(call, answer, 'lost');
    recap.saved();
    expect(recap.for('resumed').map(({ text }) => text)).toEqual([
      expect.stringContaining('ended with'),
    ]);
  });

  test('does not tell that it had begun what has ended before anybody was told', () => {
    const { recap } = setUp();
    recap.begun(call);
    recap.turnOver();
    recap.did(call, answer, 'lost');
    recap.turnOver();
    for (const session of ['resumed', 'fresh'] as const)
      expect(recap.for(session).map(({ text }) => text)).toEqual([
        expect.stringContaining('ended with'),
      ]);
  });

  test('keeps no PIN, nor a code of ours', () => {
    const { recap, changes } = setUp();
    const args = { name: 'Front door', state: 'unlocked', code: '4711' };
    const response = { status: 'needs_confirmation', message: 'Ask.', code: 'ABCDEFGH' };
    recap.did({ id: 'c1', name: 'set_lock', args }, { ...answer, response }, 'lost');
    recap.did({ id: 'c2', name: 'gate', args: { PIN: 4711 } }, answer, 'lost');
    recap.turnOver();
    const kept = JSON.stringify([changes, recap.for('fresh'), recap.for('resumed')]);
    expect(kept).toContain('unlocked');
    expect(kept).not.toMatch(/4711|ABCDEFGH/);
  });

  test('tells a resumed session only what it cannot know, until a newer handle leads to one that does', () => {
    const { recap } = setUp();
    recap.heard('user', 'Open the garage.');
    recap.did(call, answer, 'lost');
    recap.turnOver();
    expect(recap.for('resumed')).toHaveLength(1);
    expect(recap.for('resumed')).toHaveLength(1);
    recap.told();
    expect(recap.for('resumed')).toHaveLength(1);
    recap.saved();
    expect(recap.for('resumed')).toEqual([]);
    expect(recap.for('fresh')).toHaveLength(2);
  });

  test('keeps for the next session what was done while this one was being opened', () => {
    const { recap } = setUp();
    recap.did(call, answer, 'lost');
    expect(recap.for('resumed')).toHaveLength(1);
    recap.did({ ...call, args: { action: 'close' } }, answer, 'lost');
    recap.told();
    recap.saved();
    expect(recap.for('resumed').map(({ text }) => text)).toEqual([
      expect.stringContaining('close'),
    ]);
  });

  test('tells what a session was told by an answer only to one that is resumed from before it', () => {
    const { recap } = setUp();
    recap.did(call, answer, 'told');
    recap.turnOver();
    expect(recap.for('resumed')).toHaveLength(1);
    recap.saved();
    expect(recap.for('resumed')).toEqual([]);
  });

  test('tells a fresh session what was done in the turn that goes on, but not what will be said again', () => {
    const { recap } = setUp();
    recap.heard('user', 'Open the garage.');
    recap.did(call, answer, 'lost');
    expect(recap.for('fresh').map(({ text }) => text)).toEqual([
      expect.stringContaining('garage_door'),
    ]);
  });

  test('does not change when nothing was said', () => {
    const { recap, changes } = setUp();
    recap.turnOver();
    expect(changes).toEqual([]);
  });

  test('goes on where the last run ended', () => {
    const { recap } = setUp([{ by: 'user', text: 'Remember the milk.' }]);
    expect(recap.for('fresh')).toEqual([{ by: 'user', text: 'Remember the milk.' }]);
  });

  test('is bounded in entries, in characters and in the length of each, and keeps the newest', () => {
    const { recap } = setUp();
    for (let turn = 0; turn < 100; turn += 1) {
      recap.heard('user', `${turn} `.repeat(10));
      recap.turnOver();
    }
    expect(recap.for('fresh')).toHaveLength(40);
    expect(recap.for('fresh').at(-1)?.text).toContain('99');
    for (let turn = 0; turn < 100; turn += 1) {
      recap.heard('model', 'long '.repeat(10_000));
      recap.turnOver();
    }
    const lengths = recap.for('fresh').map(({ text }) => text.length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(2_000);
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(8_000);
  });
});

function setUp(before: readonly Said[] = []) {
  const changes: (readonly Said[])[] = [];
  const recap = new Recap({ before, changed: (said) => void changes.push(said) });
  return { recap, changes };
}
