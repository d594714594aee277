import { Catalogue, type Message } from '../../../src/devices/discovery/catalogue.ts';
import type { CatalogueSettings } from '../../../src/devices/discovery/settings.ts';
import { parseJson } from '../../../src/jinja/value.ts';

export const catalogueOf = (settings: Partial<CatalogueSettings> = {}): Catalogue =>
  new Catalogue({
    settings: {
      prefix: 'homeassistant',
      topicPrefix: 'hearthd',
      include: [],
      exclude: [],
      extras: [],
      areas: {},
      maxEntities: 10_000,
      ...settings,
    },
  });

/** A message with `body` as JSON, below the usual prefix. */
export const described = (path: string, body: unknown) => ({
  topic: `homeassistant/${path}/config`,
  payload: JSON.stringify(body),
});

export const removed = (path: string) => ({ topic: `homeassistant/${path}/config`, payload: '' });

/** All steps of a message; gives what has changed. */
export function take(catalogue: Catalogue, message: Message): readonly string[] {
  const steps = catalogue.take(message);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The catalogue after these messages. */
export function taken(
  messages: readonly { readonly topic: string; readonly payload: string }[],
  settings: Partial<CatalogueSettings> = {},
): Catalogue {
  const catalogue = catalogueOf(settings);
  for (const message of messages) take(catalogue, message);
  return catalogue;
}

export const heard = (text: string, topic = 'any') => ({ topic, text, json: parseJson(text) });

/** The one thing that is described. */
export function only<T>(things: Iterable<T>): T {
  const [thing, ...others] = things;
  if (thing === undefined || others.length > 0) throw new Error('not exactly one');
  return thing;
}
