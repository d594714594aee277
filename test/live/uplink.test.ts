import { describe, expect, test } from 'vitest';
import { SPEECH_RATE_HZ } from '../../src/audio/pcm.ts';
import { type Echo, Uplink } from '../../src/live/uplink.ts';
import { Ring } from '../../src/microphone/ring.ts';
import { ScriptedConnector } from '../fakes/scripted-connector.ts';

describe('the uplink', () => {
  test('sends pre-roll, speech and tail in one window, in order, once', () => {
    const { uplink, speak, session, sent } = setUp();
    uplink.attach(session);
    speak(1, 2, 3);
    uplink.record('quiet');
    speak(4, 5);
    uplink.beginTurn();
    speak(6, 7);
    uplink.endTurn();
    speak(8);
    expect(session.sent).toEqual(['start', 'audio 12', 'end']);
    // The ring holds two of the three that were spoken before the press.
    expect(samples(session.audio)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(sent).toEqual(['sent']);
  });

  test('leaves the pre-roll out when it is our own voice', () => {
    const { uplink, speak, session } = setUp();
    uplink.attach(session);
    speak(1, 2);
    uplink.record('own-voice');
    speak(3);
    uplink.beginTurn();
    uplink.endTurn();
    expect(samples(session.audio)).toEqual([3]);
  });

  test('sends nothing for a tap', () => {
    const { uplink, speak, session } = setUp();
    uplink.attach(session);
    uplink.record('quiet');
    speak(1, 2, 3);
    uplink.dropTurn();
    speak(4);
    expect(session.sent).toEqual([]);
  });

  test('keeps what is said while the connection is being made', () => {
    const { uplink, speak, session } = setUp();
    uplink.record('quiet');
    uplink.beginTurn();
    speak(1, 2);
    uplink.attach(session);
    speak(3);
    uplink.endTurn();
    expect(session.sent).toEqual(['start', 'audio 6', 'end']);
    expect(samples(session.audio)).toEqual([1, 2, 3]);
  });

  test('sends a whole turn to a connection that came too late for it', () => {
    const { uplink, speak, session, sent } = setUp();
    uplink.record('quiet');
    uplink.beginTurn();
    speak(1, 2);
    uplink.endTurn();
    expect(sent).toEqual([]);
    uplink.attach(session);
    expect(session.sent).toEqual(['start', 'audio 4', 'end']);
    expect(sent).toEqual(['sent']);
  });

  test('sends the turn again, whole, when the connection was lost in mid-sentence', () => {
    const { uplink, speak, session, connector } = setUp();
    uplink.attach(session);
    uplink.record('quiet');
    uplink.beginTurn();
    speak(1, 2);
    uplink.detach();
    speak(3);
    const second = dial(connector);
    uplink.attach(second);
    speak(4);
    uplink.endTurn();
    expect(second.sent).toEqual(['start', 'audio 8', 'end']);
    expect(samples(second.audio)).toEqual([1, 2, 3, 4]);
  });

  test('never sends a turn again that the model has begun to answer', () => {
    const { uplink, speak, session, connector } = setUp();
    uplink.attach(session);
    uplink.record('quiet');
    uplink.beginTurn();
    speak(1);
    uplink.endTurn();
    uplink.answered();
    uplink.detach();
    const second = dial(connector);
    uplink.attach(second);
    expect(second.sent).toEqual([]);
  });

  test('sends pieces of 40 ms, however the sound comes, and the rest of it at the end', () => {
    const { uplink, session } = setUp();
    const sizes: number[] = [];
    session.sendAudio = (pcm) => void sizes.push(pcm.length);
    uplink.record('quiet');
    uplink.beginTurn();
    uplink.pcm(Buffer.alloc(3_000));
    uplink.attach(session);
    expect(sizes).toEqual([1_280, 1_280]);
    for (let periods = 0; periods < 3; periods++) uplink.pcm(Buffer.alloc(640));
    expect(sizes).toEqual([1_280, 1_280, 1_280]);
    uplink.endTurn();
    expect(sizes).toEqual([1_280, 1_280, 1_280, 1_080]);
  });

  test('sends what was said before a picture before it', () => {
    const { uplink, speak, session } = setUp();
    uplink.attach(session);
    uplink.record('quiet');
    uplink.beginTurn();
    speak(1);
    uplink.image(Buffer.from('jpeg'));
    speak(2);
    uplink.endTurn();
    expect(session.sent).toEqual(['start', 'audio 2', 'image 4', 'audio 2', 'end']);
  });

  test('takes nothing of a turn that was dropped into the next one', () => {
    const { uplink, speak, session } = setUp();
    uplink.attach(session);
    uplink.record('quiet');
    uplink.beginTurn();
    speak(1);
    uplink.dropTurn();
    uplink.record('own-voice');
    uplink.beginTurn();
    speak(2);
    uplink.endTurn();
    expect(samples(session.audio)).toEqual([2]);
  });

  test('keeps nothing of an open microphone back', () => {
    const { uplink, speak, session } = setUp();
    uplink.attach(session);
    uplink.openMicrophone();
    speak(1);
    expect(samples(session.audio)).toEqual([1]);
  });

  test('keeps the pre-roll where the microphone does not hear our own voice', () => {
    const { uplink, speak, session } = setUp('cancelled');
    uplink.attach(session);
    speak(1, 2);
    uplink.record('own-voice');
    speak(3);
    uplink.beginTurn();
    uplink.endTurn();
    expect(samples(session.audio)).toEqual([1, 2, 3]);
  });

  test('keeps an open microphone open while the device speaks, where it does not hear that', () => {
    const { uplink, speak, session } = setUp('cancelled');
    uplink.attach(session);
    uplink.openMicrophone();
    speak(1);
    uplink.pauseMicrophone();
    speak(2);
    uplink.openMicrophone();
    speak(3);
    expect(samples(session.audio)).toEqual([1, 2, 3]);
    expect(session.sent).not.toContain('pause');
    uplink.closeMicrophone();
    expect(session.sent.at(-1)).toBe('pause');
  });

  test('begins with the speech after our own sound, and has silence where that is in the middle', () => {
    const { uplink, speak, session } = setUp();
    uplink.attach(session);
    uplink.record('own-voice');
    uplink.ownSound(4);
    uplink.beginTurn();
    speak(1);
    uplink.ownSound(4);
    speak(2);
    uplink.endTurn();
    expect(samples(session.audio)).toEqual([1, 0, 0, 2]);
  });

  test('takes nothing from before our own sound into the pre-roll', () => {
    const { uplink, speak, session } = setUp();
    uplink.attach(session);
    speak(1);
    uplink.ownSound(2);
    speak(2);
    uplink.record('quiet');
    uplink.beginTurn();
    uplink.endTurn();
    expect(samples(session.audio)).toEqual([2]);
  });

  test('does not take sound of one turn as the pre-roll of the next', () => {
    const { uplink, speak, session } = setUp();
    uplink.attach(session);
    for (const sample of [1, 2]) {
      uplink.record('quiet');
      uplink.beginTurn();
      speak(sample);
      uplink.endTurn();
    }
    expect(samples(session.audio)).toEqual([1, 2]);
  });
});

function setUp(echo?: Echo) {
  const connector = new ScriptedConnector();
  const sent: string[] = [];
  const preRoll = new Ring({ lengthMs: (2 * 1000) / SPEECH_RATE_HZ, rateHz: SPEECH_RATE_HZ });
  const uplink = new Uplink({ preRoll, sent: () => sent.push('sent'), ...(echo && { echo }) });
  const speak = (...values: number[]) => {
    for (const value of values) uplink.pcm(Buffer.from([value, 0]));
  };
  return { uplink, connector, session: dial(connector), speak, sent };
}

function dial(connector: ScriptedConnector) {
  connector.open({ handle: undefined, tools: [], recap: [] }, () => {});
  return connector.last;
}

const samples = (pcm: Buffer): number[] =>
  Array.from({ length: pcm.length / 2 }, (_, index) => pcm.readInt16LE(index * 2));
