import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { boards } from '../../src/boards/boards.ts';
import { idFromHostname } from '../../src/config/schema.ts';

/** The installer is a shell script and says some things again that the program knows. */
const script = fileURLToPath(new URL('../../systemd/install/detect.sh', import.meta.url));

const inShell = (command: string, ...args: readonly string[]): string =>
  execFileSync('bash', ['-c', `source "$1"; shift; ${command}`, 'bash', script, ...args], {
    encoding: 'utf8',
  });

const boardsWith = (part: 'button' | 'lamp'): string[] =>
  Object.entries(boards)
    .filter(([, board]) => 'pin' in board[part])
    .map(([name]) => name);

describe('what the installer detects', () => {
  test('knows the boards with a button on GPIO', () => {
    const told = inShell('printf %s "$boards_with_button"').split(' ');
    expect(told.sort()).toEqual(boardsWith('button').sort());
  });

  test('knows the boards with a lamp on GPIO', () => {
    const told = inShell('printf %s "$boards_with_lamp"').split(' ');
    expect(told.sort()).toEqual(boardsWith('lamp').sort());
  });

  test.each([
    'kitchen',
    'Kitchen.local',
    '-Hall 1-',
    'a_b--',
    'two  words',
    'Küche',
    'a-very-long-name-of-a-machine-1-of-many',
    'a-very-long-name-of-a-machine--',
    '---',
    '',
  ])('makes the same id of the host name "%s" as the program', (name) => {
    const id = inShell('host=$1; uname() { printf %s "$host"; }; detect_id', name);
    expect(id).toBe(idFromHostname(name));
  });
});
