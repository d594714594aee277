/** What `hearthd doctor --json` prints, as the tests on real parts read it. */
export interface Finding {
  readonly check: string;
  readonly state: string;
  readonly sentence: string;
  readonly lines?: readonly string[];
}

export interface Report {
  readonly outcome: string;
  readonly findings: readonly Finding[];
}

/** State and sentence of each finding of a check. */
export const said = (report: Report, check: string): string[] =>
  report.findings
    .filter((finding) => finding.check === check)
    .map(({ state, sentence }) => `${state}: ${sentence}`);
