/** What is said in the demo: recordings that come with the program. */
import { readFileSync } from 'node:fs';
import { readWav } from '../audio/wav.ts';

/** s16le mono: what is asked at 16 kHz, what is replied at 24 kHz. */
export interface Speech {
  readonly text: string;
  readonly pcm: Buffer;
}

function load(name: string, text: string): Speech {
  const wav = readWav(readFileSync(new URL(`speech/${name}.wav`, import.meta.url)));
  if (wav.state === 'unreadable') throw new Error(`${name}.wav: ${wav.reason}`);
  return { text, pcm: wav.pcm };
}

export const loadSpeech = () => ({
  asks: {
    light: load('ask-light', 'Please turn on the kitchen light.'),
    story: load('ask-story', 'Tell me a story about this house.'),
    garage: load('ask-garage', 'Stop. Close the garage door.'),
    memory: load('ask-memory', 'What did I ask you first?'),
  },
  replies: {
    light: load('reply-light', 'The kitchen light is on.'),
    story: load(
      'reply-story',
      'Once upon a time there was a house with a button on the wall. Whoever held it could speak to the lamps.',
    ),
    garage: load('reply-garage', 'The garage door is closed.'),
    memory: load('reply-memory', 'You asked me to turn on the kitchen light.'),
    unknown: load('reply-unknown', 'I did not understand that.'),
  },
});

export type AllSpeech = ReturnType<typeof loadSpeech>;
