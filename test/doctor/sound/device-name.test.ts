import fc from 'fast-check';
import { expect, it } from 'vitest';
import { deviceName, stableName } from '../../../src/doctor/sound/device-name.ts';

it.each([
  ['plughw:CARD=Mic', 'plughw', 'Mic', 0],
  ['plughw:CARD=Mic,DEV=1', 'plughw', 'Mic', 1],
  ['hw:DEV=2,CARD=Mic', 'hw', 'Mic', 2],
  ['hw:1,3', 'hw', '1', 3],
  ['plughw:Mic,1,0', 'plughw', 'Mic', 1],
  ['sysdefault:CARD=Mic', 'sysdefault', 'Mic', 0],
  ['dsnoop:1', 'dsnoop', '1', 0],
  ['plug:hw:Mic', 'hw', 'Mic', 0],
  ["plug:'dsnoop:Mic'", 'dsnoop', 'Mic', 0],
  ['plug:SLAVE="hw:Mic,1"', 'hw', 'Mic', 1],
])('the card is in the name: %s', (text, kind, card, device) => {
  expect(deviceName(text)).toEqual({ kind, card, device });
});

it.each(['default', 'pulse', 'plug:kitchen', 'hw:', 'hw', 'kitchen:1', 'plughw:DEV=1', ''])(
  'there is no card in the name: %s',
  (text) => {
    expect(deviceName(text)).toBeUndefined();
  },
);

it('what is to be written for a device leads to that device', () => {
  const id = fc.stringMatching(/^[A-Za-z0-9_]{1,15}$/);
  fc.assert(
    fc.property(id, fc.nat(31), (card, device) => {
      expect(deviceName(stableName(card, device))).toEqual({ kind: 'plughw', card, device });
    }),
  );
});

it('takes anything', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      deviceName(text);
      deviceName(`hw:${text}`);
    }),
  );
});
