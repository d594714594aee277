/**
 * Puts a value into the text of a JSON document, laid out as its neighbours are. (The formatter of jsonc-parser lays
 * out the lines around it as well.)
 */
import { type Edit, findNodeAtLocation, type JSONPath, type Node } from 'jsonc-parser';

/** None where the path leads through something that has no keys. A key that is new comes at the end of its section. */
export function put(text: string, tree: Node, path: JSONPath, value: unknown): Edit[] {
  const there = findNodeAtLocation(tree, path);
  const lines = linesOf(text);
  if (there !== undefined) {
    const content = lines.text(value, indentAt(text, there.offset));
    return [{ offset: there.offset, length: there.length, content }];
  }
  const name = path.at(-1);
  if (typeof name !== 'string') return [];
  const above = path.slice(0, -1);
  const section = findNodeAtLocation(tree, above);
  if (section === undefined) return put(text, tree, above, { [name]: value });
  if (section.type !== 'object') return [];
  return [insertion(text, section, { name, value })];
}

interface Property {
  readonly name: string;
  readonly value: unknown;
}

function insertion(text: string, section: Node, { name, value }: Property): Edit {
  const lines = linesOf(text);
  const others = section.children ?? [];
  const [first] = others;
  const last = others.at(-1);
  if (first === undefined || last === undefined) {
    const content = lines.text({ [name]: value }, indentAt(text, section.offset));
    return { offset: section.offset, length: section.length, content };
  }
  const before = text.slice(section.offset + 1, first.offset);
  const isOnOwnLine = before.includes('\n');
  const indent = isOnOwnLine ? indentAt(text, first.offset) : '';
  const gap = isOnOwnLine ? lines.end + indent : ' ';
  const written = isOnOwnLine ? lines.text(value, indent) : JSON.stringify(value);
  const property = `${JSON.stringify(name)}: ${written}`;
  // A version stands first, where people look, but for the line that editors want there.
  if (name !== 'version')
    return { offset: last.offset + last.length, length: 0, content: `,${gap}${property}` };
  const isSchema = first.children?.[0]?.value === '$schema';
  return isSchema
    ? { offset: first.offset + first.length, length: 0, content: `,${gap}${property}` }
    : { offset: first.offset, length: 0, content: `${property},${gap}` };
}

/** How lines end here, and a value over several of them. */
function linesOf(text: string) {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const step = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
  return {
    end,
    text: (value: unknown, indent: string) =>
      JSON.stringify(value, null, step).replaceAll('\n', end + indent),
  };
}

/** Of the line on which `offset` is. */
function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}
