import { z } from 'zod';

const MOST_URLS = 16;

/** Where one broker is. */
export const brokerUrlSchema = z
  .url({
    protocol: /^(mqtt|mqtts|ws|wss)$/,
    error: 'must be a URL such as "mqtt://192.168.1.5:1883" (mqtt, mqtts, ws or wss)',
  })
  .refine(
    urlWhere(({ hostname }) => hostname !== ''),
    'must name a host, as in "mqtt://192.168.1.5:1883"',
  )
  .refine(
    urlWhere(({ username, password }) => username === '' && password === ''),
    'must hold neither user nor password: use "username" and "passwordFile"',
  )
  .refine(
    urlWhere(({ search, hash }) => search === '' && hash === ''),
    'must hold neither ? nor #',
  )
  .refine(
    urlWhere(({ protocol, pathname }) => /^ws/.test(protocol) || /^\/?$/.test(pathname)),
    'must end with the port: only ws:// and wss:// have a path',
  );

/** One broker, or the nodes of one cluster. */
export const brokerUrlsSchema = z.union([
  brokerUrlSchema,
  z.array(brokerUrlSchema).min(1).max(MOST_URLS),
]);

/** Those that are right of what may stand there; of any type, for checks that compare several keys. */
export const urlsOf = (value: unknown): readonly string[] =>
  [value].flat().filter((url) => typeof url === 'string');

export const isOpenUrl = (url: string): boolean => /^(mqtt|ws):/i.test(url);

/** What is no URL at all is told of by another check. */
function urlWhere(isRight: (url: URL) => boolean): (text: string) => boolean {
  return (text) => !URL.canParse(text) || isRight(new URL(text));
}
