import { describe, expect, test } from 'vitest';
import { Float, Undefined } from '../../src/jinja/kinds.ts';
import { compileTemplate, TemplateError } from '../../src/jinja/template.ts';
import { fromPlain, type JinjaValue } from '../../src/jinja/value.ts';

describe('what a template of a publisher prints', () => {
  test.each([
    ['{{ value_json.state }}', { state: 'ON' }, 'ON'],
    ['{{ value_json["fan mode"] }}', { 'fan mode': 'low' }, 'low'],
    ['{{ value_json.on }}', { on: true }, 'True'],
    ['{{ value_json.temperature }}', { temperature: null }, 'None'],
    ['{{ value_json.thermostats.0.pos }}', { thermostats: [{ pos: 42 }] }, '42'],
    ['{{ {0:"off", 1:"low"}[value_json.level] | default("?") }}', { level: 1 }, 'low'],
    ['{% set v = {None:None,"idle":"off"} %}{{ v[value_json.state] }}', { state: null }, 'None'],
    ['{{ value_json.Color.split(",")[0:3]|join(",") }}', { Color: '1,2,3,4,5' }, '1,2,3'],
    ['{{ OFF if value_json.value == 0 else ON }}', { value: 0 }, ''],
    ['{% if value_json.power > 0.02 -%} on {%- else %} off {%- endif %}', { power: 1 }, 'on'],
    ['{{ (value_json.level / 254 * 100) | round(0) }}', { level: 127 }, '50'],
    [
      '{% set n = namespace(r=[("action", value_json.action)]) %}{% for p in [{"pattern": "^(?P<b>[a-z]+)_(?P<a>press|hold)$", "groups": ["button", "action"]}] %}{% set m = value_json.action | regex_findall(p.pattern) %}{% if m[0] is undefined %}{% continue %}{% endif %}{% for key, value in zip(p.groups, m[0]) %}{% set n.r = n.r | rejectattr(0, "eq", key) | list + [(key, value)] %}{% endfor %}{% endfor %}{{ dict.from_keys(n.r | reject("eq", ("action", ""))) | to_json }}',
      { action: 'dots_press' },
      '{"button":"dots","action":"press"}',
    ],
    ['{{ "%03d%03d" | format(value_json.w, value_json.c) }}', { w: 7, c: 255 }, '007255'],
  ])('%s', (template, json, printed) => {
    expect(compileTemplate(template).render({ value_json: fromPlain(json) })).toBe(printed);
  });

  test('is nothing for what is not there', () => {
    expect(compileTemplate('{{ value_json.state }}').render({ value_json: fromPlain({}) })).toBe(
      '',
    );
  });

  test('is an error for a part of what is not there', () => {
    expect(() =>
      compileTemplate('{{ value_json.a.b }}').render({ value_json: fromPlain({}) }),
    ).toThrow(new TemplateError('The template uses "a", which is not there.'));
  });

  test('is the text itself where there are no braces', () => {
    expect(compileTemplate('a { b }\n').render({})).toBe('a { b }\n');
  });
});

describe('what is not known', () => {
  test.each([
    ['{{ value | magic }}', 'The template uses the filter "magic", which is not known here.'],
    ['{{ value is magic }}', 'The template uses the test "magic", which is not known here.'],
    [
      '{{ states("light.a") }}',
      'The template uses the function "states", which is not known here.',
    ],
    ['{% import "a" as b %}', 'The template uses the tag "import", which is not known here.'],
    [
      '{{ value | map("magic") }}',
      'The template uses the filter "magic", which is not known here.',
    ],
    [
      '{{ value | select("magic") }}',
      'The template uses the test "magic", which is not known here.',
    ],
    [
      '{{ value | selectattr("a", "magic") }}',
      'The template uses the test "magic", which is not known here.',
    ],
    [
      '{{ value | constructor }}',
      'The template uses the filter "constructor", which is not known here.',
    ],
    [
      '{{ value | __proto__ }}',
      'The template uses the filter "__proto__", which is not known here.',
    ],
    [
      '{% if false %}{{ a | magic }}{% endif %}',
      'The template uses the filter "magic", which is not known here.',
    ],
    [
      '{{ value | regex_replace("(a)\\\\1", "") }}',
      'A regular expression has an escape that is not known: "\\1".',
    ],
    ['{% block a %}{% endblock %}', 'The template uses the tag "block", which is not known here.'],
  ])('is said when it is compiled: %s', (template, message) => {
    expect(() => compileTemplate(template)).toThrow(new TemplateError(message));
  });

  test('is said when it is rendered if it could not be known before', () => {
    const template = compileTemplate('{{ [1] | map(value) | list }}');
    expect(template.render({ value: 'string' })).toBe("['1']");
    expect(() => template.render({ value: 'magic' })).toThrow(TemplateError);
  });
});

describe('what is no template', () => {
  test.each([
    ['{{ value', 'A "{{" is not closed.'],
    ['{{ }}', 'The template has "}}" where a value is expected.'],
    ['{{ a b }}', 'The template has "b" where the end of the braces is expected.'],
    ['{% if a %}', 'The template lacks a tag "endif".'],
    ['{% endif %}', 'The template uses the tag "endif", which is not known here.'],
    ['{% for a b %}', 'The template has "b" where "in" is expected.'],
    ['{# a', 'A comment in the template is not closed.'],
    ['{% raw %} {{ a }}', 'The tag "raw" is not closed.'],
    ['{{ (1 }}', 'The template has a "}" that closes nothing.'],
    ['{{ a ? b }}', 'The template has a "?" where none can be.'],
    ['{{ "\\N{DASH}" }}', 'A text in the template has a broken escape: "\\N".'],
    ['{% break %}', 'The tag "break" stands outside of a loop.'],
    ['{% set true = 1 %}', 'The template sets "true", which is a constant.'],
  ])('is said in a sentence: %s', (template, message) => {
    expect(() => compileTemplate(template)).toThrow(new TemplateError(message));
  });
});

describe('the value of a template', () => {
  test.each<[string, JinjaValue]>([
    ['{{ value }}', 5n],
    ['  {{ value * 2 }}\n', 10n],
    ['{{ value / 2 }}', new Float(2.5)],
    ['{{ [value, none] }}', [5n, null]],
    ['{{ missing }}', new Undefined('missing')],
    ['{{ value }} °C', '5 °C'],
    ['{% if value %}{{ value }}{% endif %}', '5'],
    ['plain', 'plain'],
  ])('of %j is a value if it is one expression, else a text', (template, value) => {
    expect(compileTemplate(template).evaluate({ value: 5n })).toEqual(value);
  });
});

describe('the time of a template', () => {
  const winter = {
    now: () => new Date(Date.UTC(2026, 0, 5, 22, 30, 1, 250)),
    offsetMinutes: () => 120,
  };

  test.each([
    ['{{ now() }}', '2026-01-06 00:30:01.250000+02:00'],
    ['{{ utcnow() }}', '2026-01-05 22:30:01.250000+00:00'],
    ['{{ now().strftime("%A %-d %B %H:%M %z") }}', 'Tuesday 6 January 00:30 +0200'],
    ['{{ 0 | timestamp_local }}', '1970-01-01T02:00:00+02:00'],
    ['{{ 0 | timestamp_custom("%H:%M", false) }}', '00:00'],
    ['{{ today_at("07:15") }}', '2026-01-06 07:15:00+02:00'],
    ['{{ as_timestamp("2026-01-06 00:00:00") | int }}', '1767650400'],
    ['{{ (now() - timedelta(hours=1)).isoformat() }}', '2026-01-05T23:30:01.250000+02:00'],
    ['{{ now() - as_datetime("2026-01-01T00:00:00+02:00") }}', '5 days, 0:30:01.250000'],
    ['{{ as_datetime("2026-07-01 12:00") | as_local }}', '2026-07-01 12:00:00+02:00'],
    ['{{ now().replace(hour=8, minute=0, second=0, microsecond=0) }}', '2026-01-06 08:00:00+02:00'],
    ['{{ now().weekday() }} {{ now().isoweekday() }}', '1 2'],
  ])('is the one it is given: %s', (template, printed) => {
    expect(compileTemplate(template, winter).render({})).toBe(printed);
  });

  test('is that of the system by default', () => {
    const year = Number(compileTemplate('{{ now().year }}').render({}));
    expect(year).toBeGreaterThan(2020);
  });
});
