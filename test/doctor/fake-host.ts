import type {
  FileOwner,
  Host,
  HostRuntime,
  HostUser,
  ProgramRun,
  Space,
} from '../../src/doctor/host.ts';

export interface FakeHostParts {
  /** Text by path; folders come of it. */
  readonly files?: Readonly<Record<string, string>>;
  readonly owners?: Readonly<Record<string, FileOwner>>;
  readonly user?: HostUser;
  readonly runtime?: Partial<HostRuntime>;
  /** By path; any other has plenty. */
  readonly spaces?: Readonly<Record<string, Partial<Space>>>;
  /** What this user may not open. */
  readonly closed?: readonly string[];
  /** What programs print, or how they end, by their command line; any other is not installed. */
  readonly programs?: Readonly<Record<string, string | ProgramRun>>;
}

/** A machine made of what the test says. */
export function fakeHost(parts: FakeHostParts = {}): Host {
  const { files = {}, owners = {}, programs = {}, closed = [] } = parts;
  const paths = [...Object.keys(files), ...Object.keys(owners)];
  return {
    user: parts.user ?? { name: 'pi', uid: 1000, gids: [1000] },
    runtime: { ...RUNTIME, ...parts.runtime },
    space: (path) => ({ ...PLENTY, ...parts.spaces?.[path] }),
    read: (path) => files[path],
    list: (folder) => [
      ...new Set(
        paths
          .filter((path) => path.startsWith(`${folder}/`))
          .map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''),
      ),
    ],
    owner: (path) => owners[path],
    mayOpen: (path) => !closed.includes(path),
    run: async (program, args): Promise<ProgramRun> => {
      const run = programs[[program, ...args].join(' ')];
      if (run === undefined) return { state: 'absent' };
      return typeof run === 'string' ? { state: 'ended', exitCode: 0, output: run } : run;
    },
  };
}

const RUNTIME: HostRuntime = {
  node: '20.19.2',
  nodePath: '/usr/bin/node',
  architecture: 'arm64',
  machine: 'aarch64',
  timeZone: 'Europe/Berlin',
};
const PLENTY: Space = { freeBytes: 8e9, freeInodes: 500_000, inodes: 900_000 };

/** The kernel's folder on a machine with a USB microphone, a loudspeaker jack and HDMI. */
export const CARDS = {
  '/proc/asound/cards': ` 0 [Headphones     ]: bcm2835_headpho - bcm2835 Headphones
                      bcm2835 Headphones
 1 [Mic            ]: USB-Audio - USB PnP Sound Device
                      C-Media USB PnP Sound Device at usb-0000:01:00.0-1.3, full speed
 2 [vc4hdmi0       ]: vc4-hdmi - vc4-hdmi-0
                      vc4-hdmi-0
`,
  '/proc/asound/pcm': `00-00: bcm2835 Headphones : bcm2835 Headphones : playback 8
01-00: USB Audio : USB Audio : capture 1
02-00: MAI PCM i2s-hifi-0 :  : playback 1
`,
  '/proc/asound/card1/pcm0c/sub0/status': 'closed\n',
  '/proc/asound/card0/pcm0p/sub0/status': 'closed\n',
};
