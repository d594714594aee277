// @ts-check
/** Whether the package `speaker` is to be built by us. */

/**
 * Something that building needs: how people call it, and the Debian package that has it, if one has.
 *
 * @typedef {{ readonly name: string, readonly debian?: string }} Need
 */

/**
 * @typedef {object} Situation
 * @property {string} platform as `process.platform`
 * @property {string} arch for which native packages are built, as `process.arch`
 * @property {readonly string[]} omitted kinds of packages that this install leaves out, as npm's option `omit`
 * @property {boolean} built the package is there with its binary
 * @property {string | undefined} npm how whoever runs us calls itself, as `npm/10.8.2 node/v20.20.2 …`
 * @property {() => readonly Need[]} missing what building needs and is not here; asked last, since it takes time
 */

/** @typedef {{ kind: 'nothing' } | { kind: 'cannot', sentence: string } | { kind: 'build' }} Decision */

/**
 * @param {Situation} situation
 * @returns {Decision}
 */
export function decision({ platform, arch, omitted, built, npm, missing }) {
  // Every other platform has a configuration in the package, or never will.
  if (platform !== 'linux' || arch !== 'arm64') return { kind: 'nothing' };
  if (built || omitted.includes('optional')) return { kind: 'nothing' };
  if (!npm?.startsWith('npm/')) return cannot('only npm can build it on 64-bit ARM (npm ci)');
  const absent = missing();
  if (absent.length > 0) return cannot(`this machine lacks ${list(absent)}`);
  return { kind: 'build' };
}

/**
 * @param {string} why
 * @returns {Decision}
 */
function cannot(why) {
  return { kind: 'cannot', sentence: `The npm package speaker is not built: ${why}; aplay plays.` };
}

/** @param {readonly Need[]} needs */
function list(needs) {
  const names = needs.map(({ name }) => name).join(', ');
  const packages = new Set(needs.flatMap(({ debian }) => debian ?? []));
  if (packages.size === 0) return names;
  return `${names} (Debian: apt install ${[...packages].join(' ')}, then npm ci)`;
}
