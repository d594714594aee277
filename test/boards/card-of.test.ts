import { expect, it } from 'vitest';
import { cardOf, mixerOf } from '../../src/boards/card-of.ts';

it.each([
  ['plughw:CARD=Mic', 'Mic'],
  ['plughw:CARD=seeed2micvoicec,DEV=0', 'seeed2micvoicec'],
  ['plughw:DEV=0,CARD=Mic', 'Mic'],
  ['sysdefault:CARD=Lite', 'Lite'],
  ['hw:1,0', '1'],
  ['plughw:Zero,0', 'Zero'],
  ['plughw:2', '2'],
  ['dsnoop:CARD=Mic,DEV=0', 'Mic'],
  ["plug:'dsnoop:1'", '1'],
  ['plug:hw:Dummy', 'Dummy'],
])('the mixer of %s is that of the card %s', (device, card) => {
  expect(cardOf(device)).toBe(card);
  expect(mixerOf(device)).toEqual({ words: ['-c', card], card });
});

it.each(['default', 'pulse', 'pipewire', 'null', 'echo_cancelled', 'plug:mine', 'myhw:1'])(
  'the mixer of %s is the control device of the same name',
  (device) => {
    expect(cardOf(device)).toBeUndefined();
    expect(mixerOf(device)).toEqual({ words: ['-D', device], card: device });
  },
);
