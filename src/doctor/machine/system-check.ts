import { bad, type Check, type Finding, good, note } from '../check.ts';
import type { Host } from '../host.ts';
import { heat } from './heat.ts';
import { judgeThrottled } from './throttled.ts';

/** What it runs on: system, board, memory, supply, heat. */
export const systemCheck: Check = {
  name: 'system',
  async run({ host }) {
    return [what(host), ...width(host), memory(host), supply(host), heat(host)].filter(
      (finding) => finding !== undefined,
    );
  },
};

function what(host: Host): Finding {
  const { runtime } = host;
  const os = prettyName(host.read('/etc/os-release') ?? '') ?? 'a system without a name';
  const kernel = host.read('/proc/sys/kernel/osrelease')?.trim();
  // The kernel ends it with a zero byte.
  const board = host.read('/proc/device-tree/model')?.replaceAll('\0', '').trim();
  const words = [
    os,
    ...(kernel ? [`Linux ${kernel}`] : []),
    runtime.machine,
    ...(board ? [board] : []),
  ];
  return good(`This is ${words.join(', ')}.`, {
    details: { os, kernel, board, machine: runtime.machine, architecture: runtime.architecture },
  });
}

/** `PRETTY_NAME` of os-release(5), which is written as a shell would read it. */
function prettyName(text: string): string | undefined {
  const value = /^PRETTY_NAME=(.*)$/m.exec(text)?.[1]?.trim();
  return value?.replace(/^(["'])(.*)\1$/, '$2').replaceAll('\\', '') || undefined;
}

function width({ runtime: { architecture, machine } }: Host): Finding[] {
  if (!/64$/.test(machine) || !/^(arm|ia32)$/.test(architecture)) return [];
  return [
    note(
      'The kernel has 64 bits, but the programs have 32: hearthd works so, yet a 64-bit system is quicker and its Node is kept up longer.',
    ),
  ];
}

function memory(host: Host): Finding | undefined {
  const text = host.read('/proc/meminfo') ?? '';
  const kilobytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]);
  const total = Math.round(kilobytes('MemTotal') / 1_024);
  const available = Math.round(kilobytes('MemAvailable') / 1_024);
  if (Number.isNaN(total) || Number.isNaN(available)) return undefined;
  const more = { details: { totalMib: total, availableMib: available } };
  const sentence = `${available} of ${total} MiB of memory are available`;
  if (available < NO_MEMORY_MIB)
    return bad(
      `${sentence}: too little, programs are about to be ended. End what is not needed.`,
      more,
    );
  return available < LITTLE_MEMORY_MIB
    ? note(`${sentence}: little. hearthd needs about 100 MiB.`, more)
    : good(`${sentence}.`, more);
}

/** Only a Raspberry Pi tells; the name of the folder has an address in it on some. */
function supply(host: Host): Finding | undefined {
  for (const soc of host.list(PLATFORM).filter((name) => /^soc(@|$)/.test(name))) {
    const firmware = host.list(`${PLATFORM}/${soc}`).find((name) => name.endsWith(':firmware'));
    const word = firmware && host.read(`${PLATFORM}/${soc}/${firmware}/get_throttled`)?.trim();
    if (word) return judgeThrottled(word);
  }
  return undefined;
}

const PLATFORM = '/sys/devices/platform';
const NO_MEMORY_MIB = 24;
const LITTLE_MEMORY_MIB = 96;
