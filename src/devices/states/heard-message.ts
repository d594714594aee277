import type { JinjaValue } from '../../jinja/value.ts';
import type { Heard } from '../heard.ts';

/** As `parseJson` of the template language. */
export type ParseJson = (text: string) => JinjaValue | undefined;

/** A message that is parsed when somebody asks for its JSON, and then once for all. */
export class HeardMessage implements Heard {
  readonly topic: string;
  readonly text: string;
  readonly #parse: ParseJson;
  #parsed: { readonly json: JinjaValue | undefined } | undefined;

  constructor({ topic, text, parse }: { topic: string; text: string; parse: ParseJson }) {
    this.topic = topic;
    this.text = text;
    this.#parse = parse;
  }

  get json(): JinjaValue | undefined {
    this.#parsed ??= { json: this.#parse(this.text) };
    return this.#parsed.json;
  }
}
