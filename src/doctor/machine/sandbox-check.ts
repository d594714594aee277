import { type Check, type Context, type Finding, good, note, skipped } from '../check.ts';
import { exposureFrom, openest } from './exposure.ts';
import { UNIT } from './service.ts';
import { askForUnit } from './unit-properties.ts';

/** How much of the machine the service could reach if somebody took it over. */
export const sandboxCheck: Check = {
  name: 'sandbox',
  async run(context) {
    const asked = await askForUnit(context);
    if (asked.state === 'untold')
      return [skipped(`Nothing can be said of the sandbox: ${asked.reason}`)];
    if (asked.properties.LoadState !== 'loaded')
      return [skipped('Nothing can be said of the sandbox: there is no service.')];
    return [await exposure(context), ...dropIns(asked.properties.DropInPaths), ...memory(context)];
  },
};

async function exposure({ host, signal }: Context): Promise<Finding> {
  const run = await host.run('systemd-analyze', ['security', UNIT, '--no-pager'], signal);
  const number = run.state === 'ended' ? exposureFrom(run.output) : undefined;
  if (number === undefined)
    return skipped('The sandbox could not be rated: systemd-analyze security says nothing of it.');
  const details = { exposure: number };
  const sentence = `The sandbox is rated ${number.toFixed(1)}, from 0 (shut) to 10 (open)`;
  if (number <= MOST_EXPOSURE) return good(`${sentence}.`, { details });
  const args = ['security', UNIT, '--no-pager', '--json=short'];
  const json = await host.run('systemd-analyze', args, signal);
  const open = json.state === 'ended' ? openest(json.output) : [];
  return note(`${sentence}; with the unit that hearthd comes with it is below ${MOST_EXPOSURE}.`, {
    lines: [
      ...(open.length > 0 ? [`not set: ${open.join(', ')}`] : []),
      `compare: systemctl cat ${UNIT}`,
    ],
    details: { ...details, open },
  });
}

function dropIns(paths: string): Finding[] {
  const files = paths.split(' ').filter((path) => path !== '');
  if (files.length === 0) return [];
  return [good('Other files add to the unit:', { lines: files, details: { dropIns: files } })];
}

/** Raspberry Pi OS starts its kernel without it, unless told otherwise. */
function memory({ host }: Context): Finding[] {
  const controllers = host.read('/sys/fs/cgroup/cgroup.controllers')?.trim().split(' ');
  if (controllers === undefined || controllers.includes('memory')) return [];
  return [
    note('The kernel does not count memory, so the limits of the unit for memory do nothing.', {
      lines: ['to have them: add cgroup_enable=memory to /boot/firmware/cmdline.txt, and restart'],
    }),
  ];
}

/** The unit is rated 1.3; a drop-in for a camera adds some. */
const MOST_EXPOSURE = 2;
