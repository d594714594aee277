import type { Printout } from './printout.ts';
import type { TextTalk, TurnEnd } from './text-talk.ts';

export interface AskAllParts {
  readonly questions: AsyncIterable<string> | Iterable<string>;
  readonly talk: TextTalk;
  readonly printout: Printout;
  /** `person`: somebody is there to try again · `program`: the first failure is the last question. */
  readonly asker: 'person' | 'program';
}

/** A letter of several pages; what is longer was not meant as a question. */
const MAX_QUESTION_CHARACTERS = 20_000;

/** Asks one question after the other. Gives whether each was answered. */
export async function askAll(parts: AskAllParts): Promise<'answered' | 'failed'> {
  const { questions, talk, printout, asker } = parts;
  let outcome: 'answered' | 'failed' = 'answered';
  for await (const question of questions) {
    const end = await answerTo(question, talk, printout);
    if (end === 'stopped' && asker === 'person') break;
    if (end === 'answered') continue;
    outcome = 'failed';
    if (asker === 'program' || end === 'hopeless') break;
  }
  return outcome;
}

async function answerTo(question: string, talk: TextTalk, printout: Printout) {
  if (question.length > MAX_QUESTION_CHARACTERS) {
    printout.error(`A question may have ${MAX_QUESTION_CHARACTERS} characters, and this has more.`);
    return 'failed';
  }
  const end = await talk.ask(question);
  printout.end(end);
  return verdictOn(end);
}

function verdictOn(end: TurnEnd): 'answered' | 'failed' | 'hopeless' | 'stopped' {
  switch (end.type) {
    case 'answered':
      return end.why === undefined ? 'answered' : 'failed';
    case 'lost':
      // These do not mend by themselves, and the service does not like to be asked over and over.
      return ['key', 'model', 'setup'].includes(end.cause) ? 'hopeless' : 'failed';
    case 'silence':
      return 'failed';
    case 'stopped':
      return 'stopped';
  }
}
