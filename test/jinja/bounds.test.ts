import { describe, expect, test } from 'vitest';
import { compileTemplate, TemplateError } from '../../src/jinja/template.ts';
import { fromPlain, parseJson } from '../../src/jinja/value.ts';

describe('a template that is too large', () => {
  test.each([
    ['long', 'a'.repeat(20_001)],
    ['long in its parts', `{{ [${'1,'.repeat(9_000)}] }}`],
    ['deep in parentheses', `{{ ${'('.repeat(2_000)}1${')'.repeat(2_000)} }}`],
    ['deep in brackets', `{{ ${'['.repeat(2_000)}${']'.repeat(2_000)} }}`],
    ['deep in signs', `{{ ${'-'.repeat(5_000)}1 }}`],
    ['deep in negations', `{{ ${'not '.repeat(4_000)}1 }}`],
    ['deep in sums', `{{ 1${'+1'.repeat(5_000)} }}`],
    ['deep in filters', `{{ 1${'|int'.repeat(4_000)} }}`],
    ['deep in attributes', `{{ a${'.a'.repeat(4_000)} }}`],
    ['deep in calls', `{{ float${'()'.repeat(4_000)} }}`],
    ['deep in choices', `{{ ${'1 if 1 else '.repeat(1_500)}1 }}`],
    ['deep in tags', '{% if 1 %}'.repeat(1_500) + '{% endif %}'.repeat(1_500)],
    ['deep in loops', '{% for a in b %}'.repeat(1_000)],
    ['rich in digits', `{{ ${'9'.repeat(5_000)} }}`],
  ])('is not compiled: %s', (_, source) => {
    expect(() => compileTemplate(source)).toThrow(TemplateError);
  });

  test('may still be as large as those of publishers', () => {
    const branches = Array.from(
      { length: 100 },
      (_, index) => `{% elif value == "${index}" %}${index}`,
    );
    const source = `{% if false %}${branches.join('')}{% endif %}{{ 1${' + 1'.repeat(100)} }}`;
    expect(compileTemplate(source).render({ value: '42' })).toBe('42101');
  });
});

describe('a rendering that is too much', () => {
  test.each([
    ['repeats a text', '{{ "a" * 999999999 }}'],
    ['repeats a long text', '{% set a = "a" * 200000 %}{{ a ~ a }}'],
    ['repeats a list', '{{ [1] * 999999999 }}'],
    [
      'doubles a text again and again',
      `{% set a = "ab" %}${'{% set a = a + a %}'.repeat(40)}{{ a }}`,
    ],
    [
      'doubles a list again and again',
      `{% set a = [1] %}${'{% set a = a + a %}'.repeat(40)}{{ a }}`,
    ],
    [
      'prints a list that shares its items',
      `{% set a = [1] %}${'{% set a = [a, a] %}'.repeat(60)}{{ a }}`,
    ],
    [
      'writes such a list as JSON',
      `{% set a = [1] %}${'{% set a = [a, a] %}'.repeat(60)}{{ a | to_json }}`,
    ],
    [
      'writes such a dict as JSON',
      `{% set a = 1 %}${'{% set a = {1: a, 2: a} %}'.repeat(60)}{{ a | to_json }}`,
    ],
    [
      'compares such lists',
      `{% set a = [1] %}{% set b = [1] %}${'{% set a = [a, a] %}{% set b = [b, b] %}'.repeat(60)}{{ a == b }}`,
    ],
    [
      'sorts such lists',
      `{% set a = [1] %}{% set b = [1] %}${'{% set a = [a, a] %}{% set b = [b, b] %}'.repeat(60)}{{ [a, b] | sort }}`,
    ],
    [
      'makes such a tuple a key',
      `{% set a = (1,) %}${'{% set a = (a, a) %}'.repeat(60)}{{ {a: 1} }}`,
    ],
    [
      'flattens such a list',
      `{% set a = [1] %}${'{% set a = [a, a] %}'.repeat(60)}{{ a | flatten | length }}`,
    ],
    ['raises to a large power', '{{ 9 ** 99999 }}'],
    [
      'multiplies again and again',
      `{% set a = 10 ** 1000 %}${'{% set a = a * a %}'.repeat(20)}{{ a }}`,
    ],
    [
      'has loops in loops',
      '{% for a in range(2000) %}{% for b in range(2000) %}{% endfor %}{% endfor %}',
    ],
    ['has a long range', '{{ range(999999999) | length }}'],
    ['pads a text', '{{ "%999999d" | format(1) }}'],
    ['pads a text in braces', '{{ "{:999999}".format(1) }}'],
    ['fills a text up', '{{ "a".ljust(99999999) }}'],
    ['centres a text', '{{ "a" | center(99999999) }}'],
    ['fills a text with zeros', '{{ "1".zfill(99999999) }}'],
    ['puts in more than there was', '{{ ("a" * 10000) | replace("", "b" * 1000) }}'],
    ['joins with a long text', '{{ range(1000) | join("b" * 10000) }}'],
    ['fills a batch up', '{{ [1] | batch(99999999, 0) }}'],
    ['indents far', '{{ "a\nb" | indent(99999999) }}'],
    ['writes many places', '{{ "%.99999f" | format(1.5) }}'],
    ['calls a macro out of itself', '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}'],
    ['calls a macro that it is given', '{% macro m(f) %}{{ f(f) }}{% endmacro %}{{ m(m) }}'],
    [
      'calls a macro out of itself in many brackets',
      `{% macro m() %}{{ ${'('.repeat(40)}m()${')'.repeat(40)} | upper | lower }}{% endmacro %}{{ m() }}`,
    ],
    [
      'calls a caller out of itself',
      '{% macro m() %}{% call m() %}{{ caller() }}{% endcall %}{{ caller() }}{% endmacro %}{{ m() }}',
    ],
    [
      'doubles its calls again and again',
      '{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(30) }}',
    ],
    ['has a loop that goes on for ever', '{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}'],
    [
      'makes a list out of that list itself',
      '{% set n = namespace() %}{% set n.g = [n] | map(attribute="g") | map("list") %}{{ n.g | list }}',
    ],
    [
      'makes lists out of lists again and again',
      '{% set n = namespace(g=[1]) %}{% for i in range(5000) %}{% set n.g = n.g | map("int") %}{% endfor %}{{ n.g | list }}',
    ],
    [
      'makes deep lists out of lists',
      `{% set n = namespace(g=[1]) %}{% for i in range(400) %}{% set n.g = n.g | map("int") %}{% endfor %}{{ n.g | list }}`,
    ],
    [
      'combines dicts that share their items',
      '{% set n = namespace(d={1: 1}) %}{% for i in range(60) %}{% set n.d = {1: n.d, 2: n.d} %}{% endfor %}{{ n.d | combine(n.d, recursive=true) | length }}',
    ],
    ['multiplies spans of time', '{{ timedelta(days=1) * timedelta(days=1) }}'],
    ['has a range of numbers that are too large', '{{ range(10 ** 30, 10 ** 30 + 2) | list }}'],
    ['parts a list into too many', '{{ [1] | slice(99999999) | list }}'],
    ['prints what contains itself', '{% set n = namespace() %}{% set n.n = n %}{{ n }}'],
    [
      'prints a deep list',
      '{% set n = namespace(l=[]) %}{% for i in range(500) %}{% set n.l = [n.l] %}{% endfor %}{{ n.l }}',
    ],
    [
      'compares what is deep',
      '{% set n = namespace(l=[], m=[]) %}{% for i in range(500) %}{% set n.l = [n.l] %}{% set n.m = [n.m] %}{% endfor %}{{ n.l == n.m }}',
    ],
  ])('is broken off: it %s', (_, source) => {
    expect(() => compileTemplate(source).render({})).toThrow(TemplateError);
  });

  test.each([
    [
      'changes a long text in a loop',
      '{% for i in range(10000) %}{{ (value | upper | lower | reverse)[:0] }}{% endfor %}',
    ],
    [
      'looks through a long text in a loop',
      '{% for i in range(10000) %}{{ "x" in value }}{% endfor %}',
    ],
    [
      'sorts a long list in a loop',
      '{% for i in range(10000) %}{% set x = value | list | sort %}{% endfor %}',
    ],
    [
      'makes long texts of short ones',
      '{{ range(10000) | map("string") | map("replace", "", "b" * 1000) | map("length") | sum }}',
    ],
    [
      'matches again and again',
      '{% for i in range(10000) %}{{ value | regex_search("(a|aa)+$") }}{% endfor %}',
    ],
    [
      'cuts words off from the end',
      '{% for i in range(10000) %}{% set x = value.replace("a", " a").rsplit(none, 5000) %}{% endfor %}',
    ],
    [
      'looks for many attributes of many items',
      `{{ value | list | sort(attribute="${'real,'.repeat(2000)}real") }}`,
    ],
    [
      'follows a long path again and again',
      `{{ value | list | map(attribute="${'x.'.repeat(5000)}x", default=1) | list }}`,
    ],
    [
      'adds up a long list',
      '{% for i in range(10000) %}{{ value | map("ord") | average }}{% endfor %}',
    ],
    ['raises again and again', '{% for i in range(10000) %}{{ 1.37 ** 2.718 }}{% endfor %}'],
    ['looks into a range', '{% set r = range(20000) %}{% for i in r %}{{ r[i] }}{% endfor %}'],
    ['counts in a long text', '{% for i in range(10000) %}{{ value.count("a") }}{% endfor %}'],
    ['splits a long text', '{% for i in range(10000) %}{% set x = value.split("a") %}{% endfor %}'],
  ])('is broken off soon: it %s', (_, source) => {
    expect(() => compileTemplate(source).render({ value: 'a'.repeat(10_000) })).toThrow(
      TemplateError,
    );
  });
});

describe('a regular expression that takes for ever elsewhere', () => {
  test.each([
    '(a+)+$',
    '(a|a)*$',
    '(a|aa)+$',
    '([a-zA-Z]+)*$',
    '(.*a){12}$',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '(a*)*b',
    'a*a*a*a*a*a*a*b',
    '(?=(?:a+)+$)x',
    '((((a*)*)*)*)*b',
  ])('comes to an end: %s', (pattern) => {
    const template = compileTemplate('{{ value | regex_match(pattern) }}');
    expect(template.render({ value: `${'a'.repeat(500)}!`, pattern })).toBe('False');
  });

  test.each([
    '(?:){1000}'.repeat(50),
    '(?:(?:(?:(?:){1000}){1000}){1000}){1000}',
    '(?:(?:(?:a{1000}){1000}){1000}){1000}',
    '(?:(?=(?:(?=(?:(?=a){900}){900}){900}){900}){900}){900}',
    `${'('.repeat(200)}a${')'.repeat(200)}`,
    `${'a?'.repeat(400)}${'a'.repeat(400)}`,
    '['.repeat(500),
    'a'.repeat(5_000),
  ])('is refused or matched at once, whatever it repeats: %s', (pattern) => {
    const template = compileTemplate('{{ value | regex_search(pattern) }}');
    try {
      expect(template.render({ value: 'a'.repeat(500), pattern })).toMatch(/^(True|False)$/);
    } catch (error) {
      expect(error).toBeInstanceOf(TemplateError);
    }
  });

  test('is not run on a text that is too long for it', () => {
    const template = compileTemplate('{{ value | regex_search("a{1000}b") }}');
    expect(() => template.render({ value: 'a'.repeat(200_000) })).toThrow(TemplateError);
  });
});

describe('a template that reaches out', () => {
  const NAMES = [
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '__class__',
    '__defineGetter__',
    'valueOf',
    'items',
    'value',
    'fields',
    'of',
  ];

  test.each(NAMES)('finds nothing by the name %s', (name) => {
    const variables = { a: fromPlain({}), s: 'text', l: [1n], n: 5n };
    for (const of of [
      'a',
      's',
      'l',
      'n',
      'range(1)',
      'a.items()',
      '([1] | map("int"))',
      'now()',
      'timedelta()',
      'namespace()',
      '(1,)',
      '1.5',
    ]) {
      for (const reach of [`(${of}).${name}`, `(${of})["${name}"]`, `(${of}) | attr("${name}")`]) {
        const template = compileTemplate(`{{ (${reach}) is undefined or (${reach}) is callable }}`);
        expect(template.render(variables), reach).toBe('True');
      }
    }
  });

  test.each(NAMES.filter((name) => name !== 'items'))(
    'finds what a message has by the name %s',
    (name) => {
      const value = parseJson(`{"${name}": {"x": 1}}`) ?? null;
      expect(
        compileTemplate(`{{ value.${name}.x }}{{ value["${name}"]["x"] }}`).render({ value }),
      ).toBe('11');
      expect(compileTemplate(`{{ value.get("${name}").x }}`).render({ value })).toBe('1');
      expect(
        compileTemplate(`{% set d = {"${name}": 2} %}{{ d["${name}"] }}`).render({ value }),
      ).toBe('2');
    },
  );

  test.each(NAMES)('has no variable of the name %s', (name) => {
    expect(compileTemplate(`{{ ${name} is defined }}`).render({})).toBe('False');
  });

  test.each([
    '{{ value.constructor.constructor("return process.pid")() }}',
    '{{ value["constructor"]["constructor"]("return 1")() }}',
    '{{ "".constructor }}{{ "".constructor() }}',
    '{{ now.constructor("return 1")() }}',
    '{{ range.__globals__ }}{{ range.__globals__.os }}',
    '{{ namespace.constructor("x") }}',
    '{{ loop.constructor() }}',
    '{{ [] | map(attribute="constructor.name") | list }}{{ [1] | map(attribute="constructor.name") | list }}',
    '{{ "{0.constructor}".format(1) }}',
    '{{ "{0.__class__}".format(1) }}',
    '{{ value.update({"a": 1}) }}',
    '{{ value.clear() }}',
  ])('gets an error: %s', (source) => {
    expect(() => compileTemplate(source).render({ value: fromPlain({}) })).toThrow(TemplateError);
  });

  test.each(NAMES)('may give a macro and its values the name %s', (name) => {
    const source = `{% macro ${name}(a) %}{{ a }}{{ kwargs.get("${name}") }}{% endmacro %}{{ ${name}(1, ${name}=2) }}`;
    expect(compileTemplate(source).render({})).toBe('12');
  });

  test.each(['call', 'turns', 'again', 'next', 'items', 'name', 'constructor', '__proto__'])(
    'finds nothing of a macro, a loop or a stream by the name %s',
    (name) => {
      const source = `{% macro m() %}{% endmacro %}{% for i in [1] recursive %}{{ [m, loop, [1] | map("int"), m()] | map(attribute="${name}") | select("defined") | list }}{% endfor %}`;
      expect(compileTemplate(source).render({})).toBe('[]');
    },
  );

  test('does not change what it is given', () => {
    const value = fromPlain({ list: [2, 1] });
    compileTemplate('{% set x = value.list | sort %}{% set value = 5 %}{{ x }}').render({ value });
    expect(compileTemplate('{{ value }}').render({ value })).toBe("{'list': [2, 1]}");
  });

  test('forgets everything when it is done', () => {
    const template = compileTemplate('{{ x is defined }}{% set x = 1 %}');
    expect(template.render({})).toBe('False');
    expect(template.render({})).toBe('False');
  });
});
