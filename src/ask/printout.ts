/** What a question brings, on paper: the answer as it comes, then what was done and what it took. */
import { costUsd } from '../cost/cost.ts';
import type { Prices } from '../cost/prices.ts';
import { sumOf } from '../cost/tokens.ts';
import { withoutSecrets } from '../live/call-words.ts';
import { faultWords } from '../live/close-words.ts';
import type { ToolAnswer, ToolCall } from '../live/session.ts';
import type { Tokens, Usage } from '../live/usage.ts';
import type { Answered } from './answer.ts';
import type { News, TurnEnd } from './text-talk.ts';

export interface PrintoutOptions {
  /** Takes what belongs to the answer, as it comes. */
  readonly print: (text: string) => void;
  /** Takes a sentence about what is wrong. */
  readonly printError: (line: string) => void;
  readonly model: string;
  readonly prices: Prices;
}

const MAX_ARGUMENTS = 200;
const MAX_MESSAGE = 500;

export class Printout {
  readonly #options: PrintoutOptions;
  #column: 'start' | 'inside' = 'start';

  constructor(options: PrintoutOptions) {
    this.#options = options;
  }

  news(news: News): void {
    switch (news.type) {
      case 'said':
        this.#said(news.text);
        break;
      case 'called':
        this.#line(`  ${callWords(news.call, news.answer)}`);
        break;
      case 'simplified':
        this.#error(
          `The service does not take ${news.fields.join(', ')}, and answers without: ${news.reason}`,
        );
        break;
      case 'begun-anew':
        this.#error('The service has forgotten this conversation: a new one begins.');
        break;
    }
  }

  end(end: TurnEnd): void {
    switch (end.type) {
      case 'answered':
        this.#answered(end);
        break;
      case 'lost':
        this.#error(faultWords(end, { model: this.#options.model }));
        break;
      case 'silence':
        this.#error(
          `The service gave no sign for ${Math.round(end.afterMs / 1_000)} s: ask again; if that lasts, check the network of this device.`,
        );
        break;
      case 'stopped':
        this.#line('');
        break;
    }
  }

  /** Somebody has typed a line: what follows begins a new one. */
  error(sentence: string): void {
    this.#error(sentence);
  }

  #answered({ usage, sources, why }: Answered): void {
    this.#line('');
    for (const { title, url } of sources)
      this.#line(`  source: ${oneLine(title)}, ${oneLine(url)}`);
    this.#line(
      usage === undefined
        ? '  The service did not say what it took.'
        : `  ${usageWords(usage)}: ${costUsd(usage, this.#options.prices).toFixed(6)} USD`,
    );
    if (why !== undefined) this.#error(`The service ended the answer early: ${why}.`);
  }

  #said(text: string): void {
    // Pieces begin with the space between words.
    const shown = this.#column === 'start' ? printable(text).trimStart() : printable(text);
    if (shown === '') return;
    this.#options.print(shown);
    this.#column = shown.endsWith('\n') ? 'start' : 'inside';
  }

  /** On a line of its own; nothing but the end of the line before when it is empty. */
  #line(text: string): void {
    const before = this.#column === 'inside' ? '\n' : '';
    const line = text === '' ? '' : `${text}\n`;
    if (before + line !== '') this.#options.print(before + line);
    this.#column = 'start';
  }

  #error(sentence: string): void {
    this.#line('');
    this.#options.printError(`hearthd: ${oneLine(sentence)}`);
  }
}

function callWords({ name, args }: ToolCall, { response }: ToolAnswer): string {
  const { status, message } = response;
  const told = typeof message === 'string' ? `: ${cut(message, MAX_MESSAGE)}` : '';
  return oneLine(`${name} ${cut(withoutSecrets(args), MAX_ARGUMENTS)} → ${status}${told}`);
}

/** `258 tokens in (231 text, 27 audio), 45 out (45 audio), 12 thoughts, 200 cached`. */
function usageWords({ prompt, toolUse, response, thoughts, cached }: Usage): string {
  const parts = [
    `${sumOf(prompt)} tokens in${byModality(prompt)}`,
    sumOf(toolUse) > 0 ? `${sumOf(toolUse)} of the service's tools${byModality(toolUse)}` : '',
    `${sumOf(response)} out${byModality(response)}`,
    thoughts > 0 ? `${thoughts} thoughts` : '',
    cached > 0 ? `${cached} cached` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function byModality(tokens: Tokens): string {
  const kinds = (['text', 'audio', 'image', 'video'] as const).filter((kind) => tokens[kind] > 0);
  return kinds.length === 0
    ? ''
    : ` (${kinds.map((kind) => `${tokens[kind]} ${kind}`).join(', ')})`;
}

const cut = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest)}…`;

const oneLine = (text: string): string => printable(text).replace(/\s+/g, ' ').trimEnd();

/** What a model says must not steer the terminal, nor turn the direction of the text. */
const printable = (text: string): string =>
  text.replace(/[\u202a-\u202e\u2066-\u2069]|(?![\n\t])\p{Cc}/gu, '').toWellFormed();
