/** What is allowed on the broker and what is not, with the lines that would allow it. Pure. */
import { bad, type Finding, good, skipped } from '../check.ts';
import type { NeededRights, Reading } from './needed-rights.ts';
import type { Heard, Spoken, TriedRights } from './try-rights.ts';

export interface RightsWords {
  readonly needed: NeededRights;
  readonly tried: TriedRights;
  /** As whom the broker knows this device. */
  readonly username: string | undefined;
}

export function rightsFindings(words: RightsWords): Finding[] {
  return [
    ownFinding(words),
    ...announcementFindings(words),
    ...readingFindings(words),
    ...commandFindings(words),
  ];
}

function ownFinding({ needed: { base, own }, tried, username }: RightsWords): Finding {
  const where = `${base}/#`;
  switch (tried.own) {
    case 'heard':
      return good(`It may publish and hear everything of its own (${where}).`);
    case 'refused':
      return bad(
        `The broker does not let this device publish below ${base}/: nobody is told how it is.`,
        grant(username, [own.line]),
      );
    case 'unheard':
      return bad(
        `The broker does not let this device hear what is sent to it below ${base}/: it can be neither muted nor asked from afar.`,
        grant(username, [own.line]),
      );
    case 'lost':
      return bad(
        `What this device publishes below ${base}/ does not come back to it: it may not publish there, or not hear it.`,
        grant(username, [own.line]),
      );
    case 'unacknowledged':
      return bad(`The broker took a message on ${own.probe}, and did not say what became of it.`);
  }
}

function announcementFindings({ needed, tried, username }: RightsWords): Finding[] {
  const { announcement } = needed;
  if (announcement === undefined) return [];
  const { topic, line } = announcement;
  const said: Spoken | 'not tried' = tried.announcement;
  switch (said) {
    case 'heard':
    case 'unheard':
      return [good(`It may describe itself to hubs (${topic}).`)];
    case 'refused':
      return [
        bad(
          `The broker does not let this device describe itself on ${topic}: no hub shows it. If none should, set "mqtt.announce" to false.`,
          grant(username, [line]),
        ),
      ];
    case 'lost':
      return [
        bad(
          `What this device publishes on ${topic} to describe itself does not come back: it may not publish there, or not hear it.`,
          grant(username, [line, `topic read ${topic}`]),
        ),
      ];
    case 'unacknowledged':
      return [
        bad(`The broker took the description of this device on ${topic}, and did not answer.`),
      ];
    case 'not tried':
      return [
        skipped(
          `Whether this device may describe itself on ${topic} was not tried, since it has never been connected: run this again once the service runs.`,
        ),
      ];
  }
}

function readingFindings({ needed, tried, username }: RightsWords): Finding[] {
  const those = (...states: readonly Heard[]): readonly Reading[] =>
    needed.readings.filter((_, at) => states.includes(tried.readings[at] ?? 'silent'));
  const heard = those('heard');
  const silent = those('silent');
  return [
    ...(heard.length === 0 ? [] : [good(`It hears ${listed(heard)}.`)]),
    ...those('refused', 'withheld').map((reading) =>
      bad(
        `The broker does not let this device hear ${reading.what} (${reading.filters.join(', ')}).`,
        grant(username, [reading.line]),
      ),
    ),
    ...(silent.length === 0
      ? []
      : [
          skipped(
            `Whether it may hear ${listed(silent)} is not known: nothing is kept there, or it is withheld.`,
            grant(username, linesOf(silent), 'where they are missing'),
          ),
        ]),
  ];
}

function commandFindings({ needed: { commands }, username }: RightsWords): Finding[] {
  if (commands.length === 0) return [];
  const lines = commands.map((topic) => `topic write ${topic}`);
  return [
    skipped(
      'Whether it may publish commands was not tried, since they would be done.',
      grant(username, lines, 'where they are missing'),
    ),
  ];
}

/** More would push everything else off the screen. */
const MOST_LINES = 12;

function grant(username: string | undefined, all: readonly string[], when = 'what is missing') {
  const place =
    username === undefined ? 'before its first line "user"' : `below "user ${username}"`;
  const shown = all.slice(0, MOST_LINES);
  const rest = all.length - shown.length;
  return {
    lines: [
      `in the access list of the broker; with Mosquitto in its acl_file, ${place} (${when}):`,
      ...shown,
      ...(rest > 0 ? [`and ${rest} more of that kind`] : []),
    ],
    details: { acl: all },
  };
}

const linesOf = (readings: readonly Reading[]): string[] => [
  ...new Set(readings.map(({ line }) => line)),
];

function listed(readings: readonly Reading[]): string {
  const shown = readings.slice(0, 5).map(({ what }) => what);
  const rest = readings.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}
