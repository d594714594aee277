import type { FileOwner, Host, HostUser } from '../host.ts';

/** What `/etc/group` says. */
export interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

export const groupsFrom = (text: string): Group[] =>
  text.split('\n').flatMap((line) => {
    const [name, , gid, members = ''] = line.split(':');
    if (!name || !/^\d+$/.test(gid ?? '')) return [];
    return [{ name, gid: Number(gid), members: members.split(',').filter((each) => each !== '') }];
  });

/** A user with the groups that a new process of it would have; undefined when there is no such user. */
export function userNamed(host: Host, name: string): HostUser | undefined {
  const line = (host.read('/etc/passwd') ?? '')
    .split('\n')
    .map((each) => each.split(':'))
    .find(([user]) => user === name);
  const [, , uid = '', gid = ''] = line ?? [];
  if (!/^\d+$/.test(uid) || !/^\d+$/.test(gid)) return undefined;
  const joined = groupsFrom(host.read('/etc/group') ?? '')
    .filter(({ members }) => members.includes(name))
    .map((group) => group.gid);
  return { name, uid: Number(uid), gids: [...new Set([Number(gid), ...joined])] };
}

/** Groups that a unit of systemd gives to its processes besides those of its user. */
export function groupsOfUnit(host: Host, unit: string): readonly string[] {
  const folders = ['/usr/lib/systemd/system', '/lib/systemd/system', '/etc/systemd/system'];
  const files = folders.flatMap((folder) => [
    `${folder}/${unit}`,
    ...host.list(`${folder}/${unit}.d`).map((name) => `${folder}/${unit}.d/${name}`),
  ]);
  const texts = files.map((file) => host.read(file) ?? '');
  return texts.flatMap((text) =>
    [...text.matchAll(/^SupplementaryGroups=(.*)$/gm)].flatMap(([, names = '']) =>
      names.split(/\s+/).filter((each) => each !== ''),
    ),
  );
}

/** Whether the permission bits of a file let `user` read and write it. */
export function mayReadAndWrite(
  { mode, uid, gid }: FileOwner,
  user: Omit<HostUser, 'name'>,
): boolean {
  if (user.uid === 0) return true;
  const bits = user.uid === uid ? mode >> 6 : user.gids.includes(gid) ? mode >> 3 : mode;
  return (bits & READ_AND_WRITE) === READ_AND_WRITE;
}

const READ_AND_WRITE = 0o6;
