/**
 * How long a template takes that was compiled before: of a message from its text to the value, and beside it what
 * JSON.parse takes for that text alone. Reads the templates of publishers from a file, or takes those of the big home.
 *
 *     node templates-process.js [FILE.json.gz]
 */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { compileTemplate, type Template, TemplateError } from '../../../src/jinja/template.ts';
import { fromPlain, type JinjaValue, parseJson } from '../../../src/jinja/value.ts';
import { median, percentile } from '../figures.ts';
import { retained } from './big-home.ts';

export interface TemplateTimes {
  readonly templates: number;
  readonly of: 'publishers' | 'the big home';
  /** Over all templates, each with its median. */
  readonly medianUs: number;
  readonly p99Us: number;
  readonly slowest: { readonly us: number; readonly template: string };
  /** JSON.parse of the same messages. */
  readonly parseUs: number;
}

export type TemplatesWord = { readonly type: 'measured'; readonly times: TemplateTimes };

interface Sample {
  readonly source: string;
  readonly texts: readonly string[];
}

const ROUNDS = 7;
const TEMPLATE = /(?:template|tpl)":("(?:[^"\\]|\\.)*")/g;

const [file] = process.argv.slice(2);
const isThere = file !== undefined && existsSync(file);
const samples = isThere ? ofPublishers(file) : ofBigHome();
const measured = samples.flatMap((sample) => timesOf(sample) ?? []);
const slowest = measured.reduce((most, one) => (one.medianUs > most.medianUs ? one : most));
const times: TemplateTimes = {
  templates: measured.length,
  of: isThere ? 'publishers' : 'the big home',
  medianUs: median(measured.map(({ medianUs }) => medianUs)),
  p99Us: percentile(
    measured.map(({ medianUs }) => medianUs),
    99,
  ),
  slowest: { us: slowest.medianUs, template: slowest.source },
  parseUs: median(measured.flatMap(({ parseUs }) => parseUs ?? [])),
};
process.send?.({ type: 'measured', times } satisfies TemplatesWord, () => process.exit());

/** Nothing for what is no template here. */
function timesOf({ source, texts }: Sample) {
  let template: Template;
  try {
    template = compileTemplate(source.trim());
  } catch {
    return undefined;
  }
  const passes: number[] = [];
  const parses: number[] = [];
  for (let round = 0; round < ROUNDS; round++)
    for (const text of texts) {
      passes.push(us(() => render(template, text)));
      if (isJson(text)) parses.push(us(() => JSON.parse(text)));
    }
  const parseUs = parses.length === 0 ? undefined : median(parses);
  return { source, medianUs: median(passes), parseUs };
}

/** As `facts.ts` does it for each message. */
function render(template: Template, text: string): string | undefined {
  const json = parseJson(text);
  const value = fromPlain(text);
  const variables: Record<string, JinjaValue> =
    json === undefined ? { value } : { value, value_json: json };
  try {
    return template.render(variables).trim();
  } catch (error) {
    if (error instanceof TemplateError) return undefined;
    throw error;
  }
}

function us(work: () => unknown): number {
  const startedAt = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - startedAt) / 1_000;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function ofPublishers(path: string): Sample[] {
  const all: readonly {
    readonly template: string;
    readonly cases: readonly { readonly k: string; readonly in: string }[];
  }[] = JSON.parse(gunzipSync(readFileSync(path)).toString());
  return all
    .map(({ template, cases }) => ({
      source: template,
      texts: cases.filter(({ k }) => k === 'payload').map((each) => each.in),
    }))
    .filter(({ texts }) => texts.length > 0);
}

/** Each with the states that the broker keeps of the big home; most of them are those of other things. */
function ofBigHome(): Sample[] {
  const sources = new Set<string>();
  const texts: string[] = [];
  for (const { topic, payload } of retained) {
    if (!topic.startsWith('homeassistant/')) texts.push(payload);
    else for (const [, source] of payload.matchAll(TEMPLATE)) sources.add(JSON.parse(`${source}`));
  }
  const some = texts.filter((_, at) => at % 100 === 0);
  return [...sources].map((source) => ({ source, texts: some }));
}
