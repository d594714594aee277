import { spawn } from 'node:child_process';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TokenOptions, token } from '../../src/cli/token.ts';
import { recordWire, type WireRecorder } from '../ways-in/wire-recorder.ts';
import { build, ROOT } from './built.ts';

const KEY = 'AIza-secret-0123456789';
const TERMS = { uses: 1, minutes: 30, newSessionMinutes: 1 };

describe('hearthd token', () => {
  let folder: string;

  beforeAll(() => {
    folder = build();
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('prints the token alone, and beside it when it ends', async () => {
    const google = await recordWire({ name: 'auth_tokens/abc' });
    const startMs = Date.now();
    const { stdout, stderr, code } = await hearthd(google, { ...TERMS, uses: 5 });
    expect(stdout).toBe('auth_tokens/abc\n');
    expect(code).toBe(0);
    const { uses, expireTime, newSessionExpireTime } = JSON.parse(google.requests[0]?.body ?? '');
    expect(uses).toBe(5);
    expect(Date.parse(expireTime) - Date.parse(newSessionExpireTime)).toBe(29 * 60_000);
    expect(Date.parse(expireTime) - startMs).toBeGreaterThanOrEqual(30 * 60_000);
    expect(stderr).toBe(
      `It ends at ${expireTime}; conversations may be begun with it until ${newSessionExpireTime}.\n`,
    );
  });

  it('says why there is none, without the key, and ends with 1', async () => {
    const google = await recordWire({ error: { message: `API key not valid: ${KEY}` } }, 400);
    const { stdout, stderr, code } = await hearthd(google);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      'The Gemini API refuses (400), saying "API key not valid: [secret]": check the API key.\n',
    );
    expect(code).toBe(1);
  });

  it('says where the key may be put when there is none', async () => {
    const google = await recordWire();
    const { stderr, code } = await hearthd(google, TERMS, '');
    expect(stderr).toMatch(/^The API key is missing: put it into .*GEMINI_API_KEY\.\n$/);
    expect(code).toBe(1);
    expect(google.requests).toEqual([]);
  });

  async function hearthd(google: WireRecorder, options = TERMS, key = KEY) {
    const configFile = join(folder, 'config.json');
    writeFileSync(configFile, JSON.stringify({ live: { baseUrl: google.url } }));
    const { uses, minutes, newSessionMinutes } = options;
    const child = spawn(
      process.execPath,
      [
        join(folder, 'dist/main.js'),
        'token',
        ...['--config', configFile, '--uses', `${uses}`, '--minutes', `${minutes}`],
        ...['--new-session-minutes', `${newSessionMinutes}`],
      ],
      { env: { GEMINI_API_KEY: key } },
    );
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    const [stdout, stderr, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      ended,
    ]);
    return { stdout, stderr, code };
  }
});

describe('the terms of a token', () => {
  it.each<[Partial<TokenOptions>, string]>([
    [{ uses: -1 }, '--uses must be a whole number; 0 sets no limit.'],
    [{ uses: 1.5 }, '--uses must be a whole number; 0 sets no limit.'],
    [{ minutes: 0 }, '--minutes must be above 0 and at most 1199.'],
    [{ minutes: 1_200 }, '--minutes must be above 0 and at most 1199.'],
    [{ minutes: Number.NaN }, '--minutes must be above 0 and at most 1199.'],
    [{ newSessionMinutes: 31 }, '--new-session-minutes must be above 0 and at most --minutes.'],
    [{ newSessionMinutes: 0 }, '--new-session-minutes must be above 0 and at most --minutes.'],
  ])('are checked before anybody is asked: %o', async (wrong, message) => {
    await expect(token({ ...TERMS, ...wrong }, new Set())).rejects.toThrow(message);
  });
});
