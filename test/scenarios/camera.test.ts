import { describe, expect, test } from 'vitest';
import type { Camera, CameraListener } from '../../src/camera/camera.ts';
import { type Household, moveIn, runsOf, samples, speech } from './household.ts';
import { onTheWire } from './on-the-wire.ts';

const LOST = { type: 'closed', cause: 'network', reason: 'gone' } as const;

describe('a camera', () => {
  test('looks only while the button is held', async () => {
    const { house, camera } = await withCamera();
    expect(camera.state).toBe('shut');
    house.press();
    expect(camera.state).toBe('open');
    house.service.last.says({ type: 'opened' });
    house.pass(600);
    expect(camera.state).toBe('open');
    house.release();
    expect(camera.state).toBe('shut');
    house.pass(220);
    house.service.last.says({ type: 'audio', pcm: speech(100) });
    house.press();
    expect(camera.state).toBe('open');
    house.release();
    expect(camera.state).toBe('shut');
  });

  test('shows what it sees inside the window of what is said, in order with it', async () => {
    const { house, camera } = await withCamera();
    house.press();
    house.service.last.says({ type: 'opened' });
    house.pass(100);
    camera.sees(1_000);
    house.pass(500);
    camera.sees(2_000);
    house.pass(400);
    house.release();
    house.pass(220);
    expect(house.service.last.sent).toEqual([
      'start',
      `audio ${2 * samples(100)}`,
      'image 1000',
      `audio ${2 * samples(500)}`,
      'image 2000',
      `audio ${2 * samples(580)}`,
      'end',
    ]);
  });

  test('shows nothing of a tap, and nothing of it with the next turn', async () => {
    const { house, camera } = await withCamera();
    house.press();
    house.service.last.says({ type: 'opened' });
    house.pass(100);
    camera.sees(1_000);
    house.release();
    house.pass(1_000);
    expect(house.service.last.sent).toEqual([]);
    house.ask();
    expect(house.service.last.sent.map((what) => what.split(' ')[0])).toEqual([
      'start',
      'audio',
      'end',
    ]);
  });

  test('shows all of it once more, in order with what was said, when the connection was lost', async () => {
    const { house, camera } = await withCamera();
    house.press();
    house.service.last.says({ type: 'opened' });
    house.count(500);
    camera.sees(1_000);
    house.count(500);
    house.service.last.says(LOST);
    camera.sees(2_000);
    house.count(500);
    house.release();
    camera.sees(3_000);
    house.count(220);
    await house.inTime(() => house.state.link === 'connecting');
    house.service.last.says({ type: 'opened' });
    expect(house.service.last.sent).toEqual([
      'start',
      `audio ${2 * samples(500)}`,
      'image 1000',
      `audio ${2 * samples(500)}`,
      'image 2000',
      `audio ${2 * samples(680)}`,
      'end',
    ]);
    expect(runsOf(house.service.last.audio)).toEqual([[0, samples(1_680)]]);
  });

  test('that fails is a fault, and what is said is answered all the same', async () => {
    const { house, camera } = await withCamera();
    house.press();
    camera.listener?.health({ state: 'down', reason: 'There is no camera.' });
    house.release();
    expect(house.state.fault).toBe('camera: There is no camera.');
    house.ask();
    expect(house.service.last.sent.at(-1)).toBe('end');
    expect(house.cues).toEqual([]);
  });

  test('is shut while it is muted', async () => {
    const { house, camera } = await withCamera();
    house.press();
    house.bus.say('hearthd/kitchen/mute/set', 'ON');
    expect(camera.state).toBe('shut');
    house.release();
    house.press();
    expect(camera.state).toBe('shut');
  });

  test('is seen through by the service, on the wire', async () => {
    const camera = new FakeCamera();
    const house = await onTheWire({ camera });
    house.press();
    await house.online();
    house.count(400);
    const picture = Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(500, 5)]);
    camera.listener?.frame(picture);
    house.count(400);
    house.release();
    house.count(220);
    await house.hearReply();
    const [turn] = house.client().turns;
    expect(turn?.images).toEqual([{ bytes: picture, mimeType: 'image/jpeg' }]);
    expect(runsOf(turn?.audio ?? Buffer.alloc(0))).toEqual([[0, samples(980)]]);
  });
});

/** A camera that sees what the test says, while it is open. */
class FakeCamera implements Camera {
  listener: CameraListener | undefined;
  state: 'open' | 'shut' = 'shut';

  start(listener: CameraListener): void {
    this.listener = listener;
    this.state = 'open';
  }

  stop(): void {
    this.state = 'shut';
  }

  async close(): Promise<void> {
    this.stop();
  }

  sees(bytes: number): void {
    if (this.state === 'open') this.listener?.frame(Buffer.alloc(bytes, 0xff));
  }
}

async function withCamera(): Promise<{ house: Household; camera: FakeCamera }> {
  const camera = new FakeCamera();
  return { house: await moveIn({ camera }), camera };
}
