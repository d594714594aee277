import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandWords } from '../../src/camera/command-words.ts';

describe('the words of a command', () => {
  it.each<[string, string[]]>([
    ['rpicam-jpeg -n -t 1 -o -', ['rpicam-jpeg', '-n', '-t', '1', '-o', '-']],
    ['  fswebcam   -q  - ', ['fswebcam', '-q', '-']],
    ["'/opt/my camera/snap' -x", ['/opt/my camera/snap', '-x']],
    ['curl -s "http://cam/?a=1&b=2"', ['curl', '-s', 'http://cam/?a=1&b=2']],
    ['a b\\ c \\"d', ['a', 'b c', '"d']],
    ['a "b \\" \\\\ \\$ \\n"', ['a', 'b " \\ $ \\n']],
    ['a \'b "c" \\ $\'', ['a', 'b "c" \\ $']],
    [`a ''"" x''y`, ['a', '', 'xy']],
    ['a b~c d#e --x={1,2}!', ['a', 'b~c', 'd#e', '--x={1,2}!']],
    ['kamera 📷 ü', ['kamera', '📷', 'ü']],
  ])('of %s', (command, words) => {
    expect(commandWords(command)).toEqual({ words });
  });

  it.each([
    ['a | b', '|'],
    ['a > /tmp/x', '>'],
    ['a && b', '&'],
    ['a; b', ';'],
    ['a $HOME', '$'],
    ['a "$HOME"', '$'],
    ['a "`b`"', '`'],
    ['a $(b)', '$'],
    ['a *.jpg', '*'],
    ['a http://cam/?x', '?'],
    ['~/snap', '~'],
    ['a # take one', '#'],
  ])('are refused when only a shell would understand them: %s', (command, character) => {
    expect(commandWords(command)).toEqual({
      fault: expect.stringContaining(`holds a ${character} that only a shell would understand`),
    });
  });

  it.each([
    ['', 'must name a program'],
    ['   ', 'must name a program'],
    ["'' a", 'must name a program'],
    ['a "b', 'holds a " that is never closed'],
    ["a 'b", "holds a ' that is never closed"],
    ['a \\', 'must not end with a single \\'],
    ['a\nb', 'must not hold control characters'],
    ['a\0', 'must not hold control characters'],
  ])('are refused when they make no sense: %j', (command, fault) => {
    expect(commandWords(command)).toEqual({ fault });
  });

  it('are what a shell makes of it, or are refused', () => {
    const letters = fc.constantFrom('a', ' ', "'", '"', '\\', '$', '~', '#', '-', '=', '|', 'ü');
    fc.assert(
      fc.property(fc.string({ unit: letters, maxLength: 12 }), (text) => {
        const read = commandWords(`x ${text}`);
        if ('fault' in read) return;
        const shell = spawnSync('sh', ['-c', `x() { printf '%s\\0' x "$@"; }; x ${text}`], {
          encoding: 'utf8',
        });
        expect(shell.stdout.split('\0').slice(0, -1)).toEqual(read.words);
      }),
      { numRuns: 200 },
    );
  });
});
