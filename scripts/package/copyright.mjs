// @ts-check
/**
 * Makes the Debian package's copyright file: our own licence, and which npm packages are in it under which.
 *
 * usage: node copyright.mjs TREE
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const [tree = '.'] = process.argv.slice(2);
const theirs = packagesIn(`${tree}/node_modules`).sort();

process.stdout.write(`${readFileSync(`${tree}/LICENSE`, 'utf8').trim()}

The package also contains the npm packages that the program needs at run time, each
under a licence of its own. The copyright notice and the licence in full lie beside
each, in /usr/lib/hearthd/node_modules/NAME/LICENSE (or of a similar name). The text
of the Apache License, version 2.0, is also in /usr/share/common-licenses/Apache-2.0.

${[...new Set(theirs)].join('\n')}
`);

/**
 * A line for each package below a folder of packages.
 *
 * @param {string} modules
 * @returns {string[]}
 */
function packagesIn(modules) {
  if (!existsSync(modules)) return [];
  return readdirSync(modules).flatMap((name) => {
    const folder = `${modules}/${name}`;
    if (name.startsWith('@')) return packagesIn(folder);
    return [lineOf(folder), ...packagesIn(`${folder}/node_modules`)];
  });
}

/**
 * Its name, version and licence.
 *
 * @param {string} folder
 */
function lineOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  if (typeof license !== 'string') throw new Error(`${folder}/package.json names no licence.`);
  return `${name} ${version}: ${license}`;
}
