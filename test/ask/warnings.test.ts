import { expect, it } from 'vitest';
import { warnings } from '../../src/ask/warnings.ts';

it('tells only what is wrong, in a line, and no secret', () => {
  const lines: string[] = [];
  const log = warnings({ write: (line) => lines.push(line), secrets: () => ['hunter2'] });
  log.debug('a');
  log.info('b');
  log.child('tools').warn('the file is open to all', { path: '/etc/hunter2' });
  log.error('a tool broke');
  expect(lines).toEqual([
    'hearthd: the file is open to all, path: /etc/[secret]',
    'hearthd: a tool broke',
  ]);
});
