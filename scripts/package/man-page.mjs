// @ts-check
/**
 * Makes the manual page hearthd(1) of what `hearthd --help` prints.
 *
 * usage: hearthd --help | node man-page.mjs VERSION TIME      TIME in seconds since 1970
 */
import { readFileSync } from 'node:fs';

const [version = '', time = '0'] = process.argv.slice(2);
const day = new Date(Number(time) * 1000).toISOString().slice(0, 10);
const [usage = '', ...paragraphs] = readFileSync(0, 'utf8').trim().split('\n\n');

const page = [
  `.TH HEARTHD 1 ${day} "hearthd ${escaped(version)}" "User Commands"`,
  '.SH NAME',
  `hearthd \\- push\\-to\\-talk voice for the home`,
  '.SH SYNOPSIS',
  `.B ${escaped(usage.replace(/^Usage: /, ''))}`,
  '.SH DESCRIPTION',
  ...paragraphs.flatMap(section),
  '.SH FILES',
  ...item('/etc/hearthd/config.json', 'The configuration of the service.'),
  ...item('/etc/hearthd/gemini-api-key', 'The API key, where it is not kept encrypted.'),
  ...item('/var/lib/hearthd', 'What the service keeps over a restart.'),
  '.SH SEE ALSO',
  '.BR systemctl (1),',
  '.BR journalctl (1),',
  '/usr/share/doc/hearthd/README.md',
];
process.stdout.write(`${page.join('\n')}\n`);

/**
 * A paragraph of the help: a list below a heading, or text.
 *
 * @param {string} paragraph
 */
function section(paragraph) {
  const [heading = '', ...lines] = paragraph.split('\n');
  if (/^It ends with /.test(heading)) return ['.SH EXIT STATUS', ...text(paragraph.split('\n'))];
  if (!/^\w+:$/.test(heading)) return ['.PP', ...text(paragraph.split('\n'))];
  return [`.SH ${heading.slice(0, -1).toUpperCase()}`, ...lines.flatMap(listed)];
}

/**
 * A line of a list: "  name  text", or "  name" and then "      text".
 *
 * @param {string} line
 */
function listed(line) {
  const [, indent = '', name = '', rest] = /^( *)(.*?)(?: {2,}(.*))?$/.exec(line) ?? [];
  if (indent.length > 2) return text([line]);
  return rest === undefined ? ['.TP', `.B ${escaped(name)}`] : item(name, rest);
}

/**
 * @param {string} name
 * @param {string} what
 */
function item(name, what) {
  return ['.TP', `.B ${escaped(name)}`, ...text([what])];
}

/** @param {readonly string[]} lines */
function text(lines) {
  return lines.map((line) => escaped(line.trim()));
}

/**
 * As groff takes it literally.
 *
 * @param {string} line
 */
function escaped(line) {
  return line
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('…', '...')
    .replace(/^([.'])/, '\\&$1');
}
