/** Whether a client may have the session that it asks for. */
import { type ModelRules, modelNamed } from './models.ts';
import type { Refusal } from './refusal.ts';
import type { Session, Sessions } from './sessions.ts';
import type { Setup } from './setup-message.ts';
import { setupFault } from './setup-rules.ts';
import type { Dial, Wire } from './wire.ts';

export interface Applicant {
  readonly dial: Dial;
  readonly wire: Wire;
  readonly sessions: Sessions;
  /** Asked once, about a new session: why it may not be opened, or undefined. */
  readonly admit: () => Refusal | undefined;
}

export type Admission =
  | { readonly type: 'admitted'; readonly session: Session; readonly model: ModelRules }
  | { readonly type: 'refused'; readonly refusal: Refusal };

export function admission(setup: Setup, { dial, wire, sessions, admit }: Applicant): Admission {
  const found = modelNamed(setup.model, dial);
  if (found.type === 'missing') return refused({ code: 1008, reason: found.reason });
  const { rules: model } = found;
  const handle = setup.sessionResumption?.handle;
  const fault = setupFault(setup, model, dial) ?? (handle ? undefined : admit());
  if (fault) return refused(fault);
  const opened = sessions.open({ handle, model: setup.model, carrier: wire });
  if (opened.type === 'refused') return opened;
  return { type: 'admitted', session: opened.session, model };
}

const refused = (refusal: Refusal): Admission => ({ type: 'refused', refusal });
