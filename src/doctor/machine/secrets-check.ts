import type { Config } from '../../config/schema.ts';
import { bad, type Check, type Finding, good, note, skipped } from '../check.ts';
import type { FileOwner, Host } from '../host.ts';
import { userNamed } from '../sound/users.ts';
import { type CredentialPlaces, credentialPlaces, type Place } from './credential-places.ts';
import { CREDENTIALS, type Credential, neededCredentials, secretFiles } from './needed-secrets.ts';
import { may, modeText } from './rights.ts';
import { SERVICE_USER, unitFile, unitTexts } from './service.ts';

/** Whether the secrets are where they belong and for nobody else to read. None of them is read. */
export const secretsCheck: Check = {
  name: 'secrets',
  async run({ host, config }) {
    const findings = [...inUnit(host), ...credentials(host, config), ...named(host, config)];
    return findings.length > 0
      ? findings
      : [
          skipped(
            'There is neither a service nor a file of the configuration that holds a secret.',
          ),
        ];
  },
};

/** What stands in a unit, everybody may read (`systemctl show`). */
const inUnit = (host: Host): Finding[] =>
  unitTexts(host)
    .filter(
      ({ text }) =>
        /^SetCredential=[\w-]+:(?!\s*(\\n)?\s*$)./m.test(text) ||
        /^Environment=.*(GEMINI_API_KEY|HEARTHD_\w*(SECRET|TOKEN|PASSWORD))=./m.test(text),
    )
    .map(({ path }) =>
      bad(`A secret stands in ${path}, where everybody on this machine can read it.`, {
        lines: ['take it out, have a new one made, and put that where it belongs:', HOW_TO_STORE],
      }),
    );

function credentials(host: Host, config: Config): Finding[] {
  const needed = neededCredentials(config);
  const isInstalled = unitFile(host) !== undefined;
  const hasVariables = unitTexts(host).some(({ text }) => /^Environment(File)?=./m.test(text));
  return CREDENTIALS.flatMap((id) => {
    const places = credentialPlaces(host, id);
    const found = credential(id, places, host);
    if (found.length > 0) return found;
    if (!isInstalled || !needed.includes(id)) return [];
    return [missing(id, places, hasVariables)];
  });
}

function credential(id: Credential, { plain, encrypted }: CredentialPlaces, host: Host): Finding[] {
  const findings: Finding[] = [];
  if (encrypted?.seen.state === 'there')
    findings.push(good(`The service has the ${id}, encrypted (${encrypted.path}).`));
  if (encrypted?.seen.state === 'hidden')
    findings.push(skipped(`Whether ${encrypted.path} is there only root can see.`));
  if (encrypted?.seen.state === 'absent')
    findings.push(
      bad(`The unit takes the ${id} from ${encrypted.path}, which is not there.`, {
        lines: ['store it again: sudo systemd/install.sh'],
      }),
    );
  if (plain.seen.state === 'hidden')
    findings.push(skipped(`Whether ${plain.path} is there only root can see.`));
  if (plain.seen.state === 'there')
    findings.push(inTheClear(id, plain, plain.seen.owner, { encrypted, host }));
  return findings;
}

function inTheClear(
  id: Credential,
  { path }: Place,
  owner: FileOwner,
  { encrypted, host }: { readonly encrypted: Place | undefined; readonly host: Host },
): Finding {
  const details = { file: path, mode: modeText(owner) };
  if (owner.uid !== 0 || (owner.mode & 0o077) !== 0)
    return bad(`${path} is not for root alone (${modeText(owner)}${ownerWord(host, owner)}).`, {
      lines: [`sudo chown root:root ${path} && sudo chmod 600 ${path}`],
      details,
    });
  if (encrypted?.seen.state === 'there')
    return note(`The ${id} lies in the clear as well (${path}), which is not needed.`, {
      lines: [`sudo shred -u ${path}`],
      details,
    });
  return good(`The service has the ${id} (${path}, for root alone).`, { details });
}

function missing(id: Credential, { plain }: CredentialPlaces, hasVariables: boolean): Finding {
  const sentence = `There is no ${id} for the service (${plain.path})`;
  const more = { lines: [HOW_TO_STORE.replace('NAME', id)], details: { credential: id } };
  if (hasVariables) return note(`${sentence}, unless a variable of the unit holds it.`, more);
  return id === 'mqtt-password'
    ? note(`${sentence}, but "mqtt.username" is set: few brokers take a user without.`, more)
    : bad(`${sentence}: it cannot talk.`, more);
}

/** Files that the daemon reads itself. */
function named(host: Host, config: Config): Finding[] {
  const user = userNamed(host, SERVICE_USER) ?? host.user;
  return [...secretFiles(config)].map(([key, path]) => {
    const owner = host.owner(path);
    const details = { key, file: path };
    if (owner === undefined)
      return note(`${path}, which "${key}" names, is not there, or you may not see it.`, {
        details,
      });
    const mode = modeText(owner);
    if ((owner.mode & 0o007) !== 0)
      return bad(`Everybody on this machine can read ${path} ("${key}", ${mode}).`, {
        lines: [`sudo chmod o= ${path}`],
        details,
      });
    return may('read', owner, user)
      ? good(`The user ${user.name} may read ${path} ("${key}", ${mode}).`, { details })
      : bad(`The user ${user.name} may not read ${path} ("${key}", ${mode}).`, {
          lines: [`sudo chown ${user.name} ${path}`],
          details,
        });
  });
}

const ownerWord = (host: Host, { uid }: FileOwner): string =>
  uid === 0 ? '' : `, of ${nameOf(host, uid)}`;

const nameOf = (host: Host, uid: number): string =>
  (host.read('/etc/passwd') ?? '')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([, , number]) => number === String(uid))?.[0] ?? `user ${uid}`;

/** Typed or pasted, never on a command line; Ctrl-D ends it. */
const HOW_TO_STORE =
  'sudo install -m 600 /dev/stdin /etc/hearthd/NAME (paste it, Enter, Ctrl-D), then sudo systemctl restart hearthd';
