import type { FileOwner, Host, HostUser, ProgramRun } from '../../src/doctor/host.ts';

export interface FakeHostParts {
  /** Text by path; folders come of it. */
  readonly files?: Readonly<Record<string, string>>;
  readonly owners?: Readonly<Record<string, FileOwner>>;
  readonly user?: HostUser;
  /** What this user may not open. */
  readonly closed?: readonly string[];
  /** What programs print, by their command line; any other is not installed. */
  readonly programs?: Readonly<Record<string, string>>;
}

/** A machine made of what the test says. */
export function fakeHost(parts: FakeHostParts = {}): Host {
  const { files = {}, owners = {}, programs = {}, closed = [] } = parts;
  const paths = [...Object.keys(files), ...Object.keys(owners)];
  return {
    user: parts.user ?? { name: 'pi', uid: 1000, gids: [1000] },
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
      const output = programs[[program, ...args].join(' ')];
      return output === undefined ? { state: 'absent' } : { state: 'ended', exitCode: 0, output };
    },
  };
}

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
