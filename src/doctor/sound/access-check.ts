import { bad, type Check, type Finding, good, skipped } from '../check.ts';
import type { Host } from '../host.ts';
import { type Group, groupsFrom, groupsOfUnit, mayReadAndWrite, userNamed } from './users.ts';

const FOLDER = '/dev/snd';
const SERVICE_USER = 'hearthd';
const UNIT = 'hearthd.service';

/** Whether the sound devices may be opened: by whoever runs the doctor, and by the user of the service. */
export const accessCheck: Check = {
  name: 'access',
  async run({ host }) {
    const files = host
      .list(FOLDER)
      .filter((name) => /^(controlC\d+|pcmC\d+D\d+[cp])$/.test(name))
      .map((name) => `${FOLDER}/${name}`);
    if (files.length === 0) return [skipped(`There are no sound devices in ${FOLDER}.`)];
    const groups = groupsFrom(host.read('/etc/group') ?? '');
    return [ofThisUser(host, files, groups), ...ofTheService(host, files, groups)];
  },
};

function ofThisUser(host: Host, files: readonly string[], groups: readonly Group[]): Finding {
  const { name, uid } = host.user;
  const closed = files.filter((file) => !host.mayOpen(file));
  const details = { user: name, closed };
  if (closed.length === 0) return good(`You (${name}) may open the sound devices.`, { details });
  const group = groupOf(host, closed, groups);
  const more = { details: { ...details, group: group?.name } };
  if (group === undefined || uid === 0)
    return bad(`You (${name}) may not open the sound devices in ${FOLDER}.`, more);
  if (group.members.includes(name))
    return bad(
      `You (${name}) are in the group ${group.name}, but were not yet when you logged in: log in again.`,
      more,
    );
  return bad(
    `You (${name}) may not open the sound devices: you are not in the group ${group.name}.`,
    { ...more, lines: [`${join(group.name, name)}, then log in again`] },
  );
}

function ofTheService(host: Host, files: readonly string[], groups: readonly Group[]): Finding[] {
  const user = userNamed(host, SERVICE_USER);
  if (user === undefined || host.user.name === SERVICE_USER) return [];
  const extra = groupsOfUnit(host, UNIT);
  const gids = groups.filter(({ name }) => extra.includes(name)).map(({ gid }) => gid);
  const full = { ...user, gids: [...user.gids, ...gids] };
  const closed = files.filter((file) => {
    const owner = host.owner(file);
    return owner !== undefined && !mayReadAndWrite(owner, full);
  });
  const details = { user: SERVICE_USER, closed };
  if (closed.length === 0)
    return [good(`The user ${SERVICE_USER} may open the sound devices.`, { details })];
  const group = groupOf(host, closed, groups);
  if (group === undefined)
    return [bad(`The user ${SERVICE_USER} may not open the sound devices.`, { details })];
  return [
    bad(
      `The user ${SERVICE_USER} may not open the sound devices: it is not in the group ${group.name}.`,
      {
        lines: [`${join(group.name, SERVICE_USER)} && sudo systemctl restart hearthd`],
        details: { ...details, group: group.name },
      },
    ),
  ];
}

/** The group that those devices belong to, if it has a name and is not the one of root. */
function groupOf(
  host: Host,
  files: readonly string[],
  groups: readonly Group[],
): Group | undefined {
  const gids = files.map((file) => host.owner(file)?.gid);
  return groups.find(({ gid }) => gid !== 0 && gids.includes(gid));
}

const join = (group: string, user: string): string => `sudo usermod -aG ${group} ${user}`;
