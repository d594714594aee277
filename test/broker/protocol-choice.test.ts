import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProtocolChoice } from '../../src/broker/protocol-choice.ts';

describe('the version of MQTT', () => {
  test('is 5 until a broker does not want it', () => {
    const choice = new ProtocolChoice();
    expect(choice.version).toBe(5);
    expect(choice.failed('otherwise')).toBe('same again');
    expect(choice.version).toBe(5);
  });

  test('is 3.1.1 for good once a broker says that it takes no other', () => {
    const choice = new ProtocolChoice();
    expect(choice.failed('refused')).toBe('another version');
    choice.connected();
    choice.failed('otherwise');
    expect(choice.version).toBe(4);
  });

  test('is tried as 3.1.1 when a broker hangs up at 5, and known after the second time', () => {
    const choice = new ProtocolChoice();
    for (let time = 0; time < 2; time++) {
      expect(choice.version).toBe(5);
      expect(choice.failed('hung up')).toBe('another version');
      expect(choice.version).toBe(4);
      choice.connected();
      expect(choice.version).toBe(4);
      choice.failed('otherwise');
    }
    expect(choice.version).toBe(4);
    choice.failed('hung up');
    expect(choice.version).toBe(4);
  });

  test('stays 5 when a broker that speaks it is restarted in between', () => {
    const choice = new ProtocolChoice();
    choice.connected();
    choice.failed('otherwise');
    expect(choice.failed('hung up')).toBe('same again');
    expect(choice.version).toBe(5);
  });

  test('is 5 again when a broker hangs up at either, each after a wait', () => {
    const choice = new ProtocolChoice();
    expect(choice.failed('hung up')).toBe('another version');
    expect(choice.failed('hung up')).toBe('same again');
    expect(choice.version).toBe(5);
  });

  test('never changes twice without a wait, and settles once both are known', () => {
    const event = fc.constantFrom('connected', 'refused', 'hung up', 'otherwise');
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const choice = new ProtocolChoice();
        let last = 'same again';
        for (const event of events) {
          const next = event === 'connected' ? choice.connected() : choice.failed(event as never);
          if (last === 'another version') expect(next).not.toBe('another version');
          last = next ?? 'same again';
        }
      }),
    );
  });
});
