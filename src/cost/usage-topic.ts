/** What the topic `usage` says, retained: tokens and money, today and in all. Pure. */
import type { Budget, BudgetState } from './budget.ts';
import type { Account } from './ledger.ts';
import { rounded } from './money.ts';
import { type TokenCounts, tokenCounts } from './tokens.ts';

export interface UsageTopic {
  readonly today: { readonly date: string; readonly usd: number; readonly tokens: TokenCounts };
  readonly total: {
    readonly since: string | null;
    readonly usd: number;
    readonly tokens: TokenCounts;
  };
  /** `null`: there is no limit. */
  readonly budget: { readonly limitUsd: number; readonly state: BudgetState } | null;
}

export function usageTopic(
  { today, total }: Account,
  { limitUsd, state }: Pick<Budget, 'limitUsd' | 'state'>,
): UsageTopic {
  return {
    today: { date: today.date, usd: rounded(today.usd), tokens: tokenCounts(today.tokens) },
    total: { since: total.since, usd: rounded(total.usd), tokens: tokenCounts(total.tokens) },
    budget: limitUsd === undefined ? null : { limitUsd, state },
  };
}
