import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { SpeakerDevice, type SpeakerStream } from '../../src/player/speaker-device.ts';
import { replyOf } from '../audio/sound.ts';

/** A stream of the package, as it behaves: an error is told twice, and ends it. */
class FakeSpeaker extends EventEmitter {
  readonly written: Buffer[] = [];
  readonly calls: string[] = [];
  /** How much of the next piece it takes. */
  takes = Infinity;

  write(pcm: Buffer, done: (error?: Error) => void): boolean {
    const taken = pcm.subarray(0, Math.min(pcm.length, this.takes));
    this.written.push(taken);
    const error = new Error(`write() failed: ${taken.length}`);
    if (taken.length < pcm.length) this.emit('error', error);
    queueMicrotask(() => done(taken.length < pcm.length ? error : undefined));
    return true;
  }

  end(): void {
    this.calls.push('end');
    queueMicrotask(() => this.emit('close'));
  }

  close(): void {
    this.calls.push('close');
  }
}

describe('a device that the package speaker has open', () => {
  let speakers: FakeSpeaker[];
  let underruns: number;
  let broken: string[];
  let device: SpeakerDevice;

  beforeEach(() => {
    speakers = [];
    underruns = 0;
    broken = [];
    device = new SpeakerDevice({
      open: () => {
        const speaker = new FakeSpeaker();
        speakers.push(speaker);
        return speaker as unknown as SpeakerStream;
      },
      underrun: () => underruns++,
      broke: (exitCode, words) => broken.push(`${exitCode} ${words}`),
    });
  });

  it('is written to, and drained', async () => {
    await device.write(replyOf(20));
    await device.drain();
    expect(speakers).toHaveLength(1);
    expect(speakers[0]?.written).toEqual([replyOf(20)]);
    expect(speakers[0]?.calls).toEqual(['end']);
  });

  it('is opened again for the rest when it ran empty in the middle of a piece', async () => {
    if (speakers[0] !== undefined) speakers[0].takes = 480;
    await device.write(replyOf(20));
    expect(speakers).toHaveLength(2);
    expect(speakers[0]?.calls).toEqual(['close']);
    expect(speakers[1]?.written).toEqual([replyOf(10, 241)]);
    expect(underruns).toBe(1);
    await device.drop();
    expect(speakers[1]?.calls).toEqual(['close']);
    expect(broken).toEqual([]);
  });

  it('is lost when it takes nothing', async () => {
    if (speakers[0] !== undefined) speakers[0].takes = 0;
    void device.write(replyOf(20));
    await new Promise((resolve) => setImmediate(resolve));
    expect(broken).toEqual(['74 write() failed: 0']);
  });
});
