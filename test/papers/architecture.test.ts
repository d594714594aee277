import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const repository = new URL('../../', import.meta.url);

test('ARCHITECTURE.md has a line for each file of src, and for no other', () => {
  const files = readdirSync(new URL('src', repository), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|cjs)$/.test(name))
    .sort();
  expect(filesInTree()).toEqual(files);
});

function filesInTree(): string[] {
  const text = readFileSync(new URL('ARCHITECTURE.md', repository), 'utf8');
  const tree = text.slice(text.indexOf('## The tree'));
  const files: string[] = [];
  let folder = '';
  for (const [, indent, name] of tree.matchAll(/^(│ {3})?├── (\S+) +\S/gm)) {
    if (name?.endsWith('/')) folder = name;
    else files.push(indent === undefined ? `${name}` : `${folder}${name}`);
  }
  return files.sort();
}
