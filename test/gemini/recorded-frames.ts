import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a session heard from the service, frame by frame. */
export interface Recording {
  readonly name: string;
  readonly frames: readonly unknown[];
}

const OWN = join(import.meta.dirname, 'recordings');
/** Sessions of the real service, from the public tests of googleapis/js-genai. */
const REAL = join(import.meta.dirname, '../../../shared/fixtures/live');

/** Made by hand, in the forms that the service is known to use. */
export const ownRecordings: readonly Recording[] = namesIn(OWN, '.json').map((name) => ({
  name,
  frames: JSON.parse(readFileSync(join(OWN, name), 'utf8')),
}));

/** None where the folder is not there. */
export const realRecordings: readonly Recording[] = namesIn(REAL, '.websocket.log').map((name) => ({
  name,
  frames: [...sentByTheService(readFileSync(join(REAL, name)))],
}));

function namesIn(folder: string, ending: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(ending)) : [];
}

/** `>LENGTH JSON` from the client, `<LENGTH JSON` from the service; the length counts the newline after it. */
function* sentByTheService(log: Buffer): Generator<unknown> {
  for (let at = 0; at < log.length; ) {
    const space = log.indexOf(' ', at);
    const header = log.toString('utf8', at, space);
    const end = space + 1 + Number(header.slice(1));
    if (header.startsWith('<')) yield JSON.parse(log.toString('utf8', space + 1, end));
    at = end;
  }
}
