// @ts-check
/**
 * Makes a changelog as Debian has it (deb-changelog(5)) of the newest part of CHANGELOG.md.
 *
 * usage: node changelog.mjs TREE VERSION TIME      TIME in seconds since 1970
 */
import { readFileSync } from 'node:fs';

const WIDTH = 76;
const MAINTAINER = 'Hearth maintainers <hearthd@users.noreply.github.com>';

const [tree = '.', version = '', time = '0'] = process.argv.slice(2);
const newest = readFileSync(`${tree}/CHANGELOG.md`, 'utf8').split(/^## /m)[1] ?? '';
const changes = newest
  .split(/^- /m)
  .slice(1)
  .map((change) => (change.split(/\n\s*\n|\n#/)[0] ?? '').replace(/\s+/g, ' ').trim());

process.stdout.write(
  [
    `hearthd (${version}) unstable; urgency=medium`,
    '',
    ...(changes.length === 0 ? ['Release.'] : changes).map(wrapped),
    '',
    ` -- ${MAINTAINER}  ${new Date(Number(time) * 1000).toUTCString().replace('GMT', '+0000')}`,
    '',
  ].join('\n'),
);

/**
 * One change as lines of at most WIDTH characters, where its words allow.
 *
 * @param {string} change
 */
function wrapped(change) {
  let lines = '  *';
  let used = lines.length;
  for (const word of change.split(' ')) {
    const breaks = used + 1 + word.length > WIDTH;
    lines += breaks ? `\n    ${word}` : ` ${word}`;
    used = breaks ? 4 + word.length : used + 1 + word.length;
  }
  return lines;
}
