/** `hearthd demo`: a whole conversation on embedded parts, told as it happens. */
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWav } from '../audio/wav.ts';
import { KeyboardButton } from '../button/keyboard-button.ts';
import { readEnvironment } from '../config/load.ts';
import { Chronicle } from '../demo/chronicle.ts';
import { ScriptedButton } from '../demo/scripted-button.ts';
import { type AllSpeech, loadSpeech } from '../demo/speech.ts';
import { type StageParts, setStage } from '../demo/stage.ts';
import { type Step, tellStory } from '../demo/story.ts';
import { systemClock as clock } from '../system/clock.ts';
import { exitCodes } from '../system/exit-codes.ts';
import { silentLog as log } from '../system/log.ts';
import { stopSignal } from '../system/stop-signal.ts';
import { print } from './output.ts';

export interface DemoOptions {
  readonly interactive: boolean;
  readonly live: boolean;
  readonly out: readonly string[];
}

export async function demo({ interactive, live, out }: DemoOptions): Promise<number> {
  const environment = readEnvironment(new Set());
  if (live && environment.geminiApiKey === undefined)
    throw new Error('The real service needs a key: set GEMINI_API_KEY.');
  if (interactive && !process.stdin.isTTY)
    throw new Error('--interactive needs a terminal: its space bar is the button.');
  const speech = loadSpeech();
  const path = out[0] ?? join(tmpdir(), `hearth-demo-${process.pid}.wav`);
  const say = (line: string) => void print(`${line}\n`);
  const chronicle = new Chronicle({ clock, print: say });
  const service = live ? 'real' : 'embedded';
  const stage = { clock, log, environment, chronicle, speech, out: path, service } as const;
  const outcome = await (interactive ? play(stage, say) : perform(stage, say));
  say(`What the loudspeaker played is in ${path}.`);
  return outcome;
}

/** The space bar is the button; each press speaks the next sentence into the microphone. */
async function play(parts: Omit<StageParts, 'button'>, say: (line: string) => void) {
  const sentences = Object.values(parts.speech.asks);
  let next = 0;
  say('Hold the space bar, or tap it to begin and to end. Ctrl-C leaves. Each press says:');
  for (const { text } of sentences) say(`  ${text}`);
  return new Promise<number>((resolve, reject) => {
    const leave = () => {
      void stage.then(({ close }) => close()).then(() => resolve(exitCodes.ok), reject);
    };
    const keyboard = new KeyboardButton({ keys: process.stdin, clock, onQuit: leave });
    const stage = setStage({
      ...parts,
      button: {
        start: (listener) =>
          keyboard.start({
            ...listener,
            press: () => {
              listener.press();
              const sentence = sentences[next++ % sentences.length];
              void stage.then(({ microphone }) => sentence && microphone.say(sentence.pcm));
            },
            release: () => {
              listener.release();
              void stage.then(({ microphone }) => microphone.hush());
            },
          }),
        close: () => keyboard.close(),
      },
    });
    void stopSignal().then(leave);
    stage.catch(reject);
  });
}

async function perform(parts: Omit<StageParts, 'button'>, say: (line: string) => void) {
  const { chronicle, speech } = parts;
  const button = new ScriptedButton();
  const stage = await setStage({ ...parts, button });
  const steps = await tellStory({
    chronicle,
    clock,
    asks: speech.asks,
    press: () => {
      chronicle.observe({ type: 'button', position: 'pressed' });
      button.press();
    },
    release: () => {
      chronicle.observe({ type: 'button', position: 'released' });
      button.release();
    },
    say: ({ pcm }) => stage.microphone.say(pcm),
    breakConnection: () => stage.breakConnection(),
  });
  await stage.close();
  if (parts.service === 'embedded') steps.push(...soundSteps(parts.out, speech));
  say('');
  for (const { what, outcome } of steps) say(`${outcome === 'happened' ? '✓' : '✗'} ${what}`);
  const missed = steps.filter(({ outcome }) => outcome !== 'happened').length;
  say(missed === 0 ? `All ${steps.length} steps happened.` : `${missed} steps did not happen.`);
  return missed === 0 ? exitCodes.ok : exitCodes.failure;
}

/** What the loudspeaker really played, sample by sample. */
function soundSteps(path: string, { replies }: AllSpeech): Step[] {
  const wav = readWav(readFileSync(path));
  const heard = wav.state === 'read' ? wav.pcm : Buffer.alloc(0);
  const step = (what: string, is: boolean): Step => ({
    what,
    outcome: is ? 'happened' : 'did not happen',
  });
  const whole = [replies.light, replies.garage, replies.memory];
  return [
    ...whole.map(({ pcm, text }) =>
      step(`every sample was played of “${text}”`, heard.includes(pcm)),
    ),
    step(
      'of the story, only what came before the press was played',
      !heard.includes(replies.story.pcm),
    ),
  ];
}
