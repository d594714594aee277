import { describe, expect, it } from 'vitest';
import { busyCheck } from '../../../src/doctor/sound/busy-check.ts';
import { found, words } from '../context.ts';
import { CARDS } from '../fake-host.ts';

const config = {
  microphone: { device: 'plughw:CARD=Mic' },
  speaker: { device: 'plughw:CARD=Headphones' },
};
const open = (pid: number) => `state: RUNNING\nowner_pid   : ${pid}\ntrigger_time: 5.5\n`;
const MIC = '/proc/asound/card1/pcm0c/sub0/status';

const said = async (files: Readonly<Record<string, string>>, devices: object = config) =>
  words(await found(busyCheck, { files: { ...CARDS, ...files }, config: devices }));

describe('who has the devices', () => {
  it('is nobody', async () => {
    expect(await said({})).toEqual([
      'good: Nobody has "plughw:CARD=Mic" open.',
      'good: Nobody has "plughw:CARD=Headphones" open.',
    ]);
  });

  it('is another program, by its name, without its arguments', async () => {
    const [first] = await said({
      [MIC]: open(74),
      '/proc/74/comm': 'ffmpeg\n',
      '/proc/74/cmdline': 'ffmpeg\0-f\0alsa\0rtmp://host/key=geheim\0',
    });
    expect(first).toBe(
      'bad: "ffmpeg" (process 74) has "plughw:CARD=Mic" open, and hearthd cannot have it meanwhile: end ffmpeg, for example with: kill 74.',
    );
  });

  it('is the script and not its interpreter, and the process and not its thread', async () => {
    const [first] = await said({
      [MIC]: open(81),
      '/proc/81/status': 'Name:\tPool-1\nTgid:\t80\nPid:\t81\n',
      '/proc/80/comm': 'python3\n',
      '/proc/80/cmdline': '/usr/bin/python3\0/home/pi/listen.py\0--token=geheim\0',
    });
    expect(first).toContain('"python3 listen.py" (process 80)');
    expect(first).not.toContain('geheim');
  });

  it('is never told by what an interpreter was given on its command line', async () => {
    const files = { '/proc/80/comm': 'bash\n', '/proc/80/cmdline': 'bash\0-c\0TOKEN=geheim x\0' };
    const [first] = await said({ [MIC]: open(80), ...files });
    expect(first).toContain('"bash" (process 80)');
  });

  it('is a sound server, which can be shared', async () => {
    const [first] = await said({ [MIC]: open(9), '/proc/9/comm': 'pipewire\n' });
    expect(first).toMatch(/^bad: "pipewire" .*name the device of the sound server instead/);
  });

  it.each([
    [
      'by what it started',
      { '/proc/76/cmdline': 'node\0/opt/hearthd/dist/main.js\0run\0--config\0x\0' },
    ],
    ['by its name', { '/proc/76/cmdline': '/usr/bin/node\0/usr/bin/hearthd\0run\0' }],
    ['by its unit', { '/proc/75/cgroup': '0::/system.slice/hearthd.service\n' }],
  ])('is hearthd itself, known %s: that is kindly said, and no fault', async (_, files) => {
    const [first, second] = await said({
      [MIC]: open(75),
      '/proc/75/comm': 'arecord\n',
      '/proc/75/stat': '75 (arecord (x)) S 76 75 75 0 -1',
      '/proc/76/stat': '76 (node) S 1 76 76 0 -1',
      ...files,
    });
    expect(first).toBe(
      'note: hearthd itself is running and has "plughw:CARD=Mic" open, as it should.',
    );
    expect(second).toBe('  stop the service for this check: sudo systemctl stop hearthd');
  });

  it('is somebody who leaves room for others', async () => {
    const files = {
      '/proc/asound/card0/pcm0p/sub0/status': open(74),
      '/proc/asound/card0/pcm0p/sub1/status': 'closed\n',
      '/proc/74/comm': 'mpd\n',
    };
    expect((await said(files)).at(-1)).toBe(
      'note: "mpd" (process 74) has "plughw:CARD=Headphones" open; there is room for hearthd beside it.',
    );
    const [shared] = await said(
      { [MIC]: open(74), '/proc/74/comm': 'arecord\n' },
      { ...config, microphone: { device: 'dsnoop:CARD=Mic' } },
    );
    expect(shared).toMatch(/^note: .*there is room/);
  });

  it('is somebody whom this user may not see', async () => {
    const [first] = await said({ [MIC]: open(74) });
    expect(first).toContain('"a program that does not show itself" (process 74)');
  });

  it('cannot be said of a device that names no card, or one that is away', async () => {
    expect(await said({}, { speaker: { device: 'plughw:CARD=Gone' } })).toEqual([
      'skipped: "default" names no card: whether it is free shows when it is tried.',
      'skipped: "plughw:CARD=Gone" is not there.',
    ]);
  });
});
