import { describe, expect, test } from 'vitest';
import { Options } from '../../../src/devices/components/options.ts';
import { isSubscribable } from '../../../src/devices/components/subscribable.ts';
import { described } from './describing.ts';

const read = (options: Readonly<Record<string, unknown>>) =>
  new Options(described('switch', options), (topic) => topic !== 'ours');

describe('the options of a publisher', () => {
  test('are no topics of commands where none may be sent', () => {
    const options = read({ command_topic: 'ours', state_topic: 'ours' });
    expect(options.topic('command_topic')).toBeUndefined();
    expect(options.filter('state_topic')).toBe('ours');
    expect(options.lacks).toEqual([
      'The option "command_topic" is a topic of this program, or one by which devices are described: no device is commanded there.',
    ]);
  });

  test.each([
    ['ON', 'ON'],
    ['', ''],
    [true, 'True'],
    [false, 'False'],
    [255, '255'],
    [0.5, '0.5'],
    [null, 'else'],
    [undefined, 'else'],
    [['ON'], 'else'],
    [{}, 'else'],
  ])('%j as a text is %j', (value, text) => {
    expect(read({ key: value }).text('key', 'else')).toBe(text);
  });

  test('are not taken from a prototype', () => {
    const options = read({});
    expect(options.text('constructor')).toBeUndefined();
    expect(options.given('toString')).toBe(false);
    expect(options.raw('__proto__')).toBeUndefined();
  });

  test('tell a payload that is not offered from one that is not named', () => {
    expect(read({ payload_stop: null }).payload('payload_stop', 'STOP')).toBeUndefined();
    expect(read({}).payload('payload_stop', 'STOP')).toBe('STOP');
    expect(read({ payload_stop: 2 }).payload('payload_stop', 'STOP')).toBe('2');
  });

  test.each([
    [5, 5],
    ['5', 5],
    [' -0.5 ', -0.5],
    ['', 7],
    ['five', 7],
    [true, 7],
    ['Infinity', 7],
    [null, 7],
  ])('%j as a number, or 7, is %d', (value, number) => {
    expect(read({ key: value }).number('key', 7)).toBe(number);
  });

  test.each([
    [true, true],
    ['False', false],
    ['on', true],
    [0, false],
    ['maybe', true],
  ])('%j as yes or no, or else yes, is %j', (value, flag) => {
    expect(read({ key: value }).flag('key', true)).toBe(flag);
  });

  test('are lists of words, each once, without those that cannot be said', () => {
    const options = read({
      list: ['a', 'a', 1, true, '', ' ', 'b\u0007', 'x'.repeat(101), '\ud800', {}, null],
      one: 'a',
      many: Array.from({ length: 600 }, (_, index) => `option ${index}`),
    });
    expect(options.list('list')).toEqual(['a', '1', 'True']);
    expect(options.lacks).toEqual(['The option "list" holds words that cannot be used.']);
    expect(options.list('one')).toEqual(['a']);
    expect(options.list('none')).toBeUndefined();
    expect(options.list('many')).toHaveLength(500);
    expect(options.lacks).toHaveLength(2);
  });

  test('say once what is wrong with them', () => {
    const options = read({ topic: 'a/#', number: 'x', text: 'y'.repeat(10_001) });
    for (let times = 0; times < 2; times += 1) {
      expect(options.topic('topic')).toBeUndefined();
      expect(options.number('number')).toBeUndefined();
      expect(options.text('text')).toBeUndefined();
    }
    expect(options.lacks).toEqual([
      'The option "topic" is not a topic that can be published to.',
      'The option "number" is not a number.',
      'The option "text" is not a text.',
    ]);
  });
});

describe('a topic of a publisher', () => {
  test.each(['a', 'a/b', '/a', '+/+/BTtoMQTT/A4C1380102EF', 'a/+', 'living room/TV 😀'])(
    '%j is subscribed',
    (filter) => {
      expect(isSubscribable(filter)).toBe(true);
    },
  );

  test.each([
    '',
    '#',
    'a/#',
    '+',
    '+/+',
    '/',
    'a+/b',
    'a#',
    '$SYS/a',
    'a\u0000b',
    'a\nb',
    'a\uffff',
    '\ud800',
    'x'.repeat(1001),
  ])('%j is not subscribed', (filter) => {
    expect(isSubscribable(filter)).toBe(false);
  });
});
