import { describe, expect, test } from 'vitest';
import { compileTemplate, TemplateError } from '../../src/jinja/template.ts';
import { parseJson } from '../../src/jinja/value.ts';
import { PAYLOAD, PYTHON_SAYS } from './python-says.ts';

describe.each(Object.entries(PYTHON_SAYS))('%s', (_, rows) => {
  test.each(rows)('%s', (template, printed) => {
    expect(said(template)).toBe(printed);
  });
});

function said(template: string): string | null {
  const variables = { value: PAYLOAD, value_json: parseJson(PAYLOAD) ?? null };
  try {
    return compileTemplate(template, UTC).render(variables);
  } catch (error) {
    if (error instanceof TemplateError) return null;
    throw error;
  }
}

const UTC = {
  now: () => new Date(Date.UTC(2026, 10, 20, 12)),
  offsetMinutes: () => 0,
};
