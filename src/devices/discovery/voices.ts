/**
 * Devices with this program announce themselves to hubs, as this one does. They are no devices of the home: a
 * model that can operate a voice could press its button, and confirm its own risky act.
 */
import type { LeftOut } from '../entity.ts';
import { isRecord } from './abbreviations/spelled-out.ts';
import { cleanText } from './clean-text.ts';
import { type Draft, type Drafts, idOf } from './draft.ts';

/** What they give as the name of their origin. */
export const VOICE_ORIGIN = 'Hearth';

const VOICE = 'It is this voice, or another like it: none is operated by what is said.';
const OWN_TOPICS =
  'It is commanded on the topics of this program: nothing that is said goes there.';

/** `place`: where all of it is described. In short steps. */
export function* withoutVoices(
  found: Drafts,
  { place, topicPrefix }: { readonly place: string; readonly topicPrefix: string },
): Generator<void, Drafts> {
  const drafts: Draft[] = [];
  const voices: LeftOut[] = [];
  for (const draft of found.drafts) {
    yield;
    const reason = whyNot(draft, topicPrefix);
    if (reason === undefined) drafts.push(draft);
    else voices.push({ id: idOf(draft), name: nameOf(draft), reason });
  }
  const [first, ...others] = voices;
  if (first === undefined) return found;
  // A whole device takes one line.
  const isWhole = drafts.length === 0 && others.length > 0;
  const left = isWhole ? [{ ...first, id: place }] : voices;
  return { drafts, leftOut: [...found.leftOut, ...left] };
}

function whyNot({ options }: Draft, topicPrefix: string): string | undefined {
  const { origin } = options;
  const name = isRecord(origin) ? cleanText(origin['name'], MAX_NAME) : undefined;
  if (name?.toLowerCase() === VOICE_ORIGIN.toLowerCase()) return VOICE;
  const isOwn = Object.entries(options).some(
    ([key, topic]) =>
      COMMAND.test(key) && typeof topic === 'string' && `${topic}/`.startsWith(`${topicPrefix}/`),
  );
  return isOwn ? OWN_TOPICS : undefined;
}

const MAX_NAME = 80;
/** `command_topic`, `brightness_command_topic`, `set_position_topic` … */
const COMMAND = /command_topic$|^set_\w+_topic$/;

const nameOf = ({ device, options }: Draft): string | undefined =>
  device.name ?? cleanText(options['name'], MAX_NAME);
