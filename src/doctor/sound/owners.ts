import type { Host } from '../host.ts';
import type { Direction } from './cards.ts';

/** A program that has a sound device open. */
export interface Owner {
  readonly pid: number;
  /** A name that people know it by; never its arguments, which may hold secrets. */
  readonly program: string;
  readonly who: 'hearthd' | 'sound server' | 'another';
}

export interface Use {
  readonly owners: readonly Owner[];
  /** Whether one more program could open it. */
  readonly room: 'some' | 'none';
}

/** Who has device number `device` of the card with this number open. */
export function useOf({
  host,
  card,
  device,
  direction,
}: {
  readonly host: Host;
  readonly card: number;
  readonly device: number;
  readonly direction: Direction;
}): Use {
  const folder = `/proc/asound/card${card}/pcm${device}${direction === 'capture' ? 'c' : 'p'}`;
  const parts = host.list(folder).filter((name) => /^sub\d+$/.test(name));
  const taken = parts.flatMap((part) => {
    const pid = ownerPid(host.read(`${folder}/${part}/status`) ?? '');
    return pid === undefined ? [] : [pid];
  });
  const owners = [...new Set(taken)].map((pid) => ownerOf(host, pid));
  return { owners, room: taken.length > 0 && taken.length === parts.length ? 'none' : 'some' };
}

/** From the `status` of a substream. */
export function ownerPid(status: string): number | undefined {
  const pid = /^owner_pid\s*: (\d+)$/m.exec(status)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

/** The program behind a thread, and whether the daemon has started it. */
export function ownerOf(host: Host, thread: number): Owner {
  // What opened it may be one thread of several.
  const tgid = /^Tgid:\s*(\d+)$/m.exec(host.read(`/proc/${thread}/status`) ?? '')?.[1];
  const pid = tgid === undefined ? thread : Number(tgid);
  const program = programOf(host, pid);
  if (isHearthd(host, pid)) return { pid, program, who: 'hearthd' };
  return { pid, program, who: SOUND_SERVERS.test(program) ? 'sound server' : 'another' };
}

function programOf(host: Host, pid: number): string {
  const comm = host.read(`/proc/${pid}/comm`)?.trim() || 'a program that does not show itself';
  const [command = '', script = ''] = wordsOf(host, pid);
  const name = base(command) || comm;
  // An interpreter is nobody: its script is.
  return INTERPRETERS.test(name) && /^[\w./-]+$/.test(script) && !script.startsWith('-')
    ? `${name} ${base(script)}`
    : comm;
}

/** The daemon, or a program that it has started. */
function isHearthd(host: Host, pid: number): boolean {
  let each = pid;
  for (let steps = 0; each > 1 && steps < MOST_PARENTS; steps++) {
    if (/\/hearthd\.service(\/|$)/m.test(host.read(`/proc/${each}/cgroup`) ?? '')) return true;
    const words = wordsOf(host, each);
    if (isDaemon(words)) return true;
    each = Number(/\) \S (\d+)/.exec(host.read(`/proc/${each}/stat`) ?? '')?.[1] ?? 0);
  }
  return false;
}

/** `hearthd run …`, or `node …/main.js run …`, as it is called without being installed. */
function isDaemon(words: readonly string[]): boolean {
  const run = words.indexOf('run');
  const program = words[run - 1] ?? '';
  return run > 0 && (base(program) === 'hearthd' || /\/?dist\/main\.js$/.test(program));
}

const wordsOf = (host: Host, pid: number): string[] =>
  (host.read(`/proc/${pid}/cmdline`) ?? '').split('\0');

const base = (path: string): string => path.split('/').at(-1) ?? '';

const INTERPRETERS = /^(node|nodejs|python[\d.]*|perl|ruby|sh|bash|dash)$/;
const SOUND_SERVERS = /^(pulseaudio|pipewire(-pulse)?|wireplumber|jackd|jackdbus)$/;
const MOST_PARENTS = 16;
