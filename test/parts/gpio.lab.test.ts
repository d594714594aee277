/**
 * The built program on GPIO of a real kernel: a guest of the device lab, with simulated chips. What runs
 * inside is `lab/gpio.mjs`; each group of tests boots once.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { noGpio, noOnoff, WAYS } from './support/gpio-needs.ts';
import { inGuest, resultsByName } from './support/lab.ts';
import { titled } from './support/skipping.ts';

const HEARD = ['press', 'release'];
const BUSY = expect.stringMatching(/^GPIO 17 is in use by another program or driver/);

describe.skipIf(noGpio)(titled('a button and a lamp on a simulated chip', noGpio), () => {
  const lab = boot({
    chips: ['pi 32 17=BUTTON 27=LED'],
    header: 'pi',
    scenarios: (way) => [
      `button:${way}`,
      `held:${way}`,
      `lamp:${way}`,
      `busy:${way}`,
      `again:${way}`,
    ],
    more: ['choice', 'bias:chosen', 'leftover:onoff'],
  });

  describe.each(WAYS)('by $way $skipped', ({ way }) => {
    const run = test.skipIf(way === 'onoff' && noOnoff);
    const by = way === 'onoff' ? 'onoff' : expect.stringMatching(/^gpiomon [12]\./);

    run('five bouncing presses are five presses', () => {
      expect(lab.result(`button:${way}`)).toEqual({
        told: [...HEARD, ...HEARD, ...HEARD, ...HEARD, ...HEARD],
        health: [{ state: 'up', by }],
        after: { used: false, by: '' },
      });
    });

    run('a button that is down at the start counts from its next press on', () => {
      expect(lab.result(`held:${way}`)).toEqual({ beforeNextPress: [], told: ['press'] });
    });

    run('the lamp is driven, also in quick succession, and dark and free in the end', () => {
      expect(lab.result(`lamp:${way}`)).toEqual({
        driven: ['1', '0', '1'],
        health: [{ state: 'up', by }],
        after: { used: false, by: '', value: '0' },
      });
    });

    run('a line that another program has is refused with a sentence, and had afterwards', () => {
      expect(lab.result(`busy:${way}`)).toEqual({
        refusals: [BUSY, BUSY],
        after: { used: false, by: '' },
      });
    });

    run('lines taken and given back many times leave nothing open', () => {
      const { before, after } = lab.result(`again:${way}`) as Record<string, unknown>;
      expect(after).toEqual(before);
      expect(after).toMatchObject({ tools: 0 });
    });
  });

  test('onoff is taken where it can be, else libgpiod', () => {
    const by = noOnoff === undefined ? 'onoff' : expect.stringMatching(/^gpiomon [12]\./);
    expect(lab.result('choice')).toEqual({ by });
  });

  test('the pull resistor reaches the chip and stays, and is left alone when not asked for', () => {
    expect(lab.result('bias:chosen')).toEqual({
      'pull-up': 'pull-up',
      'pull-down': 'pull-down',
      'as-is': 'pull-up',
    });
  });

  test.skipIf(noOnoff)('what a killed run left exported and inverted is set right', () => {
    expect(lab.result('leftover:onoff')).toEqual({ levels: [1] });
  });
});

describe.skipIf(noGpio)(titled('lines that are lost', noGpio), () => {
  const lab = boot({
    chips: ['pi 32 17=BUTTON 27=LED'],
    header: 'pi',
    scenarios: (way) => [`lost:${way}`, `unplugged:${way}`],
    more: ['killed'],
  });

  describe.each(WAYS)('by $way $skipped', ({ way }) => {
    const run = test.skipIf(way === 'onoff' && noOnoff);

    run('a line that is taken away ends the press and is opened again', () => {
      expect(lab.result(`lost:${way}`)).toEqual({
        told: ['press', 'release', 'press'],
        states: ['up', 'down', 'up'],
        reason: expect.stringMatching(way === 'onoff' ? /is gone/ : /gpiomon ended with SIGKILL/),
      });
    });

    run('a chip that goes away and comes back works again', () => {
      expect(lab.result(`unplugged:${way}`)).toMatchObject({
        told: ['press'],
        health: [{ state: 'up' }, { state: 'down' }, { state: 'up' }],
      });
    });
  });

  test('the tools end with the program, however that ends', () => {
    const free = { used: false, by: '' };
    expect(lab.result('killed')).toEqual({ before: 2, after: [free, free] });
  });
});

describe.skipIf(noGpio)(titled('two chips', noGpio), () => {
  const lab = boot({
    chips: ['expander 32', 'pinctrl-bcm2711 58 17=BUTTON'],
    header: 'pinctrl-bcm2711',
    other: 'expander',
    scenarios: (way) => [`chips:${way}`],
    more: [],
    asNobody: ['choice'],
  });

  test.skipIf(noOnoff)('onoff finds the header by the label of its chip', () => {
    expect(lab.result('chips:onoff')).toEqual({ ofTheOther: [], told: ['press'] });
  });

  test('libgpiod finds the header by the label of its chip', () => {
    expect(lab.result('chips:libgpiod')).toEqual({ ofTheOther: [], told: ['press'] });
  });

  test('a user without the rights is told of the group', () => {
    expect(lab.result('choice')).toEqual({
      refusal: expect.stringMatching(/may not .* group "gpio"/),
    });
  });
});

interface Boot {
  /** Arguments of the lab's `gpio-chip`, one chip each. */
  readonly chips: readonly string[];
  readonly header: string;
  readonly other?: string;
  readonly scenarios: (way: string) => string[];
  readonly more: readonly string[];
  readonly asNobody?: readonly string[];
}

/** Boots the guest once before the tests of a group and keeps what its scenarios told. */
function boot({ chips, header, other = '', scenarios, more, asNobody = [] }: Boot) {
  let results: Map<string, unknown>;
  const all = [...scenarios('onoff'), ...scenarios('libgpiod'), ...more];
  const wanted = noOnoff === undefined ? all : all.filter((name) => !name.endsWith(':onoff'));
  const play = `"${process.execPath}" test/parts/lab/gpio.mjs`;
  const script = [
    ...chips.map((chip) => `"$LAB_DIR/gpio-chip" ${chip} > /dev/null`),
    `${play} ${wanted.join(' ')}`,
    ...asNobody.map((name) => `setpriv --reuid 65534 --regid 65534 --clear-groups ${play} ${name}`),
  ].join(' && ');

  beforeAll(async () => {
    const options = ['-e', `CHIP=${header}`, '-e', `OTHER=${other}`];
    const { output, errors } = await inGuest(options, ['bash', '-c', script]);
    results = resultsByName(output);
    if (results.size === 0) throw new Error(`The guest told nothing: ${output}${errors}`);
  });

  return { result: (name: string) => results.get(name) };
}
