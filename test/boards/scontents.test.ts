import { expect, it } from 'vitest';
import { parseScontents } from '../../src/boards/scontents.ts';

/** A USB sound card: its microphone can be heard in its loudspeaker. */
const USB = `Simple mixer control 'Speaker',0
  Capabilities: pvolume pswitch pswitch-joined
  Playback channels: Front Left - Front Right
  Limits: Playback 0 - 37
  Mono:
  Front Left: Playback 8 [22%] [-29.00dB] [on]
  Front Right: Playback 20 [54%] [-17.00dB] [on]
Simple mixer control 'Mic',0
  Capabilities: pvolume pvolume-joined cvolume cvolume-joined pswitch pswitch-joined cswitch cswitch-joined
  Playback channels: Mono
  Capture channels: Mono
  Limits: Playback 0 - 31 Capture 0 - 35
  Mono: Playback 16 [52%] [-7.00dB] [off] Capture 0 [0%] [-12.00dB] [on]
Simple mixer control 'Auto Gain Control',0
  Capabilities: pswitch pswitch-joined
  Playback channels: Mono
  Mono: Playback [on]
`;

it('each direction of a control has its own level and switch', () => {
  expect(parseScontents(USB)).toEqual([
    control('Speaker', { playback: { percent: 54, switch: 'on' } }),
    control('Mic', {
      playback: { percent: 52, switch: 'off' },
      capture: { percent: 0, switch: 'on' },
    }),
    control('Auto Gain Control', { playback: { percent: undefined, switch: 'on' } }),
  ]);
});

it('a level that is for both directions counts for both', () => {
  const text = `Simple mixer control 'Master',0
  Capabilities: volume cswitch
  Playback channels: Front Left - Front Right
  Capture channels: Front Left - Front Right
  Limits: -50 - 100
  Front Left: 0 [33%] [-30.00dB] Capture [off]
  Front Right: 0 [33%] [-30.00dB] Capture [on]
Simple mixer control 'Left Input Boost Mixer LINPUT1',0
  Capabilities: volume volume-joined
  Playback channels: Mono
  Capture channels: Mono
  Limits: 0 - 3
  Mono: 3 [100%] [29.00dB]
`;
  expect(parseScontents(text)).toEqual([
    control('Master', {
      playback: { percent: 33, switch: undefined },
      capture: { percent: 33, switch: 'on' },
    }),
    control('Left Input Boost Mixer LINPUT1', {
      playback: { percent: 100, switch: undefined },
      capture: { percent: 100, switch: undefined },
    }),
  ]);
});

it('what is recorded can have a stereo level where what is played has one for both', () => {
  const text = `Simple mixer control 'Line',0
  Capabilities: pvolume pvolume-joined cvolume pswitch pswitch-joined cswitch
  Playback channels: Mono
  Capture channels: Front Left - Front Right
  Limits: Playback 0 - 31 Capture 0 - 15
  Mono: Playback 31 [100%] [12.00dB] [on]
  Front Left: Capture 3 [20%] [4.50dB] [off]
  Front Right: Capture 3 [20%] [4.50dB] [off]
`;
  expect(parseScontents(text)).toEqual([
    control('Line', {
      playback: { percent: 100, switch: 'on' },
      capture: { percent: 20, switch: 'off' },
    }),
  ]);
});

it('a choice has its items', () => {
  const text = `Simple mixer control 'DAI Left Source MUX',0
  Capabilities: enum
  Items: 'ADC Left' 'ADC Right' 'DAI Input Left'
  Item0: 'ADC Right'
`;
  const choice = { item: 'ADC Right', items: ['ADC Left', 'ADC Right', 'DAI Input Left'] };
  expect(parseScontents(text)).toEqual([control('DAI Left Source MUX', { choice })]);
});

it('the second control of a name is called so', () => {
  const text = ["Simple mixer control 'Mic',0", "Simple mixer control 'Mic',1", ''].join('\n');
  expect(parseScontents(text).map(({ name }) => name)).toEqual(['Mic', 'Mic,1']);
});

it.each(['', '\n', 'nonsense', "Simple mixer control 'Mic", '  Mono: Playback [on]\n'])(
  'where no control is, none is found: %j',
  (text) => {
    expect(parseScontents(text)).toEqual([]);
  },
);

const control = (name: string, parts: object) => ({
  name,
  playback: undefined,
  capture: undefined,
  choice: undefined,
  ...parts,
});
