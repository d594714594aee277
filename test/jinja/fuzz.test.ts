import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FILTERS } from '../../src/jinja/filters.ts';
import { FUNCTIONS } from '../../src/jinja/functions.ts';
import { compileTemplate, TemplateError } from '../../src/jinja/template.ts';
import { TESTS } from '../../src/jinja/tests.ts';
import { parseJson, toPlain } from '../../src/jinja/value.ts';

const MAX_OUTPUT = 256 * 1024;

test('whatever the text of a template is, nothing but its own error is thrown', () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), braced()), messages(), survives), {
    numRuns: 2_000,
  });
});

test('whatever a template says, nothing but its own error is thrown', () => {
  fc.assert(fc.property(templates(), messages(), survives), { numRuns: 5_000 });
});

test('whatever becomes of a template of a publisher, nothing but its own error is thrown', () => {
  fc.assert(fc.property(mutants(), messages(), survives), { numRuns: 3_000 });
});

test('whatever a regular expression is, nothing but its own error is thrown', () => {
  const patterns = fc
    .array(fc.constantFrom(...PATTERN_PARTS), { maxLength: 12 })
    .map((parts) => parts.join(''));
  const replacements = fc.constantFrom('', 'x', '\\1', '\\g<a>', '\\2', '\\\\', '\\n', '\\q');
  const template = compileTemplate(
    '{{ value | regex_replace(p, r) }}{{ value | regex_findall(p) }}{{ value is match(p) }}',
  );
  fc.assert(
    fc.property(patterns, replacements, fc.string(), (p, r, value) => {
      ownErrorOnly(() => template.render({ value, p, r }));
    }),
    { numRuns: 5_000 },
  );
});

test('a regular expression finds what that of the platform finds', () => {
  const simple = [
    'a',
    'b',
    '.',
    '[ab]',
    '[^a]',
    '(a|b)',
    '(?:ab)',
    'a*',
    'b+?',
    '(a)?',
    '\\w',
    '\\d',
    '^',
    '$',
    '(?=a)',
    '(?<!b)',
    'a{1,2}',
    '(?:a|bc){2}',
    '|',
  ];
  const patterns = fc
    .array(fc.constantFrom(...simple), { minLength: 1, maxLength: 6 })
    .map((parts) => parts.join(''));
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', ' '), maxLength: 12 });
  const template = compileTemplate('{{ value is search(p) }}');
  fc.assert(
    fc.property(patterns, texts, (p, value) => {
      expect(template.render({ value, p })).toBe(new RegExp(p).test(value) ? 'True' : 'False');
    }),
    { numRuns: 3_000 },
  );
});

function survives(source: string, payload: string): void {
  const json = parseJson(payload);
  const variables = { value: payload, ...(json === undefined ? {} : { value_json: json }) };
  ownErrorOnly(() => {
    const template = compileTemplate(source);
    ownErrorOnly(() => toPlain(template.evaluate(variables)));
    const text = template.render(variables);
    expect(text.length).toBeLessThanOrEqual(MAX_OUTPUT);
  });
  expect(Object.keys(Object.prototype)).toEqual([]);
}

function ownErrorOnly(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    expect(error.message).toMatch(/^[A-Z"].*\.$/s);
  }
}

/** Messages of devices, with names that are dangerous elsewhere. */
function messages(): fc.Arbitrary<string> {
  const keys = fc.constantFrom(
    'a',
    'state',
    '__proto__',
    'constructor',
    'toString',
    'update',
    'items',
    '',
  );
  const values = fc.oneof(fc.integer(), fc.double(), fc.string(), fc.boolean(), fc.constant(null));
  const json = fc.letrec((tie) => ({
    any: fc.oneof({ maxDepth: 3 }, values, tie('list'), tie('dict')),
    list: fc.array(tie('any'), { maxLength: 4 }),
    dict: fc.dictionary(keys, tie('any'), { maxKeys: 5 }),
  })).any;
  return fc.oneof(
    json.map((value) => JSON.stringify(value)),
    fc.string(),
  );
}

/** Any text, but rich in what is special. */
function braced(): fc.Arbitrary<string> {
  const parts = fc.constantFrom(
    '{{',
    '}}',
    '{%',
    '%}',
    '{#',
    '#}',
    '-',
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    "'",
    '"',
    '\\',
    '|',
    '.',
    ',',
    ':',
    '=',
    '~',
    '*',
    '/',
    ' ',
    '\n',
    '0',
    '9',
    '1e',
    '_',
    'a',
    'if',
    'else',
    'endif',
    'for',
    'in',
    'endfor',
    'set',
    'is',
    'not',
    'raw',
    'endraw',
    'macro',
    'endmacro',
    'call',
    'endcall',
    'with',
    'endwith',
    'filter',
    'endfilter',
    'do',
    'recursive',
    '😀',
    '\ud800',
    '\0',
  );
  return fc.array(parts, { maxLength: 40 }).map((all) => all.join(''));
}

function templates(): fc.Arbitrary<string> {
  const { expression } = fc.letrec<{ expression: string; atom: string; values: string }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      tie('atom'),
      fc
        .tuple(tie('expression'), filterNames(), tie('values'))
        .map(([of, name, values]) => `(${of})|${name}(${values})`),
      fc.tuple(tie('expression'), filterNames()).map(([of, name]) => `${of}|${name}`),
      fc
        .tuple(tie('expression'), testNames(), tie('values'))
        .map(([of, name, values]) => `(${of}) is ${name}(${values})`),
      fc.tuple(functionNames(), tie('values')).map(([name, values]) => `${name}(${values})`),
      fc
        .tuple(tie('expression'), methodNames(), tie('values'))
        .map(([of, name, values]) => `(${of}).${name}(${values})`),
      fc
        .tuple(tie('expression'), fc.constantFrom(...OPERATORS), tie('expression'))
        .map(([a, operator, b]) => `(${a}) ${operator} (${b})`),
      fc.tuple(tie('expression'), tie('expression')).map(([of, key]) => `(${of})[${key}]`),
      fc
        .tuple(tie('expression'), tie('expression'), tie('expression'))
        .map(([of, from, to]) => `(${of})[${from}:${to}]`),
      fc.tuple(tie('expression'), tie('expression')).map(([key, value]) => `{${key}: ${value}}`),
      tie('values').map((values) => `[${values}]`),
      tie('values').map((values) => `(${values},)`),
      fc
        .tuple(tie('expression'), tie('expression'))
        .map(([then, condition]) => `(${then} if ${condition} else 0)`),
    ),
    atom: fc.constantFrom(...ATOMS),
    values: fc.array(tie('expression'), { maxLength: 3 }).map((all) => all.join(', ')),
  }));
  return fc.oneof(
    expression.map((of) => `{{ ${of} }}`),
    fc
      .tuple(expression, expression)
      .map(([a, b]) => `{% if ${a} %}{{ ${b} }}{% else %}x{% endif %}`),
    fc
      .tuple(expression, expression)
      .map(([a, b]) => `{% for x in ${a} %}{{ ${b} }}{{ loop.index }}{% else %}-{% endfor %}`),
    fc
      .tuple(expression, expression)
      .map(
        ([a, b]) =>
          `{% set value = ${a} %}{% set n = namespace(a=value) %}{% set n.a = ${b} %}{{ n.a }}`,
      ),
    fc
      .tuple(expression, expression)
      .map(
        ([a, b]) =>
          `{% macro value(x, loop=${a}) %}{{ ${b} }}{{ varargs }}{% endmacro %}{{ value(${a}) }}`,
      ),
    fc
      .tuple(expression, expression)
      .map(
        ([a, b]) =>
          `{% macro missing() %}{{ caller(${a}) }}{% endmacro %}{% call(value=1) missing() %}{{ ${b} }}{% endcall %}`,
      ),
    fc
      .tuple(expression, expression)
      .map(
        ([a, b]) =>
          `{% for value in ${a} recursive %}{{ loop(${b}) }}{{ loop.changed(value) }}{% endfor %}`,
      ),
    fc
      .tuple(expression, filterNames(), expression)
      .map(
        ([a, name, b]) =>
          `{% with value = ${a} %}{% filter ${name} %}{{ ${b} }}{% endfilter %}{% do ${b} %}{% endwith %}`,
      ),
  );
}

function mutants(): fc.Arbitrary<string> {
  const change = fc.record({
    at: fc.nat(),
    length: fc.nat({ max: 8 }),
    by: fc.oneof(
      fc.constantFrom(...ATOMS, ...OPERATORS, '|int', '|', '{{', '%}', '"', ')'),
      fc.string({ maxLength: 5 }),
    ),
  });
  return fc
    .tuple(fc.constantFrom(...PUBLISHED), fc.array(change, { maxLength: 4 }))
    .map(([source, changes]) =>
      changes.reduce((text, { at, length, by }) => {
        const start = at % (text.length + 1);
        return text.slice(0, start) + by + text.slice(start + length);
      }, source),
    );
}

function filterNames(): fc.Arbitrary<string> {
  return fc.constantFrom(...FILTERS.keys());
}

function testNames(): fc.Arbitrary<string> {
  return fc.constantFrom(...[...TESTS.keys()].filter((name) => /^\w+$/.test(name)));
}

function functionNames(): fc.Arbitrary<string> {
  return fc.constantFrom(...FUNCTIONS.keys());
}

function methodNames(): fc.Arbitrary<string> {
  return fc.constantFrom(
    ...'get keys values items split rsplit replace lower title strip find index count join format zfill center ljust partition splitlines startswith strftime isoformat timestamp total_seconds weekday replace is_integer bit_length cycle constructor __proto__ update'.split(
      ' ',
    ),
  );
}

const OPERATORS = [
  '+',
  '-',
  '*',
  '/',
  '//',
  '%',
  '**',
  '~',
  '==',
  '<',
  '>=',
  'in',
  'not in',
  'and',
  'or',
];
const ATOMS = [
  'value',
  'value_json',
  'value_json.a',
  'value_json["__proto__"]',
  'value_json.constructor',
  'missing',
  '0',
  '1',
  '-1',
  '3',
  '255',
  '1.5',
  '-2.5',
  '1e300',
  '10000000000000000000000',
  '99999',
  'true',
  'none',
  '""',
  '"a"',
  '"1.5"',
  '"%s %d"',
  '"{:>9.2f}"',
  '"(a+)+"',
  '"\\\\1"',
  '"a,b"',
  '[]',
  '[1, "a", none]',
  '{}',
  '{1: 2, "a": [1]}',
  '(1, 2)',
  'now()',
  'timedelta(days=1)',
  'namespace(a=1)',
  'range(5)',
  '"2026-01-01T00:00:00Z"',
  '"😀é"',
  'float',
  'loop',
  'value.items()',
  'value_json.keys()',
  '[1, "2"]|map("string")',
  'range(3)[::-1]',
];
const PUBLISHED = [
  '{{ value_json.state }}',
  '{{ value_json["update"]["latest_version"] }}',
  "{% set values = {None:None,'idle':'idle','heat':'heating'} %}{{ values[value_json['running_state']] }}",
  "{{ {0:'off', 1:'low'}[value] | default('') }}",
  "{{value_json.Color.split(',')[0:3]|join(',')}}",
  "{{ '%03d%03d' | format(value_json.a, 5) }}",
  '{%if is_number(value) and -100<value|int<900%}{{value}}{%endif%}',
  '{{ value_json.attributes | to_json }}{{(1000000/(value_json.temp|int))|round(0,"floor")}}',
  "{{ value | regex_replace('(?<=[a-z])(?=[A-Z])', ' ') }}",
  '{% if value_json.power > 0.02 -%} on {% else %} off {%- endif %}',
];
const PATTERN_PARTS = [
  'a',
  'b',
  '.',
  '\\d',
  '\\w',
  '\\b',
  '[a-z]',
  '[^x]',
  '[',
  ']',
  '(',
  ')',
  '(?:',
  '(?=',
  '(?<=',
  '(?<!',
  '(?P<a>',
  '(?i)',
  '(?i:',
  '|',
  '*',
  '+',
  '?',
  '{2}',
  '{1,}',
  '{,3}',
  '^',
  '$',
  '\\',
  '-',
  '😀',
  '\\1',
  '\\x41',
  '\\n',
];
