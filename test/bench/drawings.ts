/** The two drawings. */
import { type Band, band, data, gnuplot, type Mark, marks } from './gnuplot.ts';
import { curve, envelope, part, peak, type Wave } from './waves.ts';

const COLORS = {
  room: '#9aa0a6',
  preRoll: '#f29900',
  held: '#1a73e8',
  tail: '#9334e6',
  sink: '#188038',
  unheard: '#dadce0',
  button: '#d93025',
  heldBand: '#fdf1ef',
  service: '#174ea6',
  text: '#3c4043',
  frame: '#bdc1c6',
  grid: '#e8eaed',
} as const;

/** All times in milliseconds from the press on. */
export interface PressDrawing {
  readonly room: Wave;
  readonly received: Wave;
  readonly sink: Wave;
  readonly fromMs: number;
  readonly toMs: number;
  readonly releasedMs: number;
  readonly activityStartMs: number;
  readonly activityEndMs: number;
}

export function drawPress(file: string, drawing: PressDrawing): void {
  const { room, received, sink, fromMs, toMs, releasedMs } = drawing;
  const { activityStartMs: start, activityEndMs: end } = drawing;
  const stepMs = (toMs - fromMs) / WIDTH;
  const held: Band = { fromMs: 0, toMs: releasedMs, color: COLORS.heldBand };
  const button: readonly Mark[] = [
    { atMs: 0, text: 'press', color: COLORS.button, height: 0.9, side: 'left' },
    { atMs: releasedMs, text: 'release', color: COLORS.button, height: 0.9 },
  ];
  const service: readonly Mark[] = [
    { atMs: start, text: `activityStart, ${ms(start)}`, color: COLORS.service, height: 0.08 },
    { atMs: end, text: `activityEnd, ${ms(end)}`, color: COLORS.service, height: 0.08 },
  ];
  const shape = (name: string, color: string, title: string) =>
    `$${name} using 1:2:3 with filledcurves fs solid 1 noborder lc rgb '${color}' title '${title}'`;
  const spokenPeak = peak(room);
  gnuplot(
    [
      data('room', envelope(room, stepMs)),
      data('preRoll', envelope(part(received, received.atMs, 0), stepMs)),
      data('held', envelope(part(received, 0, releasedMs), stepMs)),
      data('tail', envelope(part(received, releasedMs, Infinity), stepMs)),
      data('sink', envelope(sink, stepMs)),
      head(
        file,
        3,
        'A turn: pressed after the first word had begun, released before the last one was over',
      ),
      `set xrange [${fromMs}:${toMs}]`,
      'set xtics 500 format ""',
      panel('microphone', {
        peak: spokenPeak,
        bands: [held],
        lines: button,
        plots: [shape('room', COLORS.room, 'spoken in the room')],
      }),
      panel('service', {
        peak: spokenPeak,
        bands: [held],
        lines: [...button.map(wordless), ...service],
        plots: [
          shape('preRoll', COLORS.preRoll, 'received: from before the press'),
          shape('held', COLORS.held, 'received: while the button was held'),
          shape('tail', COLORS.tail, 'received: from after the release'),
        ],
      }),
      X_AXIS,
      panel('loudspeaker', {
        peak: peak(sink),
        bands: [held],
        lines: button.map(wordless),
        plots: [shape('sink', COLORS.sink, 'played at the sink')],
      }),
      'unset multiplot',
    ].join('\n'),
  );
}

/** All times in milliseconds from the press on. */
export interface CutDrawing {
  /** The reply as the service sent it, where it was played, and would have been. */
  readonly sent: Wave;
  readonly sink: Wave;
  readonly fromMs: number;
  readonly toMs: number;
  readonly silentMs: number;
}

export function drawCut(file: string, drawing: CutDrawing): void {
  const { sent, sink, fromMs, toMs, silentMs } = drawing;
  const button: Mark = { atMs: 0, text: 'press', color: COLORS.button, height: 0.93, side: 'left' };
  const silence: Mark = {
    atMs: silentMs,
    text: `silence, ${ms(silentMs)}`,
    color: COLORS.sink,
    height: 0.93,
  };
  const cut: Band = { fromMs: 0, toMs: silentMs, color: COLORS.heldBand };
  const line = (name: string, color: string, title: string) =>
    `$${name} using 1:2 with lines lw 1.5 lc rgb '${color}' title '${title}'`;
  const axes = { peak: Math.max(peak(sent), peak(sink)), bands: [cut] };
  gnuplot(
    [
      data('sent', curve(sent)),
      data('sink', curve(sink)),
      head(file, 2, 'A press in the middle of a reply: it fades out, and the rest is not played'),
      `set xrange [${fromMs}:${toMs}]`,
      'set xtics 10 format ""',
      panel('service', {
        ...axes,
        lines: [button, wordless(silence)],
        plots: [line('sent', COLORS.held, 'sent, drawn where it was or would have been played')],
      }),
      X_AXIS,
      panel('loudspeaker', {
        ...axes,
        lines: [wordless(button), silence],
        plots: [
          line('sent', COLORS.unheard, 'not played'),
          line('sink', COLORS.sink, 'played at the sink'),
        ],
      }),
      'unset multiplot',
    ].join('\n'),
  );
}

const WIDTH = 1_200;
const HEIGHT = 600;

const head = (file: string, panels: number, title: string): string =>
  [
    `set terminal pngcairo size ${WIDTH},${HEIGHT} font 'DejaVu Sans,11' background '#ffffff'`,
    `set output '${file}'`,
    `set border 3 lc rgb '${COLORS.frame}'`,
    `set tics nomirror out scale 0.5 tc rgb '${COLORS.text}'`,
    `set grid xtics lc rgb '${COLORS.grid}' lw 1 dt 1`,
    'unset ytics',
    `set key top right vertical Left reverse samplen 1.2 spacing 1.15 tc rgb '${COLORS.text}'`,
    `set multiplot layout ${panels},1 margins 0.04,0.985,0.115,0.92 spacing 0,0.035 ` +
      `title '${title}' font ',13' tc rgb '${COLORS.text}'`,
  ].join('\n');

const X_AXIS = [
  `set xtics format '%g'`,
  `set xlabel 'milliseconds after the press' tc rgb '${COLORS.text}'`,
].join('\n');

interface Panel {
  /** The loudest there is in it, as a fraction of full scale. */
  readonly peak: number;
  readonly bands: readonly Band[];
  readonly lines: readonly Mark[];
  readonly plots: readonly string[];
}

function panel(name: string, { peak, bands, lines, plots }: Panel): string {
  // Room for the words above and below.
  const limit = (1.35 * peak).toFixed(4);
  return [
    'unset object',
    'unset arrow',
    'unset label',
    `set ylabel '${name}' tc rgb '${COLORS.text}'`,
    `set yrange [-${limit}:${limit}]`,
    ...bands.map(band),
    marks(lines),
    `plot ${plots.join(', ')}`,
  ].join('\n');
}

const wordless = (mark: Mark): Mark => ({ ...mark, text: '' });

const ms = (value: number): string => `${value.toFixed(0)} ms`;
