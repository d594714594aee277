import { expect, it } from 'vitest';
import { Sessions } from '../../src/live-peer/sessions.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const model = 'models/gemini-3.8-live';
const deadHandle = { code: 1007, reason: 'Invalid session handle' };

it('does not take a session for free because an earlier connection of it ends late', () => {
  const sessions = new Sessions({ clock: new FakeClock(), handleLifetimeMs: 1_000, deadHandle });
  const closing = { open: false };
  const handle = sessions.handleFor(
    opened(sessions.open({ handle: undefined, model, carrier: closing })),
  );
  const carrier = { open: true };
  const session = opened(sessions.open({ handle, model, carrier }));
  sessions.release(session, closing);
  expect(sessions.open({ handle, model, carrier: { open: true } })).toMatchObject({
    type: 'refused',
    refusal: { code: 1011 },
  });
});

it('takes an empty handle for none', () => {
  const sessions = new Sessions({ clock: new FakeClock(), handleLifetimeMs: 1_000, deadHandle });
  const first = opened(sessions.open({ handle: '', model, carrier: { open: true } }));
  const second = opened(sessions.open({ handle: '', model, carrier: { open: true } }));
  expect(second.id).not.toBe(first.id);
});

function opened(result: ReturnType<Sessions['open']>) {
  if (result.type === 'refused') throw new Error(result.refusal.reason);
  return result.session;
}
