import type { Ability, Value } from '../entity.ts';
import type { Options } from './options.ts';

const MAX_CODE = 100;
/** The panel checks the code itself: one of digits, or of anything. */
const REMOTE_CODES = new Set(['REMOTE_CODE', 'REMOTE_CODE_TEXT']);

/** When a panel takes a code. What the code is, where the publisher tells it, never leaves this. */
export interface CodeRules {
  readonly digits: boolean;
  /** A sentence that says why `code` does not do for the wanted state; `undefined` if it does. */
  refusal(wanted: string, code: Value | undefined): string | undefined;
}

/** `undefined`: the panel knows no code. */
export function codeRules(options: Options): CodeRules | undefined {
  const right = options.text('code');
  if (right === undefined) return undefined;
  const required = {
    disarm: options.flag('code_disarm_required', true),
    trigger: options.flag('code_trigger_required', true),
    arm: options.flag('code_arm_required', true),
  };
  return {
    digits: right === 'REMOTE_CODE' || /^\d+$/.test(right),
    refusal(wanted, code) {
      const act = wanted === 'disarmed' ? 'disarm' : wanted === 'triggered' ? 'trigger' : 'arm';
      if (!required[act]) return undefined;
      if (code === undefined || code === '') {
        return 'It takes a code: ask for it, and try again with it.';
      }
      if (REMOTE_CODES.has(right) || String(code) === right) return undefined;
      return 'The code is not right. Nothing was sent.';
    },
  };
}

export const codeAbility = ({ digits }: CodeRules): Ability => ({
  aspect: 'code',
  kind: 'text',
  minLength: 1,
  maxLength: MAX_CODE,
  ...(digits ? { pattern: '^\\d+$' } : {}),
});
