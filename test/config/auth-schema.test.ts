import { describe, expect, it } from 'vitest';
import { authSchema } from '../../src/config/auth-schema.ts';
import { checkConfig } from '../../src/config/check.ts';
import { configTable } from '../../src/config/document.ts';

const TOKENS = { type: 'token-service', url: 'https://tokens.example/hearth' };
const GATEWAY = { type: 'gateway', url: 'https://gateway.example/live' };
const VERTEX = { type: 'vertex', project: 'my-home-123', location: 'europe-west4' };
const OPEN =
  /must be encrypted, as "https:.*" is: only on this machine \(127\.0\.0\.1\) a secret may be sent in the open$/;

describe('the way to the service', () => {
  it('is an API key when nothing is said', () => {
    expect(authSchema.parse(undefined)).toEqual({ type: 'api-key' });
  });

  it.each([
    { type: 'api-key', file: '/etc/hearthd/key' },
    TOKENS,
    { ...TOKENS, secretFile: '/s', clientCertificate: '/c', clientKey: '/k', ca: '/a' },
    { ...TOKENS, url: 'http://127.0.0.1:8080/' },
    { ...TOKENS, url: 'http://localhost/hearth?device=kitchen' },
    { ...TOKENS, url: 'http://[::1]:80/' },
    VERTEX,
    { ...VERTEX, location: 'global', credentialsFile: '/etc/hearthd/google.json' },
    { ...VERTEX, project: 'example.com:my-home' },
    GATEWAY,
    { ...GATEWAY, url: 'wss://gateway.example/v1beta/models/m/liveStream?model=m', file: '/f' },
    { ...GATEWAY, url: 'ws://127.0.0.1:9000/live' },
  ])('may be %o', (auth) => {
    expect(problemsOf(auth)).toEqual([]);
    expect(authSchema.parse(auth)).toEqual(auth);
  });

  it('that sends a secret in the open is refused, unless it stays on this machine', () => {
    for (const host of ['tokens.example', '192.168.1.5', '127.0.0.1.example.org', 'localhost.x']) {
      expect(problemsOf({ ...TOKENS, url: `http://${host}/` })).toEqual([
        expect.stringMatching(OPEN),
      ]);
      for (const scheme of ['http', 'ws'])
        expect(problemsOf({ ...GATEWAY, url: `${scheme}://${host}/` })).toEqual([
          expect.stringMatching(OPEN),
        ]);
    }
  });

  it.each([
    [{ ...TOKENS, url: 'tokens' }, ['url: must be a URL such as "https://tokens.example/hearth"']],
    [{ ...TOKENS, url: 'wss://t.example/' }, [/^url: must be a URL such as "https:/]],
    [{ ...GATEWAY, url: 'ftp://g.example/' }, [/^url: must be a URL such as "https:/]],
    [{ type: 'token-service' }, ['url: is missing: it must be a URL']],
    [{ ...TOKENS, url: 'https://u:p@t.example/' }, [/^url: must hold neither user nor password/]],
    [{ ...GATEWAY, url: 'https://g.example/#a' }, [/^url: must hold neither user nor password/]],
    [{ ...GATEWAY, url: 'https://g.example/?key=abc' }, [/^url: must hold no secret after the \?/]],
    [{ ...GATEWAY, url: 'https://g.example/?access_token=a' }, [/^url: must hold no secret after/]],
    [{ ...TOKENS, secretFile: 'hunter2' }, [/^secretFile: must be an absolute path/]],
    [
      { ...TOKENS, clientCertificate: '/c' },
      ['clientCertificate: is of no use without "clientKey", the key that belongs to it'],
    ],
    [
      { ...TOKENS, clientKey: '/k' },
      ['clientKey: is of no use without "clientCertificate", which it belongs to'],
    ],
    [
      { ...TOKENS, url: 'http://127.0.0.1/', ca: '/a' },
      ['ca: has no effect on an open connection: "url" must begin with https://'],
    ],
    [{ type: 'vertex' }, [/^project: is missing/, /^location: is missing/]],
    [
      { ...VERTEX, location: 'example.org/' },
      ['location: must be a location such as "europe-west4" or "global"'],
    ],
    [{ ...VERTEX, project: 'a/b' }, ['project: must be the id of a project such as "my-home-123"']],
    [{ ...VERTEX, file: '/key' }, [/^file: there is no such key with "type": "vertex"/]],
    [{ type: 'apikey' }, [/^type: must be .*; did you mean "api-key"\?$/]],
  ])('is told what is wrong with it: %o', (auth, problems) => {
    expect(problemsOf(auth)).toEqual(
      problems.map((problem) =>
        expect.stringMatching(
          typeof problem === 'string'
            ? `^${problem.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`
            : problem,
        ),
      ),
    );
  });

  it('is told all that is wrong with it at once', () => {
    const wrong = { ...TOKENS, url: 'http://t.example/', clientKey: '/k', ca: 7 };
    expect(problemsOf(wrong)).toHaveLength(5);
  });

  it('stands in the table with every key, and with which type it goes', () => {
    const rows = configTable().split('\n');
    for (const key of ['secretFile', 'clientCertificate', 'clientKey', 'ca'])
      expect(rows).toContainEqual(
        expect.stringMatching(`^\\| \`live\\.auth\\.${key}\`.*Only with type \`"token-service"\``),
      );
    for (const key of ['project', 'location', 'credentialsFile'])
      expect(rows).toContainEqual(
        expect.stringMatching(`^\\| \`live\\.auth\\.${key}\`.*Only with type \`"vertex"\``),
      );
  });
});

/** What is wrong with `auth`, each as a line without the section's name. */
function problemsOf(auth: object): string[] {
  const checked = checkConfig({ live: { auth } });
  if (checked.state === 'right') return [];
  return checked.problems.map(
    ({ path, message }) => `${path.replace('live.auth.', '')}: ${message}`,
  );
}
