import { spawnSync } from 'node:child_process';

/** Why nothing can be drawn, if nothing can. */
export const noGnuplot: string | undefined =
  spawnSync('gnuplot', ['--version']).status === 0
    ? undefined
    : 'there is no gnuplot here (Debian package gnuplot-nox)';

/** Throws with the words of gnuplot when it does not take the script. */
export function gnuplot(script: string): void {
  const { status, stderr } = spawnSync('gnuplot', ['-'], { input: script, encoding: 'utf8' });
  if (status !== 0) throw new Error(`gnuplot did not draw: ${stderr}`);
}

/** A block of data with a name, as `$name`. */
export const data = (name: string, lines: string): string => `$${name} << EOD\n${lines}\nEOD\n`;

/** A line from bottom to top at a time, with words beside it; `height` of the word is a fraction of the panel. */
export interface Mark {
  readonly atMs: number;
  readonly text: string;
  readonly color: string;
  readonly height: number;
  readonly side?: 'left' | 'right';
}

/** A time that is shaded. */
export interface Band {
  readonly fromMs: number;
  readonly toMs: number;
  readonly color: string;
}

export const band = ({ fromMs, toMs, color }: Band): string =>
  `set object rectangle from ${fromMs.toFixed(3)}, graph 0 to ${toMs.toFixed(3)}, graph 1 ` +
  `fs solid noborder fc rgb '${color}' behind`;

export const marks = (all: readonly Mark[]): string =>
  all
    .map(({ atMs, text, color, height, side = 'right' }) => {
      const at = atMs.toFixed(3);
      const [shift, align] = side === 'right' ? [0.5, 'left'] : [-0.5, 'right'];
      return [
        `set arrow from ${at}, graph 0 to ${at}, graph 1 nohead lw 1.5 dt '-' lc rgb '${color}' front`,
        `set label '${text}' at ${at}, graph ${height} ${align} offset character ${shift}, 0 tc rgb '${color}' front`,
      ].join('\n');
    })
    .join('\n');
