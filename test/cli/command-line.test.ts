import { describe, expect, it } from 'vitest';
import { parseCommandLine, UsageError } from '../../src/cli/command-line.ts';
import { commandNames, helpFor, overview } from '../../src/cli/usage.ts';

const token = { command: 'token', configFile: undefined } as const;

describe('the command line', () => {
  it.each([
    [['run'], { command: 'run', configFile: undefined }],
    [['run', '--config', 'a.json'], { command: 'run', configFile: 'a.json' }],
    [['run', '--config=-a.json'], { command: 'run', configFile: '-a.json' }],
    [['ask'], { command: 'ask', configFile: undefined, text: undefined }],
    [['ask', '--config', 'a.json', 'Why?'], { command: 'ask', configFile: 'a.json', text: 'Why?' }],
    [['token'], { ...token, uses: 1, minutes: 30, newSessionMinutes: 1 }],
    [
      ['token', '--uses', '0', '--minutes=90', '--new-session-minutes', '0.5'],
      { ...token, uses: 0, minutes: 90, newSessionMinutes: 0.5 },
    ],
    [['demo'], { command: 'demo', interactive: false, live: false, out: [] }],
    [
      ['demo', '--live', '--interactive', '--out', 'a', '--out=b'],
      { command: 'demo', interactive: true, live: true, out: ['a', 'b'] },
    ],
    [['doctor'], { command: 'doctor', configFile: undefined, format: 'text' }],
    [
      ['doctor', '--json', '--config', 'a.json'],
      { command: 'doctor', configFile: 'a.json', format: 'json' },
    ],
    [['check-config', 'a.json'], { command: 'check-config', file: 'a.json' }],
    [['migrate-config', 'a.json'], { command: 'migrate-config', file: 'a.json' }],
    [['check-config', '--', '-a.json'], { command: 'check-config', file: '-a.json' }],
    [['config-schema'], { command: 'config-schema', format: 'json' }],
    [['config-schema', '--markdown'], { command: 'config-schema', format: 'markdown' }],
    [['--version'], { command: 'version' }],
    [['-V'], { command: 'version' }],
    [['--help'], { command: 'help', topic: undefined }],
    [['-h'], { command: 'help', topic: undefined }],
    [['help'], { command: 'help', topic: undefined }],
    [['help', 'run'], { command: 'help', topic: 'run' }],
    [['run', '--help'], { command: 'help', topic: 'run' }],
    [['check-config', '-h'], { command: 'help', topic: 'check-config' }],
  ])('is understood: %o', (args, invocation) => {
    expect(parseCommandLine(args)).toEqual(invocation);
  });

  it.each([
    [[], 'A command is missing.'],
    [['runn'], 'There is no command "runn"; did you mean run?'],
    [['check'], 'There is no command "check"; did you mean check-config?'],
    [['fly'], 'There is no command "fly".'],
    [['help', 'rum'], 'There is no command "rum"; did you mean run?'],
    [['--config', 'a'], 'A command comes first, not "--config".'],
    [['run', '--confg', 'a'], '"hearthd run" has no option "--confg"; did you mean --config?'],
    [['run', '-x'], '"hearthd run" has no option "-x".'],
    [['run', '--live'], '"hearthd run" has no option "--live".'],
    [['run', '--__proto__'], '"hearthd run" has no option "--__proto__".'],
    [['token', '--uses', 'many'], '--uses needs a number, not "many".'],
    [['ask', 'one', 'two'], '"hearthd ask" has no use for the argument "two".'],
    [['docter'], 'There is no command "docter"; did you mean doctor?'],
    [['doctor', '--jsn'], '"hearthd doctor" has no option "--jsn"; did you mean --json?'],
    [['run', '--config'], '--config needs a FILE.'],
    [['run', '--config='], '--config needs a FILE.'],
    [['run', '--config', '--help'], '--config needs a FILE.'],
    [['run', '--config', 'a', '--config', 'b'], '--config may be given once only.'],
    [['demo', '--live=yes'], '--live takes no value.'],
    [['demo', '--live', '--live'], '--live may be given once only.'],
    [['run', 'a.json'], '"hearthd run" has no use for the argument "a.json".'],
    [['check-config'], '"hearthd check-config" needs a FILE.'],
    [['check-config', 'a', 'b'], '"hearthd check-config" has no use for the argument "b".'],
  ])('that makes no sense is answered in one sentence: %o', (args, sentence) => {
    expect(() => parseCommandLine(args)).toThrow(new UsageError(sentence));
  });

  it('that makes no sense cannot steer the terminal', () => {
    expect(() => parseCommandLine(['\u001b[31m'])).toThrow('There is no command "\\u001b[31m".');
  });
});

describe('the help', () => {
  it('names every command and every option', () => {
    for (const name of commandNames) expect(overview()).toContain(`  ${name}`);
    expect(helpFor('run')).toContain('--config FILE');
    expect(helpFor('demo')).toMatch(/--interactive[\s\S]*--live[\s\S]*--out FILE/);
    expect(helpFor('check-config')).toContain('hearthd check-config FILE');
  });

  it('fits a terminal of 80 columns', () => {
    for (const text of [overview(), ...commandNames.map(helpFor)])
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(90);
  });
});
