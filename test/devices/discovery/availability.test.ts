import { describe, expect, it } from 'vitest';
import { described, heard, only, taken } from './catalogue-of.ts';

const availabilityOf = (options: object) =>
  only(taken([described('light/a', { name: 'A', ...options })]).descriptions.values()).availability;

const ruleOf = (options: object) => only(availabilityOf(options).rules);

describe('the availability of a device', () => {
  it('is not asked about where nothing tells of it', () => {
    expect(availabilityOf({})).toEqual({ mode: 'latest', rules: [] });
    expect(availabilityOf({ availability: null, availability_topic: null }).rules).toEqual([]);
  });

  it('is told on one topic, with the usual words', () => {
    const rule = ruleOf({ availability_topic: 'a/lwt' });
    expect(rule.filter).toBe('a/lwt');
    expect(rule.read(heard('online'))).toBe('online');
    expect(rule.read(heard('offline'))).toBe('offline');
    expect(rule.read(heard('Online'))).toBe(undefined);
    expect(rule.read(heard(''))).toBe(undefined);
  });

  it('is told with the words of the publisher', () => {
    const rule = ruleOf({ avty_t: 'a', pl_avail: 'ready', pl_not_avail: 'lost' });
    expect(rule.read(heard('ready'))).toBe('online');
    expect(rule.read(heard('lost'))).toBe('offline');
    expect(rule.read(heard('online'))).toBe(undefined);
  });

  it('is told in booleans and numbers the way Python writes them', () => {
    const flags = ruleOf({ avty: [{ t: 'a', pl_avail: true, pl_not_avail: false }] });
    expect(flags.read(heard('True'))).toBe('online');
    expect(flags.read(heard('False'))).toBe('offline');
    expect(flags.read(heard('true'))).toBe(undefined);
    const numbers = ruleOf({ avty: { t: 'a', pl_avail: 1, pl_not_avail: 0 } });
    expect(numbers.read(heard('1'))).toBe('online');
    expect(numbers.read(heard('0'))).toBe('offline');
  });

  it('is read through a template, without the space around what comes out', () => {
    const rule = ruleOf({ avty: [{ t: 'a', val_tpl: ' {{ value_json.state }} ' }] });
    expect(rule.read(heard('{"state":"online"}'))).toBe('online');
    expect(rule.read(heard('{"state":"offline"}'))).toBe('offline');
    expect(rule.read(heard('{"other":1}'))).toBe(undefined);
    expect(rule.read(heard('no json'))).toBe(undefined);
  });

  it('of one topic has a template of its own', () => {
    const rule = ruleOf({
      avty_t: 'a',
      avty_tpl: "{{ 'online' if value_json.up else 'offline' }}",
    });
    expect(rule.read(heard('{"up":true}'))).toBe('online');
    expect(rule.read(heard('{"up":false}'))).toBe('offline');
  });

  it('is never guessed from a template that is not understood', () => {
    const rule = ruleOf({ avty: [{ t: 'a', val_tpl: '{{ value | no_such_filter }}' }] });
    expect(rule.read(heard('online'))).toBe(undefined);
    expect(ruleOf({ avty: [{ t: 'a', val_tpl: 3 }] }).read(heard('online'))).toBe(undefined);
  });

  it.each(['latest', 'all', 'any'] as const)(
    'of several topics counts as the mode %s says',
    (mode) => {
      const { mode: known, rules } = availabilityOf({
        avty_mode: mode,
        avty: [{ t: 'a' }, { t: 'b' }],
      });
      expect(known).toBe(mode);
      expect(rules.map(({ filter }) => filter)).toEqual(['a', 'b']);
    },
  );

  it('goes by the latest where the mode is another', () => {
    expect(availabilityOf({ avty_mode: 'most' }).mode).toBe('latest');
  });

  it('is the same rule, compiled once, for all who have the same', () => {
    const avty = [{ t: 'bridge', val_tpl: '{{ value_json.state }}' }];
    const { descriptions } = taken([
      described('light/a', { name: 'A', avty }),
      described('light/b', { name: 'B', avty }),
    ]);
    const [one, other] = [...descriptions.values()].map(({ availability }) =>
      only(availability.rules),
    );
    expect(one).toBe(other);
  });

  it.each([
    ['a topic that cannot be subscribed', [{ t: 'a/#' }]],
    ['a topic with control characters', [{ t: 'a\u0000b' }]],
    ['a topic of the broker itself', [{ t: '$SYS/broker' }]],
    ['no topic', [{ pl_avail: 'x' }]],
    ['payloads that are no texts', [{ t: 'a', pl_avail: {} }]],
    ['something that is no object', 'online'],
    ['more topics than any device has', Array.from({ length: 17 }, (_, at) => ({ t: `a${at}` }))],
  ])('leaves the device out if it is described with %s', (_, avty) => {
    const { descriptions, leftOut } = taken([described('light/a', { name: 'A', avty })]);
    expect(descriptions.size).toBe(0);
    expect(only(leftOut).reason).toMatch(/tells that it is there|for its availability/);
  });
});
