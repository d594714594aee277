import type { Health, ReportHealth } from '../system/health.ts';

/** Passes on what differs from the report before; a card that stays away is told once. */
export function onlyChanges(report: ReportHealth): ReportHealth {
  let last = '';
  return (health: Health) => {
    const said = JSON.stringify(health);
    if (said === last) return;
    last = said;
    report(health);
  };
}
