import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Dict } from '../../src/jinja/dict.ts';
import { compileTemplate, type Template, TemplateError } from '../../src/jinja/template.ts';
import { type JinjaValue, parseJson } from '../../src/jinja/value.ts';

const CASES = new URL('../../../shared/fixtures/templates/cases.json.gz', import.meta.url);

interface Case {
  /** `payload`: `in` is a message; `vars`: it is the variables as JSON. */
  k: 'payload' | 'vars';
  in: string;
  out?: string;
  err?: string;
}

test('renders at least 99.9 % of the templates of publishers exactly as Jinja2 does, and of their cases', (context) => {
  context.skip(!existsSync(CASES), 'The templates of publishers are not in ../shared/fixtures.');
  const all: { template: string; cases: Case[] }[] = JSON.parse(
    gunzipSync(readFileSync(CASES)).toString('utf8'),
  );
  const wrong: string[] = [];
  let cases = 0;
  let wrongTemplates = 0;
  for (const { template, cases: own } of all) {
    cases += own.length;
    const missed = own.filter((each) => rendered(template, each) !== (each.out ?? ERROR));
    if (missed.length > 0) wrongTemplates += 1;
    for (const each of missed) wrong.push(`${template} <- ${each.in}`);
  }
  expect(all.length).toBeGreaterThan(5000);
  const shown = wrong.slice(0, 10).join('\n');
  expect(1 - wrongTemplates / all.length, shown).toBeGreaterThanOrEqual(0.999);
  expect(1 - wrong.length / cases, shown).toBeGreaterThanOrEqual(0.999);
});

const ERROR = Symbol('error');
const compiled = new Map<string, Template | typeof ERROR>();

function rendered(source: string, { k, in: input }: Case): string | typeof ERROR {
  const template = compiled.get(source) ?? ifTemplate(() => compileTemplate(source.trim(), UTC));
  compiled.set(source, template);
  if (template === ERROR) return ERROR;
  const json = parseJson(input);
  const variables: Record<string, JinjaValue> = k === 'payload' ? { value: input } : {};
  if (k === 'payload' && json !== undefined) variables['value_json'] = json;
  if (k === 'vars' && json instanceof Dict) {
    for (const [name, value] of json.entries()) variables[String(name)] = value;
  }
  return ifTemplate(() => template.render(variables).trim());
}

function ifTemplate<T>(make: () => T): T | typeof ERROR {
  try {
    return make();
  } catch (error) {
    if (error instanceof TemplateError) return ERROR;
    throw error;
  }
}

const UTC = {
  now: () => new Date(Date.UTC(2026, 10, 20, 12)),
  offsetMinutes: () => 0,
};
