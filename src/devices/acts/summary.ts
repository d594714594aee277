/** From what became of each act to one answer that is short enough to be spoken. */
import type { Answer } from '../../consent/consent.ts';
import type { ActReport } from './acting.ts';
import { count, listed, quoted } from './words.ts';

type Status = ActReport['status'];

const MOST_NAMES = 5;

export function summary(reports: readonly ActReport[]): Answer {
  const [first] = reports;
  if (first !== undefined && reports.length === 1) {
    const { status, message, changes, tookMs } = first;
    return { status, message, ...(changes.length > 0 && { changes }), tookMs };
  }
  const parts = SPOKEN.flatMap(({ status, says }) => {
    const names = reports.filter((report) => report.status === status).map(({ name }) => name);
    return names.length === 0 ? [] : [says(names)];
  });
  const tookMs = Math.max(0, ...reports.map((report) => report.tookMs));
  return { status: statusOfAll(reports), message: parts.join(' ') + reasons(reports), tookMs };
}

/** `partly_done` as soon as some came about and some did not. */
function statusOfAll(reports: readonly ActReport[]): string {
  const has = (...statuses: readonly Status[]) =>
    reports.some(({ status }) => statuses.includes(status));
  if (!has('done', 'underway', 'sent')) return has('not_confirmed') ? 'not_confirmed' : 'not_done';
  if (has('not_confirmed', 'not_done')) return 'partly_done';
  return has('sent') ? 'sent' : has('underway') ? 'underway' : 'done';
}

const named = (names: readonly string[]): string => listed(names.map(quoted), MOST_NAMES);
const devices = (names: readonly string[]): string => count(names.length, 'device');

const SPOKEN: readonly {
  readonly status: Status;
  readonly says: (names: readonly string[]) => string;
}[] = [
  { status: 'done', says: (names) => `${devices(names)}: done.` },
  { status: 'underway', says: (names) => `${devices(names)}: begun.` },
  {
    status: 'sent',
    says: (names) =>
      `${devices(names)}: sent, and nothing tells whether it was done: ${named(names)}.`,
  },
  {
    status: 'not_confirmed',
    says: (names) => `${devices(names)}: sent, not confirmed: ${named(names)}.`,
  },
  { status: 'not_done', says: (names) => `${devices(names)}: not done: ${named(names)}.` },
];

/** Why some were not done; each reason once. */
function reasons(reports: readonly ActReport[]): string {
  const messages = reports.flatMap(({ status, message }) =>
    status === 'not_done' ? [message] : [],
  );
  const shown = [...new Set(messages)].slice(0, MOST_REASONS);
  return shown.length === 0 ? '' : ` ${shown.join(' ')}`;
}

const MOST_REASONS = 2;
