/** The sound in a reply of the model. Written words, thoughts, code and pictures in it are no sound. */
import { BYTES_PER_SAMPLE, REPLY_RATE_HZ } from '../audio/pcm.ts';
import {
  type Fields,
  fieldsOf,
  type Heard,
  isSet,
  listOf,
  shortTextOf,
  textOf,
} from './decode-fields.ts';

/** Messages of the service hold one to three parts. */
const MAX_PARTS = 256;
const MAX_MIME_TYPE_CHARACTERS = 200;
/** Messages of the service hold less than a second. */
const MAX_SOUND_BYTES = 60 * REPLY_RATE_HZ * BYTES_PER_SAMPLE;

export function readSound(content: Fields, heard: Heard): void {
  const turn = fieldsOf(content, 'modelTurn', heard) ?? {};
  let roomBytes = MAX_SOUND_BYTES;
  for (const part of listOf(turn, 'parts', MAX_PARTS, heard)) {
    if (isSet(part, 'thought', heard)) continue;
    const data = soundOf(fieldsOf(part, 'inlineData', heard), heard);
    // Asked before it is decoded: base64 takes at least four characters for three bytes.
    if (Math.floor(data.length / 4) * 3 > roomBytes) {
      heard.complaints.add('there is more than a minute of sound');
      continue;
    }
    const pcm = samplesOf(data, heard);
    if (pcm.length === 0) continue;
    roomBytes -= pcm.length;
    heard.events.push({ type: 'audio', pcm });
  }
}

/** Base64, or nothing. */
function soundOf(inline: Fields | undefined, heard: Heard): string {
  if (inline === undefined) return '';
  const mimeType = shortTextOf(inline, 'mimeType', MAX_MIME_TYPE_CHARACTERS, heard) ?? '';
  if (isReplySound(mimeType)) return textOf(inline, 'data', heard) ?? '';
  // What code drew, for example.
  if (!/^(application|image|text|video)\//i.test(mimeType))
    heard.complaints.add('a reply has sound in a format other than 24 kHz PCM');
  return '';
}

/** Vertex leaves the rate out; it is the same. */
const DEMANDS: ReadonlyMap<string | undefined, string> = new Map([
  ['rate', '24000'],
  ['channels', '1'],
]);

function isReplySound(mimeType: string): boolean {
  const [type, ...parameters] = mimeType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  return (
    type === 'audio/pcm' &&
    parameters.every((parameter) => {
      const [name, value] = parameter.split('=').map((part) => part.replace(/[\s"]/g, ''));
      return value === (DEMANDS.get(name) ?? value);
    })
  );
}

function samplesOf(base64: string, heard: Heard): Buffer {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(base64)) {
    heard.complaints.add('a reply has sound that is not base64');
    return Buffer.alloc(0);
  }
  const bytes = Buffer.from(base64, 'base64');
  const rest = bytes.length % BYTES_PER_SAMPLE;
  if (rest !== 0) heard.complaints.add('a reply has sound that ends in half a sample');
  return bytes.subarray(0, bytes.length - rest);
}
