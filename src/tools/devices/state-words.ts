/** What is known of a thing, in words that a model can use and that claim no more than is known. */
import { isOurWord } from '../../devices/aspects.ts';
import type { EntityState, Known } from '../../devices/devices.ts';
import type { Entity, Fact } from '../../devices/entity.ts';
import { clean } from '../../devices/names/labels.ts';
import { ago } from './age-words.ts';
import { aspectUnit, aspectWords, byAspect } from './aspect-words.ts';

const MAX_VALUE = 120;
const MAX_WORDS = 400;

/**
 * As "on, brightness 40 % (heard 3 minutes ago)"; values are texts of strangers. What was heard more than `staleMs`
 * ago is told as stale.
 */
export function stateWords(
  entity: Entity,
  state: EntityState,
  nowMs: number,
  staleMs = Number.POSITIVE_INFINITY,
): string {
  const absence = state.availability === 'offline' ? 'unavailable; ' : '';
  if (entity.facts.length === 0) return `${absence}it never tells its state`;
  const units = new Map(entity.facts.map((fact) => [fact.aspect, fact]));
  const groups = new Map<string, string[]>();
  for (const aspect of [...units.keys()].sort(byAspect)) {
    const known = state.known.get(aspect);
    if (known === undefined) continue;
    const age = ageWords(known, units.get(aspect), nowMs, staleMs);
    const values = groups.get(age);
    if (values === undefined) groups.set(age, [valueWords(known, units.get(aspect), aspect)]);
    else values.push(valueWords(known, units.get(aspect), aspect));
  }
  if (groups.size === 0) return `${absence}unknown: nothing has been heard of it yet`;
  const words = [...groups].map(([age, values]) => `${values.join(', ')} (${age})`);
  return clean(absence + (absence && 'last: ') + words.join('; '), MAX_WORDS);
}

function valueWords({ value, since }: Known, fact: Fact | undefined, aspect: string): string {
  const words = aspectWords(aspect);
  if (since === 'expired') return `${words} not known any more`.trim();
  if (value === null) return `${words} unknown to the device itself`.trim();
  const unit = fact?.unit ?? (typeof value === 'number' ? aspectUnit(aspect) : undefined) ?? '';
  const text = typeof value === 'number' ? String(Number(value.toPrecision(10))) : textWords(value);
  return `${words} ${text} ${clean(unit, 20)}`.trim();
}

/** Apart from our own words: a text may look like an age, or like another value. */
function textWords(text: string): string {
  const shown = clean(text, MAX_VALUE);
  if (shown === '') return '(empty)';
  return isOurWord(shown) ? shown : `"${shown.replaceAll('"', "'")}"`;
}

function ageWords(known: Known, fact: Fact | undefined, nowMs: number, staleMs: number): string {
  const { heardLast } = known;
  const age = ownAgeWords(known, fact, nowMs, staleMs);
  if (heardLast === undefined) return age;
  const last = `last heard ${ago(nowMs - heardLast.heardAtMs)}${beforeRestart(heardLast.from)}`;
  return `${age}; ${last}: ${valueWords(heardLast, fact, fact?.aspect ?? '')}`;
}

function ownAgeWords(
  { heardAtMs, from, since }: Known,
  fact: Fact | undefined,
  nowMs: number,
  staleMs: number,
): string {
  const ageMs = nowMs - heardAtMs;
  if (since === undefined && ageMs > staleMs) return `stale, last heard ${ago(ageMs)}`;
  const before = since === undefined ? '' : `${lastOf(since, fact)} `;
  switch (from) {
    case 'device':
    case 'disk':
      return `${before || 'heard '}${ago(ageMs)}${beforeRestart(from)}`;
    case 'broker':
      return `${before}kept by the broker, of unknown age`;
  }
}

const beforeRestart = (from: Known['from']): string =>
  from === 'disk' ? ', before a restart' : '';

/** As `last on`, of what has turned off by itself. */
const lastOf = (since: 'expired' | 'passed', fact: Fact | undefined): string =>
  since === 'passed' && fact?.becomes !== undefined ? `last ${fact.becomes.from}` : 'last heard';
