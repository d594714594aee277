import { expect, onTestFinished, test } from 'vitest';
import { LocalFarSide } from '../bench/endurance/far-side.ts';
import { NearSide } from '../bench/endurance/near-side.ts';
import { soak } from '../bench/endurance/soak.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { temporaryFolder } from './household.ts';

test('of 150 turns, every tenth with a loss of the connection, none is lost and no tool runs twice', async () => {
  const seed = 8;
  const clock = new FakeClock();
  const far = await LocalFarSide.start({ seed });
  onTestFinished(() => far.close());
  const near = await NearSide.start({ far, clock, stateDir: temporaryFolder() });
  onTestFinished(() => near.close());
  const result = await soak({ near, far, clock, seed, turns: 150 });
  expect(result).toMatchObject({ lost: [], twice: [], foreignBytes: 0 });
  expect(result.answered).toBeGreaterThan(120);
  for (const [loss, times] of Object.entries(result.losses)) expect(times, loss).toBeGreaterThan(0);
});
