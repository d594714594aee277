/** The pages that an answer rests on: what was searched for, and what was read for it. */

import type { Source } from '../live/session.ts';
import { type Fields, fieldsOf, type Heard, listOf, shortTextOf, textOf } from './decode-fields.ts';

const MAX_SOURCES = 20;
/** How many are looked at, since they repeat themselves. */
const MAX_MENTIONS = 200;
/** Addresses by way of which Google Search leads to a page have some hundred. */
const MAX_URL_CHARACTERS = 2_048;
const MAX_TITLE_CHARACTERS = 200;

export function readSources(content: Fields, heard: Heard): void {
  const grounding = fieldsOf(content, 'groundingMetadata', heard) ?? {};
  const context = fieldsOf(content, 'urlContextMetadata', heard) ?? {};
  const found = new Map<string, Source>();
  for (const chunk of listOf(grounding, 'groundingChunks', MAX_MENTIONS, heard)) {
    const web = fieldsOf(chunk, 'web', heard);
    if (web !== undefined) note(urlOf(web, 'uri', heard), titleOf(web, heard), found);
  }
  for (const page of listOf(context, 'urlMetadata', MAX_MENTIONS, heard))
    if (wasRead(page, heard)) note(urlOf(page, 'retrievedUrl', heard), '', found);
  if (found.size > 0) heard.events.push({ type: 'sources', sources: [...found.values()] });
}

function note(url: URL | undefined, title: string, found: Map<string, Source>): void {
  if (url === undefined || found.size >= MAX_SOURCES || found.has(url.href)) return;
  found.set(url.href, { title: title === '' ? url.hostname : title, url: url.href });
}

/** Nobody is led elsewhere than to the Web, and no password is passed on. */
function urlOf(fields: Fields, name: string, heard: Heard): URL | undefined {
  const text = shortTextOf(fields, name, MAX_URL_CHARACTERS, heard);
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '')
    return url;
  heard.complaints.add(`${name} is not an address on the Web`);
  return undefined;
}

const titleOf = (web: Fields, heard: Heard): string =>
  (textOf(web, 'title', heard) ?? textOf(web, 'domain', heard) ?? '')
    .slice(0, MAX_TITLE_CHARACTERS)
    .toWellFormed()
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();

/** `URL_RETRIEVAL_STATUS_ERROR`, `_PAYWALL` and `_UNSAFE` are pages that were not read. */
function wasRead(page: Fields, heard: Heard): boolean {
  const status = textOf(page, 'urlRetrievalStatus', heard);
  return status === undefined || status === 'URL_RETRIEVAL_STATUS_SUCCESS';
}
