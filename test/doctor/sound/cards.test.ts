import { describe, expect, it } from 'vitest';
import { surveyCards } from '../../../src/doctor/sound/cards.ts';
import { cardsCheck } from '../../../src/doctor/sound/cards-check.ts';
import { found, words } from '../context.ts';
import { CARDS, fakeHost } from '../fake-host.ts';

const NEVER = new AbortController().signal;

const ALL = [
  {
    index: 0,
    id: 'Headphones',
    name: 'bcm2835 Headphones',
    devices: [{ number: 0, name: 'bcm2835 Headphones', directions: ['playback'] }],
  },
  {
    index: 1,
    id: 'Mic',
    name: 'USB PnP Sound Device',
    devices: [{ number: 0, name: 'USB Audio', directions: ['capture'] }],
  },
  {
    index: 2,
    id: 'vc4hdmi0',
    name: 'vc4-hdmi-0',
    devices: [{ number: 0, name: 'MAI PCM i2s-hifi-0', directions: ['playback'] }],
  },
];

const LISTS = {
  'arecord -l': `**** Liste der Hardware-Geräte (CAPTURE) ****
Karte 1: Mic [USB PnP Sound Device], Gerät 0: USB Audio [USB Audio]
  Sub-Geräte: 1/1
  Sub-Gerät #0: subdevice #0
`,
  'aplay -l': `**** List of PLAYBACK Hardware Devices ****
card 0: Headphones [bcm2835 Headphones], device 0: bcm2835 Headphones [bcm2835 Headphones]
  Subdevices: 8/8
card 2: vc4hdmi0 [vc4-hdmi-0], device 0: MAI PCM i2s-hifi-0 [MAI PCM i2s-hifi-0]
`,
};

describe('the cards', () => {
  it('are read from the kernel', async () => {
    expect(await surveyCards(fakeHost({ files: CARDS }), NEVER)).toEqual(ALL);
  });

  it('are asked of arecord and aplay, in whatever language, where the kernel hides them', async () => {
    expect(await surveyCards(fakeHost({ programs: LISTS }), NEVER)).toEqual(ALL);
  });

  it('are none where the kernel has none, or nobody can be asked', async () => {
    const files = { '/proc/asound/cards': '--- no soundcards ---\n' };
    expect(await surveyCards(fakeHost({ files }), NEVER)).toEqual([]);
    expect(await surveyCards(fakeHost(), NEVER)).toEqual([]);
  });

  it('have one device for both ways where the card does both', async () => {
    const files = {
      '/proc/asound/cards': ' 3 [Jabra          ]: USB-Audio - Jabra SPEAK 510\n          long\n',
      '/proc/asound/pcm': '03-00: USB Audio : USB Audio : playback 1 : capture 1\n',
    };
    const [card] = await surveyCards(fakeHost({ files }), NEVER);
    expect(card?.devices[0]?.directions).toEqual(['capture', 'playback']);
  });
});

describe('what is said of the cards', () => {
  const said = async (microphone: string, speaker: string, files: Record<string, string> = CARDS) =>
    words(
      await found(cardsCheck, {
        files,
        config: { microphone: { device: microphone }, speaker: { device: speaker } },
      }),
    );

  it('is each device as it is to be written into the configuration', async () => {
    expect(await said('plughw:CARD=Mic', 'plughw:CARD=Headphones')).toEqual([
      'good: There are 3 cards.',
      '  capture  plughw:CARD=Mic  (USB PnP Sound Device: USB Audio)',
      '  playback plughw:CARD=Headphones  (bcm2835 Headphones: bcm2835 Headphones)',
      '  playback plughw:CARD=vc4hdmi0  (vc4-hdmi-0: MAI PCM i2s-hifi-0)',
      'good: The microphone "plughw:CARD=Mic" is on the card "USB PnP Sound Device".',
      'good: The loudspeaker "plughw:CARD=Headphones" is on the card "bcm2835 Headphones".',
    ]);
  });

  it('is that a name is wrong, and which was most likely meant', async () => {
    expect((await said('plughw:CARD=Mik', 'plughw:CARD=Headphone,DEV=0')).slice(4)).toEqual([
      'bad: The microphone "plughw:CARD=Mik" is not there: no card is called "Mik".',
      '  write into the configuration: "microphone": { "device": "plughw:CARD=Mic" }',
      'bad: The loudspeaker "plughw:CARD=Headphone,DEV=0" is not there: no card is called "Headphone".',
      '  write into the configuration: "speaker": { "device": "plughw:CARD=Headphones" }',
    ]);
  });

  it('is the only choice where the name says nothing, and none where there are more', async () => {
    expect((await said('plughw:CARD=XYZ', 'plughw:CARD=XYZ')).slice(4)).toEqual([
      'bad: The microphone "plughw:CARD=XYZ" is not there: no card is called "XYZ".',
      '  write into the configuration: "microphone": { "device": "plughw:CARD=Mic" }',
      'bad: The loudspeaker "plughw:CARD=XYZ" is not there: no card is called "XYZ".',
    ]);
  });

  it('is that the card cannot do what is asked of it, or has no such device', async () => {
    const [, , , , microphone, , loudspeaker, meant] = await said(
      'hw:Headphones',
      'hw:Headphones,3',
    );
    expect(microphone).toMatch(/not there: the card "Headphones" cannot record\.$/);
    expect(loudspeaker).toMatch(/the card "Headphones" has no device 3 that can play\.$/);
    expect(meant).toContain('"plughw:CARD=Headphones"');
  });

  it('is that a number is no name', async () => {
    const [, , , , microphone, write] = await said('hw:1', 'default');
    expect(microphone).toMatch(/^note: .* today; its number may be another after a restart\.$/);
    expect(write).toContain('"plughw:CARD=Mic"');
  });

  it('is that a sound server may choose', async () => {
    expect((await said('default', 'pulse')).slice(4)).toEqual([
      'good: The microphone "default" names no card: ALSA or a sound server chooses it.',
      'good: The loudspeaker "pulse" names no card: ALSA or a sound server chooses it.',
    ]);
  });

  it('is that there is no card at all', async () => {
    const none = { '/proc/asound/cards': '--- no soundcards ---\n' };
    const [cards, microphone, loudspeaker] = await said('default', 'plughw:CARD=Speaker', none);
    expect(cards).toMatch(/^note: This machine has no sound card/);
    expect(microphone).toMatch(/^note: .*only a sound server can be behind it\.$/);
    expect(loudspeaker).toMatch(/^bad: .*no card is called "Speaker"\.$/);
  });
});
