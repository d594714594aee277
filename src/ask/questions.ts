import { createInterface } from 'node:readline';

export interface QuestionsOptions {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** The prompt is shown there, when `input` is a terminal. */
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
  /** Ctrl-C on the terminal, which is no signal while a line is being typed. */
  readonly interrupted: () => void;
}

const PROMPT = '> ';

/** The lines of `input` that say something, each when it is asked for; none after the signal. */
export async function* questions(options: QuestionsOptions): AsyncGenerator<string, void> {
  const { input, output, signal, interrupted } = options;
  if (signal.aborted) return;
  const isTerminal = input.isTTY === true;
  const lines = createInterface({
    input,
    ...(isTerminal ? { output, prompt: PROMPT } : {}),
    terminal: isTerminal,
    // However late the second half of a CR LF comes, it is one end of a line.
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  const close = () => lines.close();
  signal.addEventListener('abort', close, { once: true });
  lines.on('SIGINT', interrupted);
  try {
    if (isTerminal) lines.prompt();
    for await (const line of lines) {
      if (line.trim() !== '') yield line.trim();
      if (signal.aborted) return;
      if (isTerminal) lines.prompt();
    }
    // Whatever comes next does not stand behind the prompt.
    if (isTerminal) output.write('\n');
  } finally {
    signal.removeEventListener('abort', close);
    lines.close();
  }
}
