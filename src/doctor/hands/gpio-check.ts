import type { Gpio } from '../../gpio/gpio.ts';
import { bad, type Check, type Context, type Finding, good, note } from '../check.ts';
import type { Host } from '../host.ts';
import { groupsFrom, groupsOfUnit, mayReadAndWrite, userNamed } from '../sound/users.ts';
import { Warnings } from '../sound/warnings.ts';
import type { HandCheckParts } from './button-check.ts';
import { gpioDevices, surveyGpio } from './gpio-survey.ts';

const SERVICE_USER = 'hearthd';
const UNIT = 'hearthd.service';
const GROUP = 'gpio';

/** Which GPIO chips there are, whether they may be opened, and which way to their lines works. */
export const gpioCheck = ({ openGpio }: HandCheckParts): Check => ({
  name: 'gpio',
  async run(context) {
    const { button, lamp } = context.config;
    if (button.type === 'none' && lamp.type === 'none')
      return [note('Neither a button nor a lamp is configured: GPIO was not looked at.')];
    const opened = await openGpio(new Warnings())().catch((error: Error) => error);
    const chip = await chipFinding(context, opened);
    return [...chip, wayFinding(context.host, opened), ...serviceFinding(context.host)];
  },
});

async function chipFinding(
  { host, signal }: Context,
  opened: Gpio | Error,
): Promise<readonly Finding[]> {
  const header = await surveyGpio(host, signal);
  const details = { chips: header.chips };
  const lines = header.chips.map(({ label, lines: count, device }) =>
    [`"${label}"`, device, `${count} lines`].filter((word) => word !== undefined).join(', '),
  );
  if (header.state === 'found') {
    const { label } = header.chip;
    return [good(`The lines of the header are on the chip "${label}".`, { lines, details })];
  }
  // Where no way works, that is said once.
  return opened instanceof Error ? [] : [bad(header.reason, { lines, details })];
}

/** Whether whoever runs the doctor may use the lines, by opening a way to them; no line is taken for it. */
function wayFinding(host: Host, opened: Gpio | Error): Finding {
  const { name } = host.user;
  if (!(opened instanceof Error))
    return good(`You (${name}) may use GPIO lines, by ${opened.by}.`, {
      details: { user: name, by: opened.by },
    });
  const devices = gpioDevices(host);
  const closed = devices.filter((file) => !host.mayOpen(file));
  const details = { user: name, closed, reason: opened.message };
  if (devices.length === 0)
    return bad(
      `${opened.message} On a Raspberry Pi that is so in a container, or with a kernel that is not its own.`,
      { details },
    );
  if (closed.length === 0) return bad(opened.message, { details });
  return bad(`You (${name}) may not open the GPIO chips.`, {
    lines: mending(host, closed, name, 'then log in again'),
    details,
  });
}

/** Whether the user of the service may, by the permission bits of the chips. */
function serviceFinding(host: Host): Finding[] {
  const user = userNamed(host, SERVICE_USER);
  const devices = gpioDevices(host);
  if (user === undefined || host.user.name === SERVICE_USER || devices.length === 0) return [];
  const extra = groupsOfUnit(host, UNIT);
  const gids = groupsFrom(host.read('/etc/group') ?? '')
    .filter(({ name }) => extra.includes(name))
    .map(({ gid }) => gid);
  const full = { ...user, gids: [...user.gids, ...gids] };
  const closed = devices.filter((file) => {
    const owner = host.owner(file);
    return owner !== undefined && !mayReadAndWrite(owner, full);
  });
  const details = { user: SERVICE_USER, closed };
  if (closed.length === 0)
    return [good(`The user ${SERVICE_USER} may open the GPIO chips.`, { details })];
  return [
    bad(`The user ${SERVICE_USER} may not open the GPIO chips.`, {
      lines: mending(host, closed, SERVICE_USER, 'then: sudo systemctl restart hearthd'),
      details,
    }),
  ];
}

/** The commands that let a user open the chips; Debian itself, unlike Raspberry Pi OS, gives them to root only. */
function mending(host: Host, closed: readonly string[], user: string, then: string): string[] {
  const groups = groupsFrom(host.read('/etc/group') ?? '');
  const gids = closed.map((file) => host.owner(file)?.gid);
  const group = groups.find(({ gid }) => gid !== 0 && gids.includes(gid));
  if (group?.members.includes(user) === true)
    return [`${user} is in the group ${group.name}, but was not yet when this began: ${then}`];
  if (group !== undefined) return [`sudo usermod -aG ${group.name} ${user}, ${then}`];
  return [
    `no group has them; give them to one: sudo groupadd -f ${GROUP}`,
    `echo 'SUBSYSTEM=="gpio", KERNEL=="gpiochip*", GROUP="${GROUP}", MODE="0660"' | sudo tee /etc/udev/rules.d/60-gpio.rules`,
    'sudo udevadm control --reload && sudo udevadm trigger --subsystem-match=gpio',
    `sudo usermod -aG ${GROUP} ${user}, ${then}`,
  ];
}
