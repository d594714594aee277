import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** What the daemon takes from the variables it is started with. */
export interface Environment {
  /** `HEARTHD_CONFIG`: the configuration, unless the command line names one. */
  readonly configFile: string | undefined;
  /** Folder for what survives a restart, unless the configuration names one. */
  readonly stateDir: string;
  /** `CREDENTIALS_DIRECTORY`: where systemd puts what `LoadCredential=` names. */
  readonly credentialsDir: string | undefined;
  /** `GEMINI_API_KEY`. */
  readonly geminiApiKey: string | undefined;
  /** `HEARTHD_TOKEN_SERVICE_SECRET`. */
  readonly tokenServiceSecret: string | undefined;
  /** `HEARTHD_GATEWAY_TOKEN`. */
  readonly gatewayToken: string | undefined;
  /** `GOOGLE_APPLICATION_CREDENTIALS`: path of a file; Google's library reads the variable itself. */
  readonly googleCredentials: string | undefined;
  /** `HEARTHD_MQTT_PASSWORD`. */
  readonly mqttPassword: string | undefined;
  /** `JOURNAL_STREAM`: device and inode of the journal's socket, as `8:12345`. */
  readonly journalStream: string | undefined;
  /** `NOTIFY_SOCKET`: where the service manager wants to be told how the service is (sd_notify(3)). */
  readonly notifySocket: string | undefined;
  /** `WATCHDOG_USEC`: after so many microseconds without a word it takes the service for dead. */
  readonly watchdogUsec: string | undefined;
  /** `WATCHDOG_PID`: the process that is to give it, if it is a certain one. */
  readonly watchdogPid: string | undefined;
}

/** Those that hold a secret. */
export const SECRET_VARIABLES = [
  'GEMINI_API_KEY',
  'HEARTHD_TOKEN_SERVICE_SECRET',
  'HEARTHD_GATEWAY_TOKEN',
  'HEARTHD_MQTT_PASSWORD',
] as const;

/** Those that are meant for this process and for none that it starts. */
export const OWN_VARIABLES = ['NOTIFY_SOCKET', 'WATCHDOG_USEC', 'WATCHDOG_PID'] as const;

export type Variables = Readonly<Record<string, string | undefined>>;

/** A variable that is set to nothing counts as not set. */
export function environmentFrom(variables: Variables): Environment {
  const read = (name: string) => (variables[name] === '' ? undefined : variables[name]);
  return {
    configFile: read('HEARTHD_CONFIG'),
    stateDir: stateDirFrom(read),
    credentialsDir: read('CREDENTIALS_DIRECTORY'),
    geminiApiKey: read('GEMINI_API_KEY'),
    tokenServiceSecret: read('HEARTHD_TOKEN_SERVICE_SECRET'),
    gatewayToken: read('HEARTHD_GATEWAY_TOKEN'),
    googleCredentials: read('GOOGLE_APPLICATION_CREDENTIALS'),
    mqttPassword: read('HEARTHD_MQTT_PASSWORD'),
    journalStream: read('JOURNAL_STREAM'),
    notifySocket: read('NOTIFY_SOCKET'),
    watchdogUsec: read('WATCHDOG_USEC'),
    watchdogPid: read('WATCHDOG_PID'),
  };
}

function stateDirFrom(read: (name: string) => string | undefined): string {
  // Several folders of one unit are separated by colons (systemd.exec(5)); the first is ours.
  const fromSystemd = read('STATE_DIRECTORY')
    ?.split(':')
    .find((folder) => folder !== '');
  if (fromSystemd !== undefined) return fromSystemd;
  // A relative path is to be ignored (XDG Base Directory Specification).
  const fromDesktop = read('XDG_STATE_HOME');
  if (fromDesktop !== undefined && isAbsolute(fromDesktop)) return join(fromDesktop, 'hearthd');
  const home = read('HOME') ?? homeOfUser();
  return home === undefined ? '/var/lib/hearthd' : join(home, '.local/state/hearthd');
}

function homeOfUser(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}
