import { describe, expect, it } from 'vitest';
import { boardNames, boards } from '../../src/boards/boards.ts';
import { checkConfig } from '../../src/config/check.ts';

describe('without a preset', () => {
  it('the default device of ALSA is used, and no mixer is touched', () => {
    const { microphone, speaker } = configOf({});
    const nothing = { device: 'default', mixer: [], mixerDevice: 'default' };
    expect(microphone).toMatchObject({ ...nothing, echoCancellation: false });
    expect(speaker).toMatchObject({ ...nothing, chime: false });
  });

  it('what is written is what is used', () => {
    const mixer = [{ control: 'Mic', value: '80%' }];
    const button = { type: 'gpio', pin: 5 };
    const written = { microphone: { device: 'plughw:CARD=Mic', mixer }, button };
    expect(configOf(written)).toMatchObject({
      microphone: { device: 'plughw:CARD=Mic', mixer, mixerDevice: 'plughw:CARD=Mic' },
      button,
    });
  });
});

describe('the preset of a board', () => {
  it.each(boardNames.filter((name) => boards[name].card !== undefined))(
    'gives the card and its levels to either way of sound: %s',
    (preset) => {
      const { card, capture, playback } = boards[preset];
      const device = `plughw:CARD=${card}`;
      const { microphone, speaker } = configOf({ microphone: { preset }, speaker: { preset } });
      expect(microphone).toMatchObject({ device, mixer: capture, mixerDevice: device });
      expect(speaker).toMatchObject({ device, mixer: playback, mixerDevice: device });
    },
  );

  it('gives the pins of button and lamp, so that they need no more than their type', () => {
    const { button, lamp } = configOf({
      microphone: { preset: 'aiy-voice-hat' },
      button: { type: 'gpio' },
      lamp: { type: 'gpio' },
    });
    expect([button, lamp]).toMatchObject([{ pin: 23 }, { pin: 25 }]);
  });

  it('gives no button to who has none', () => {
    expect(configOf({ microphone: { preset: 'codec-zero' } })).toMatchObject({
      button: { type: 'none' },
      lamp: { type: 'none' },
    });
  });

  it('of the loudspeaker gives a pin when that of the microphone has none', () => {
    const config = configOf({
      microphone: { preset: 'respeaker-2mic-v2' },
      speaker: { preset: 'codec-zero' },
      button: { type: 'gpio' },
      lamp: { type: 'gpio' },
    });
    expect([config.button, config.lamp]).toMatchObject([{ pin: 17 }, { pin: 23 }]);
  });

  it('gives way to what is written, and its levels are set on the card that is named', () => {
    const { microphone, button } = configOf({
      microphone: {
        preset: 'codec-zero',
        device: 'plughw:CARD=IQaudIOCODEC',
        mixer: [{ control: 'ADC', value: '50%' }],
      },
      button: { type: 'gpio', pin: 4 },
    });
    expect(microphone.device).toBe('plughw:CARD=IQaudIOCODEC');
    expect(microphone.mixerDevice).toBe('plughw:CARD=IQaudIOCODEC');
    expect(microphone.mixer.slice(0, -1)).toEqual(boards['codec-zero'].capture);
    expect(microphone.mixer.at(-1)).toEqual({ control: 'ADC', value: '50%' });
    expect(button).toMatchObject({ pin: 4 });
  });

  it('sets the levels of the board itself when a sound server stands between', () => {
    const { speaker } = configOf({ speaker: { preset: 'codec-zero', device: 'pipewire' } });
    expect(speaker).toMatchObject({ device: 'pipewire', mixerDevice: 'plughw:CARD=Zero' });
  });
});

describe('what a preset does not give', () => {
  it('is asked for with both ways out when there is no preset', () => {
    expect(problemsOf({ button: { type: 'gpio' } })).toEqual([
      'button.pin: is missing: write the BCM number of its GPIO line (0 to 53), or name a board that has one as the "preset" of "microphone" or "speaker"',
    ]);
  });

  it('is asked for with the reason when the board has LEDs on SPI', () => {
    const microphone = { preset: 'respeaker-2mic-v1' };
    expect(problemsOf({ microphone, button: { type: 'gpio' }, lamp: { type: 'gpio' } })).toEqual([
      'lamp.pin: is missing: the board "respeaker-2mic-v1" has no lamp on a GPIO line (its LEDs are APA102 on SPI), so write the BCM number (0 to 53) of the line that yours is connected to, or leave "lamp" out',
    ]);
  });

  it('is the name of a USB card, which must be written', () => {
    const preset = 'usb';
    expect(problemsOf({ microphone: { preset }, speaker: { preset } })).toEqual([
      'microphone.device: is missing: the card of a board "usb" is called differently from product to product; write "plughw:CARD=…" with the name that "arecord -L" lists',
      'speaker.device: is missing: the card of a board "usb" is called differently from product to product; write "plughw:CARD=…" with the name that "aplay -L" lists',
    ]);
    expect(problemsOf({ microphone: { preset, device: 'plughw:CARD=Device' } })).toEqual([]);
  });

  it('is told beside everything else that is wrong', () => {
    expect(
      problemsOf({
        lamp: { type: 'gpio', activeLow: 7 },
        microphone: { preset: 'usb', preRollMs: -1 },
        log: { level: 7 },
      }).map((problem) => problem.split(':')[0]),
    ).toEqual([
      'lamp.activeLow',
      'lamp.pin',
      'microphone.preRollMs',
      'microphone.device',
      'log.level',
    ]);
  });
});

describe('button and lamp on one line', () => {
  const microphone = { preset: 'codec-zero' };

  it('are refused when the preset gives the lamp the line of the button', () => {
    const button = { type: 'gpio', pin: 23 };
    expect(problemsOf({ microphone, button, lamp: { type: 'gpio' } })).toEqual([
      'lamp.pin: is 23 by the preset, the pin of the button as well: each needs a line of its own',
    ]);
  });

  it('are refused when the preset gives the button the line of the lamp', () => {
    const lamp = { type: 'gpio', pin: 27 };
    expect(problemsOf({ microphone, button: { type: 'gpio' }, lamp })).toEqual([
      'lamp.pin: is the pin of the button as well: each needs a line of its own',
    ]);
  });
});

describe('the settings of a card', () => {
  it.each<[microphone: object, problem: string]>([
    [
      { preset: 'respeaker-2mic' },
      'microphone.preset: must be "usb", "respeaker-2mic-v1", "respeaker-2mic-v2", "respeaker-lite", "aiy-voice-hat" or "codec-zero", not "respeaker-2mic"; did you mean "respeaker-2mic-v1"?',
    ],
    [{ presets: 'usb' }, 'microphone.presets: there is no such key; did you mean "preset"?'],
    [{ echoCancellation: 'yes' }, 'microphone.echoCancellation: must be true or false, not "yes"'],
    [
      { device: '-D' },
      'microphone.device: must be a name as "arecord -L" lists it, without spaces',
    ],
    [
      { device: 'hw:0\u0000' },
      'microphone.device: must be a name as "arecord -L" lists it, without spaces',
    ],
    [{ mixer: {} }, 'microphone.mixer: must be a list [ … ] of at most 64 entries, not an object'],
    [
      { mixer: [{}] },
      'microphone.mixer[0].control: is missing: it must be a text of at most 64 characters',
    ],
    [
      { mixer: [level({ control: '-q' })] },
      'microphone.mixer[0].control: must be a name as "amixer scontrols" lists it, such as "Capture"',
    ],
    [
      { mixer: [level(), level({ value: 80 })] },
      'microphone.mixer[1].value: must be a text of at most 64 characters, not 80',
    ],
    [{ mixer: [level({ value: '101%' })] }, 'microphone.mixer[0].value: must not be above 100%'],
    [
      { mixer: [level({ vlaue: 'on' })] },
      'microphone.mixer[0].vlaue: there is no such key; did you mean "value"?',
    ],
    ...['', ' ', '-5dB', '+5%', '5%+', '3-', 'on\n'].map((value): [object, string] => [
      { mixer: [level({ value })] },
      'microphone.mixer[0].value: must be a level such as "80%", "on", "off" or an item of the control, no change of a level',
    ]),
  ])('are told what is wrong with them: %o', (microphone, problem) => {
    expect(problemsOf({ microphone })).toContain(problem);
  });

  it.each(['0%', '100%', '80%', '39', 'a-', 'on', 'off', 'cap', 'ADC Left', '5dB'])(
    'may be %s',
    (value) => {
      expect(problemsOf({ speaker: { mixer: [level({ value })], chime: true } })).toEqual([]);
    },
  );
});

const level = (change: object = {}) => ({ control: 'Mic', value: '80%', ...change });

function configOf(value: unknown) {
  const checked = checkConfig(value);
  if (checked.state === 'wrong') throw new Error(JSON.stringify(checked.problems));
  return checked.config;
}

function problemsOf(value: unknown): string[] {
  const checked = checkConfig(value);
  if (checked.state === 'right') return [];
  return checked.problems.map(({ path, message }) => `${path}: ${message}`);
}
