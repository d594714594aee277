import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const PAPERS = [
  'README.md',
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs/boards.md',
  'docs/devices.md',
  'docs/doctor.md',
  'docs/install.md',
  'docs/packages.md',
  'docs/service.md',
  'docs/brokers.md',
];

test.each(PAPERS)('the links of %s lead to something', (paper) => {
  const here = new URL(`../../${paper}`, import.meta.url);
  const links = [...textOf(here).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  const dead = links.filter((link) => !/^https?:/.test(link) && !leads(new URL(link, here)));
  expect(dead).toEqual([]);
});

function leads(target: URL): boolean {
  const place = target.hash.slice(1);
  const file = new URL(target.pathname, target);
  if (!existsSync(file)) return false;
  return place === '' || anchorsIn(textOf(file)).includes(place);
}

/** As GitHub makes them of headings. */
const anchorsIn = (text: string): string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

function textOf(file: URL): string {
  return readFileSync(file, 'utf8');
}
