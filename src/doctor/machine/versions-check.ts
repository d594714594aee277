import type { Config } from '../../config/schema.ts';
import { software } from '../../system/software.ts';
import { bad, type Check, type Context, type Finding, good, note, skipped } from '../check.ts';
import { type Probe, probePackage } from './package-probe.ts';

/** Three packages, each with the time of one program: loading one takes a second on a small board. */
const LIMIT_MS = 25_000;

/** Which versions there are of what hearthd is made of, and what stands in for what is missing. */
export const versionsCheck: Check = {
  name: 'versions',
  limitMs: LIMIT_MS,
  async run(context) {
    const findings: Finding[] = [ofNode(context), await ofSystemd(context)];
    for (const each of PACKAGES) {
      const probe = await probePackage(context.host, each.name, context.signal);
      findings.push(judgePackage(each, probe, context.config));
    }
    return findings;
  },
};

interface OptionalPackage {
  readonly name: string;
  /** What does its work where it is missing, as a sentence. */
  readonly otherwise: string;
  /** Whether the configuration leaves no choice. */
  isWanted(config: Config): boolean;
}

const PACKAGES: readonly OptionalPackage[] = [
  {
    name: 'speaker',
    otherwise: 'aplay plays',
    isWanted: ({ speaker }) => speaker.backend === 'speaker',
  },
  {
    name: 'onoff',
    otherwise: 'the programs of gpiod read the button and drive the lamp',
    isWanted: () => false,
  },
  {
    name: 'unix-dgram',
    otherwise: 'systemd-notify tells systemd how the service is',
    isWanted: () => false,
  },
];

function ofNode({ host }: Context): Finding {
  const { node } = host.runtime;
  const { version } = software();
  const details = { hearthd: version, node };
  if (isAtLeast(node, OLDEST_NODE))
    return good(`hearthd ${version} runs on Node ${node}.`, { details });
  return bad(`Node ${node} is too old: hearthd ${version} needs ${OLDEST_NODE.join('.')}.`, {
    lines: ['sudo apt install nodejs, where Debian has a newer one; else see nodejs.org'],
    details,
  });
}

function isAtLeast(version: string, least: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, wanted] of least.entries()) {
    const part = parts[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}

async function ofSystemd({ host, signal }: Context): Promise<Finding> {
  const run = await host.run('systemctl', ['--version'], signal);
  const version = run.state === 'ended' ? /^systemd (\d+)/.exec(run.output)?.[1] : undefined;
  if (version === undefined)
    return note(
      'There is no systemd: whatever else starts hearthd has to start it again when it ends.',
    );
  const details = { systemd: Number(version) };
  return Number(version) < OLDEST_SYSTEMD
    ? note(`systemd ${version} is older than what was tried (${OLDEST_SYSTEMD}).`, { details })
    : good(`systemd ${version} is installed.`, { details });
}

function judgePackage(
  { name, otherwise, isWanted }: OptionalPackage,
  probe: Probe,
  config: Config,
): Finding {
  const details = { package: name, ...probe };
  if (probe.state === 'untried')
    return skipped(`Whether the package ${name} can be loaded is not known: ${probe.reason}`, {
      details,
    });
  if (probe.state === 'loaded')
    return good(`The package ${name} ${probe.version ?? ''} can be loaded.`.replace('  ', ' '), {
      details,
    });
  const what =
    probe.state === 'absent'
      ? `The package ${name} is not installed`
      : `The package ${name} cannot be loaded (${probe.reason})`;
  if (isWanted(config))
    return bad(`${what}, but the configuration wants it.`, {
      lines: ['set "speaker.backend" to "auto", or install hearthd with --native'],
      details,
    });
  return probe.state === 'absent'
    ? good(`${what}: ${otherwise}.`, { details })
    : note(`${what}: ${otherwise}.`, { details });
}

/** As `engines` of `package.json` says. */
const OLDEST_NODE = [20, 19];
/** Debian 12's. */
const OLDEST_SYSTEMD = 252;
