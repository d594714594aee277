import type { Environment } from '../../config/environment.ts';
import { bad, type Check, type Finding, good, note, skipped } from '../check.ts';
import type { Host } from '../host.ts';
import { userNamed } from '../sound/users.ts';
import { may, modeText } from './rights.ts';
import { CONFIGURATION_FOLDER, SERVICE_USER, STATE_FOLDER, unitTexts } from './service.ts';
import { type StateFolder, stateFolder } from './state-folder.ts';

/** Whether the daemon may read its configuration and write what it keeps. */
export const filesCheck = (environment: Pick<Environment, 'stateDir'>): Check => ({
  name: 'files',
  async run({ host, config }) {
    const folder = stateFolder(host, config, environment);
    return [...configuration(host), state(host, folder), ...sandboxed(host, folder)];
  },
});

function configuration(host: Host): Finding[] {
  const user = userNamed(host, SERVICE_USER);
  const folder = host.owner(CONFIGURATION_FOLDER);
  if (user === undefined || folder === undefined) return [];
  const file = `${CONFIGURATION_FOLDER}/config.json`;
  if (!may('enter', folder, user))
    return [
      bad(`The user ${SERVICE_USER} may not enter ${CONFIGURATION_FOLDER} (${modeText(folder)}).`, {
        lines: [`sudo chmod 755 ${CONFIGURATION_FOLDER}`],
      }),
    ];
  const owner = host.owner(file);
  if (owner === undefined)
    return [note(`There is no ${file}: the service runs with the default of every setting.`)];
  if (!may('read', owner, user))
    return [
      bad(`The user ${SERVICE_USER} may not read ${file} (${modeText(owner)}).`, {
        lines: [`sudo chmod 644 ${file}`],
      }),
    ];
  if ((owner.mode & 0o002) !== 0)
    return [
      bad(`Everybody on this machine can change ${file} (${modeText(owner)}).`, {
        lines: [`sudo chmod 644 ${file}`],
      }),
    ];
  return [good(`The service may read ${file}.`)];
}

function state(host: Host, { path, user, keeper }: StateFolder): Finding {
  const details = { folder: path, user: user.name };
  const owner = host.owner(path);
  const who = keeper === 'service' ? `the user ${user.name}` : `you (${user.name})`;
  const repair = { lines: [`sudo chown -R ${user.name}: ${path}`], details };
  if (owner === undefined)
    return skipped(`There is no ${path} yet: it is made at the first start.`, { details });
  if (!may('enter and write', owner, user))
    return bad(
      `${path}, where settings, bills and conversations are kept, is not for ${who} to write in (${modeText(owner)}).`,
      repair,
    );
  const others = host
    .list(path)
    .slice(0, MOST_FILES)
    .filter((name) => {
      const file = host.owner(`${path}/${name}`);
      return file !== undefined && !may('read and write', file, user);
    });
  if (others.length > 0)
    return bad(
      `In ${path}, ${who} may not write ${others.slice(0, MOST_NAMED).join(', ')}: somebody else ran hearthd there.`,
      repair,
    );
  return good(`What hearthd keeps lies in ${path}, which ${who} may write.`, { details });
}

/** The unit makes everything but its own folder read-only. */
function sandboxed(host: Host, { path, keeper }: StateFolder): Finding[] {
  if (keeper !== 'service' || path === STATE_FOLDER || path.startsWith(`${STATE_FOLDER}/`))
    return [];
  const texts = unitTexts(host).map(({ text }) => text);
  if (!texts.some((text) => /^ProtectSystem=strict/m.test(text))) return [];
  const opened = texts.some((text) =>
    [...text.matchAll(/^ReadWritePaths=(.*)$/gm)].some(([, paths = '']) =>
      paths.split(/\s+/).some((each) => path.startsWith(each.replace(/^[-+]+/, '') || '\0')),
    ),
  );
  if (opened) return [];
  return [
    bad(`"stateDir" names ${path}, where the sandbox of the service lets nobody write.`, {
      lines: [
        `leave "stateDir" out (it is ${STATE_FOLDER} then), or: sudo systemctl edit hearthd, with [Service] and ReadWritePaths=${path}`,
      ],
    }),
  ];
}

const MOST_FILES = 500;
const MOST_NAMED = 5;
