import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ButtonConsent } from '../../src/consent/button-consent.ts';
import { silentLog } from '../../src/system/log.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const never = new AbortController().signal;

describe('consent', () => {
  test('is given by a press after the question, and the code in the turn of that press', async () => {
    const { consent, ask, confirm, ran } = setUp();
    consent.pressed();
    const code = ask('unlock');
    consent.pressed();
    expect(await confirm(code)).toEqual({
      result: 'ran',
      answer: { status: 'done', message: 'unlock' },
    });
    expect(ran).toEqual(['unlock']);
  });

  test('is given a code as people and models write it', async () => {
    const { consent, ask, confirm } = setUp();
    const code = ask('unlock');
    consent.pressed();
    expect((await confirm(` ${code.toLowerCase()} `)).result).toBe('ran');
  });

  test.each([
    ['the model alone, in the same turn', 'no press', async ({ ask }) => ask('unlock')],
    [
      'a press that came before the question',
      'no press',
      async ({ consent, ask }) => {
        consent.pressed();
        return ask('unlock');
      },
    ],
    [
      'a question in writing after it',
      'no press',
      async ({ consent, ask }) => {
        const code = ask('unlock');
        consent.written();
        return code;
      },
    ],
    [
      'a question in writing after the press',
      'no press',
      async ({ consent, ask }) => {
        const code = ask('unlock');
        consent.pressed();
        consent.written();
        return code;
      },
    ],
    [
      'a press that comes too late',
      'late',
      async ({ consent, ask, clock }) => {
        const code = ask('unlock');
        clock.advance(30_000);
        consent.pressed();
        return code;
      },
    ],
    [
      'a call that comes too late',
      'late',
      async ({ consent, ask, clock }) => {
        const code = ask('unlock');
        consent.pressed();
        clock.advance(30_000);
        return code;
      },
    ],
    [
      'another connection',
      'unknown',
      async ({ consent, ask }) => {
        const code = ask('unlock');
        consent.reconnected();
        consent.pressed();
        return code;
      },
    ],
    [
      'another connection after the press',
      'unknown',
      async ({ consent, ask }) => {
        const code = ask('unlock');
        consent.pressed();
        consent.reconnected();
        return code;
      },
    ],
    [
      'a press and a code that was never given',
      'unknown',
      async ({ consent, ask }) => {
        ask('unlock');
        consent.pressed();
        return 'ABCDEFGH';
      },
    ],
    [
      'a press alone, without a question',
      'unknown',
      async ({ consent }) => {
        consent.pressed();
        return '';
      },
    ],
    [
      'the name of something that every object has',
      'unknown',
      async ({ consent, ask }) => {
        ask('unlock');
        consent.pressed();
        return '__proto__';
      },
    ],
  ] satisfies [string, string, (home: ReturnType<typeof setUp>) => Promise<string>][])(
    'is not given by %s',
    async (_, reason, attack) => {
      const home = setUp();
      const code = await attack(home);
      expect(await home.confirm(code)).toMatchObject({ result: 'refused', reason });
      expect(home.ran).toEqual([]);
    },
  );

  test('is good until just before 30 seconds have passed', async () => {
    const { consent, ask, confirm, clock } = setUp();
    const code = ask('unlock');
    clock.advance(20_000);
    consent.pressed();
    clock.advance(9_999);
    expect((await confirm(code)).result).toBe('ran');
  });

  test('is good once, also with another press', async () => {
    const { consent, ask, confirm, ran } = setUp();
    const code = ask('unlock');
    consent.pressed();
    await confirm(code);
    expect(await confirm(code)).toMatchObject({ reason: 'used' });
    consent.pressed();
    expect(await confirm(code)).toMatchObject({ reason: 'used' });
    expect(ran).toEqual(['unlock']);
  });

  test('that was used is not said to be for nothing: what it was for may have been done', async () => {
    const { consent, ask, confirm } = setUp();
    const code = ask('unlock');
    consent.pressed();
    await confirm(code);
    expect(await confirm(code)).toMatchObject({
      why: expect.stringContaining('what came of it was told then'),
    });
  });

  test('is good once although two calls come at the same time', async () => {
    const { consent, ask, confirm, ran } = setUp();
    const code = ask('unlock');
    consent.pressed();
    await Promise.all([confirm(code), confirm(code)]);
    expect(ran).toEqual(['unlock']);
  });

  test('of one press is for one of two questions; the other takes a press of its own', async () => {
    const { consent, ask, confirm, ran } = setUp();
    const [one, other] = [ask('unlock'), ask('open')];
    consent.pressed();
    await confirm(one);
    expect(await confirm(other)).toMatchObject({ reason: 'no press' });
    consent.pressed();
    await confirm(other);
    expect(ran).toEqual(['unlock', 'open']);
  });

  test('that was tried too early can still be given', async () => {
    const { consent, ask, confirm } = setUp();
    const code = ask('unlock');
    expect(await confirm(code)).toMatchObject({ reason: 'no press' });
    consent.pressed();
    expect((await confirm(code)).result).toBe('ran');
  });

  test('for something that is asked for while another runs takes another press', async () => {
    const { consent, ask, confirm } = setUp();
    const code = ask('unlock');
    consent.pressed();
    await confirm(code);
    const inTheSameTurn = ask('open');
    expect(await confirm(inTheSameTurn)).toMatchObject({ reason: 'no press' });
  });

  test('is not to be had by guessing: after a few wrong codes nothing waits any more', async () => {
    const { consent, ask, confirm, ran } = setUp();
    const code = ask('unlock');
    consent.pressed();
    for (const guess of ['A', 'B', 'C', 'D', 'E']) await confirm(guess);
    expect(await confirm(code)).toMatchObject({ reason: 'unknown' });
    expect(ran).toEqual([]);
  });

  test('waits for few questions only: the oldest is dropped', async () => {
    const { consent, ask, confirm } = setUp();
    const codes = Array.from({ length: 9 }, (_, at) => ask(`act ${at}`));
    consent.pressed();
    expect(await confirm(codes[0] ?? '')).toMatchObject({ reason: 'unknown' });
    expect((await confirm(codes[1] ?? '')).result).toBe('ran');
  });

  test('is asked for with another code each time', () => {
    const { ask } = setUp();
    const codes = Array.from({ length: 500 }, () => ask('unlock'));
    expect(new Set(codes).size).toBe(500);
    for (const code of codes) expect(code).toMatch(/^[2-9A-HJ-NP-Z]{8}$/);
  });

  test('leaves no timer behind', () => {
    const { consent, ask, clock } = setUp();
    for (let at = 0; at < 20; at++) ask('unlock');
    consent.close();
    expect(clock.pending).toBe(0);
  });

  test('is written down: asked for, given, refused, not come', async () => {
    const { consent, ask, confirm, clock, lines } = setUp();
    const code = ask('unlock');
    await confirm(code);
    consent.pressed();
    await confirm(code);
    ask('open');
    clock.advance(30_000);
    expect(lines).toEqual([
      'consent is asked for: unlock',
      'consent is refused: unlock, no press',
      'consent is given: unlock',
      'consent is asked for: open',
      'consent did not come: open',
    ]);
    expect(lines.join()).not.toContain(code);
  });

  test('never runs anything without a press of its own after it was asked for, whatever happens', async () => {
    const step = fc.record({
      type: fc.constantFrom('ask', 'press', 'write', 'reconnect', 'wait', 'confirm'),
      ms: fc.integer({ min: 1, max: 20_000 }),
      which: fc.nat({ max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { consent, ask, confirm, clock, ran } = setUp();
        const asked: { code: string; atMs: number; pressed: 'no' | 'yes'; connection: number }[] =
          [];
        let connection = 0;
        let begunBy: 'press' | 'other' = 'other';
        let presses = 0;
        for (const one of steps) {
          if (one.type === 'ask') {
            const code = ask(`${asked.length}`);
            asked.push({ code, atMs: clock.now(), pressed: 'no', connection });
          } else if (one.type === 'press') {
            consent.pressed();
            presses++;
            begunBy = 'press';
            for (const question of asked) question.pressed = 'yes';
          } else if (one.type === 'write') {
            consent.written();
            begunBy = 'other';
          } else if (one.type === 'reconnect') {
            consent.reconnected();
            connection++;
          } else if (one.type === 'wait') clock.advance(one.ms);
          else {
            const question = asked[one.which];
            const before = ran.length;
            if (question) await confirm(question.code);
            if (question === undefined || ran.length === before) continue;
            expect(question.pressed).toBe('yes');
            expect(begunBy).toBe('press');
            expect(question.connection).toBe(connection);
            expect(clock.now() - question.atMs).toBeLessThan(30_000);
          }
        }
        expect(ran.length).toBeLessThanOrEqual(presses);
        expect(new Set(ran).size).toBe(ran.length);
      }),
    );
  });
});

function setUp() {
  const clock = new FakeClock();
  const lines: string[] = [];
  const note = (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
    const { what, reason } = fields;
    lines.push(`${message}: ${[what, reason].filter((word) => word !== undefined).join(', ')}`);
  };
  const consent = new ButtonConsent({ clock, log: { ...silentLog, info: note, warn: note } });
  const ran: string[] = [];
  return {
    clock,
    consent,
    lines,
    ran,
    ask: (what: string) =>
      consent.ask(what, async () => {
        ran.push(what);
        return { status: 'done', message: what };
      }).code,
    confirm: (code: string) => consent.confirm(code, never),
  };
}
