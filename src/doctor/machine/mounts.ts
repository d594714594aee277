/** Which file system a path lies on. */
import type { Host } from '../host.ts';

export interface Mount {
  readonly point: string;
  /** Major and minor number, as `179:2`. */
  readonly device: string;
  readonly type: string;
  /** Of the mount and of the file system. */
  readonly options: readonly string[];
}

/** Where `path` lies, or would lie if it were there. */
export function mountOf(host: Host, path: string): Mount | undefined {
  const holding = mountsFrom(host.read('/proc/self/mountinfo') ?? '').filter(
    ({ point }) => point === '/' || path === point || path.startsWith(`${point}/`),
  );
  const longest = Math.max(0, ...holding.map(({ point }) => point.length));
  // Of several at one place, the last lies on top.
  return holding.findLast(({ point }) => point.length === longest);
}

/** From proc(5), "mountinfo". */
export const mountsFrom = (text: string): Mount[] =>
  text.split('\n').flatMap((line) => {
    const [left = '', right = ''] = line.split(' - ');
    const [, , device, , point, options] = left.split(' ');
    const [type, , more] = right.split(' ');
    if (!device || !point || !options || !type) return [];
    return [
      {
        point: unescaped(point),
        device,
        type,
        options: [...options.split(','), ...(more ?? '').split(',')],
      },
    ];
  });

export const isReadOnly = ({ options }: Mount): boolean => options.includes('ro');

/** What is written there is gone after a restart. */
export const isForgetful = ({ type }: Mount): boolean =>
  ['tmpfs', 'ramfs', 'overlay'].includes(type);

/** The kernel writes blanks as `\040`. */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
