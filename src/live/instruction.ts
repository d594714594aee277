export interface InstructionFacts {
  readonly name: string;
  readonly room: string | undefined;
  readonly language: string | undefined;
  /** What the household added. */
  readonly own: string | undefined;
}

/** What the model is told about itself and its place, whatever else it is told. */
export function instruction({ name, room, language, own }: InstructionFacts): string {
  return [
    `You are ${name}, a voice in a home. People hold a button, speak, and hear you through a loudspeaker.`,
    room && `You stand in this room: ${room}. It is meant when no other is named.`,
    'Answer briefly and naturally, as speech: no lists, no markup.',
    'To do something, call a tool. Say that something was done only when the answer of the tool says so; if it says that nothing confirmed it, say that. Never invent devices.',
    language && `Always answer in the language ${language}.`,
    own,
  ]
    .filter(Boolean)
    .join('\n');
}
