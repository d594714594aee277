// @ts-check
/** What the lock file says of a package and of all that it needs. */

/**
 * An entry of package-lock.json; there is more in it, which is handed on as it is.
 *
 * @typedef {object} Locked
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {Readonly<Record<string, string>>} [dependencies]
 */

/** @typedef {Readonly<Record<string, Locked>>} Packages entries by their place, as `node_modules/debug` */

/**
 * The package and all that it needs, at the places where the lock file has them; what needs another
 * comes after it.
 *
 * @param {string} name
 * @param {{ readonly packages: Packages }} lock
 * @returns {Packages}
 * @throws when the lock file lacks one of them
 */
export function lockedWith(name, { packages }) {
  /** @type {Map<string, Locked>} */
  const found = new Map();
  const seen = new Set();
  /** @type {(name: string, from: string) => void} */
  const add = (name, from) => {
    const place = placeOf(name, from, packages);
    const entry = packages[place];
    if (entry === undefined) throw new Error(`package-lock.json does not name ${name}`);
    if (seen.has(place)) return;
    seen.add(place);
    for (const needed of Object.keys(entry.dependencies ?? {})) add(needed, place);
    found.set(place, entry);
  };
  add(name, '');
  return Object.fromEntries(found);
}

/**
 * Where Node finds `name` for the package at `from`: in its own `node_modules`, or in the nearest one above.
 *
 * @param {string} name
 * @param {string} from
 * @param {Packages} packages
 * @returns {string}
 */
function placeOf(name, from, packages) {
  const place = from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`;
  if (from === '' || place in packages) return place;
  const above = from.slice(0, Math.max(from.lastIndexOf('/node_modules/'), 0));
  return placeOf(name, above, packages);
}
