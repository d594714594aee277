import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandTo, said } from '../../../src/devices/components/commands.ts';
import { compileTemplate } from '../../../src/jinja/template.ts';

/** Signs that mean something to somebody come often, and parts of commands. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '"',
        '\\',
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        ';',
        ' ',
        '\\u0022',
        "'",
        '\u{f0022}',
      ),
      fc.constantFrom('","state":"UNLOCK', '":"', 'state', 'UNLOCK', 'a', '1'),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

const sent = (source: string, value: string): string | undefined =>
  commandTo({ topic: 't', template: compileTemplate(source), qos: 1, named: {} })(said(value))
    ?.payload;

describe('whatever is said, what a template makes of it', () => {
  test.each([
    '{"state":"LOCK","text":"{{ value }}"}',
    '{"text":"{{ value }}","state":"LOCK"}',
    '{"text": "say {{ value }}!", "state": "LOCK", "more": {"again": "{{ value }}"}}',
    '{"state":"LOCK","text":{{ value | tojson }}}',
  ])('keeps what is beside it in %s', (source) => {
    fc.assert(
      fc.property(text, (value) => {
        const payload = sent(source, value);
        if (payload === undefined) return;
        const document = JSON.parse(payload) as Record<string, unknown>;
        expect(document['state']).toBe('LOCK');
        expect(String(document['text'])).toContain(value);
        expect(keysOf(payload).filter((key) => key === 'state')).toHaveLength(1);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is the text itself where the template escapes it', () => {
    fc.assert(
      fc.property(
        text.filter((value) => !/[\u{f0000}-\u{f007f}]/u.test(value)),
        (value) => {
          const payload = sent('{"state":"LOCK","text":{{ value | tojson }}}', value);
          expect(JSON.parse(payload ?? '')).toEqual({ state: 'LOCK', text: value });
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('is one of two parts where a separator parts them', () => {
    fc.assert(
      fc.property(text, (value) => {
        const payload = sent('{{ value }};LOCK', value);
        if (payload !== undefined) expect(payload.split(';').slice(1)).toEqual(['LOCK']);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** Each as often as it is written. */
const keysOf = (json: string): string[] =>
  [...json.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?/gs)].flatMap(([, key = '', colon]) =>
    colon === undefined ? [] : [JSON.parse(key) as string],
  );
