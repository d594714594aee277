export interface InstructionFacts {
  readonly name: string;
  readonly room: string | undefined;
  /** As a language tag, `de-DE`. */
  readonly language: string | undefined;
  /** What the household added. */
  readonly own: string | undefined;
  /** When the connection is opened. */
  readonly now: Date;
  /** By its IANA name, `Europe/Berlin`; one that is not known counts as UTC. */
  readonly timeZone: string;
}

/** What the model is told about itself and its place, whatever else it is told. */
export function instruction({
  name,
  room,
  language,
  own,
  now,
  timeZone,
}: InstructionFacts): string {
  return [
    `You are ${name}, a voice in a home. People hold a button, speak, and hear you through a loudspeaker.`,
    room && `You stand in this room: ${room}. It is meant when no other is named.`,
    'Answer briefly and naturally, as speech: no lists, no markup.',
    'To do something, call a tool. Say that something was done only when the answer of the tool says so; if it says that nothing confirmed it, say that. Never invent devices.',
    timeSentence(now, timeZone),
    language === undefined
      ? 'Answer in the language in which you are spoken to.'
      : `The household speaks ${languageName(language)}: always answer in it, unless you are asked for another.`,
    own,
  ]
    .filter(Boolean)
    .join('\n');
}

/** The model has no clock; a connection lasts minutes. */
function timeSentence(now: Date, timeZone: string): string {
  const zone = isTimeZone(timeZone) ? timeZone : 'UTC';
  const parts = new Map(
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'longOffset',
    })
      .formatToParts(now)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  const date = `${part('weekday')}, ${part('day')} ${part('month')} ${part('year')}`;
  const time = `${part('hour')}:${part('minute')}`;
  // Some versions of Node leave the zero out.
  const offset = part('timeZoneName').replace(/^GMT$/, 'GMT+00:00');
  return `This connection was opened on ${date}, at ${time} local time; the time zone is ${zone} (${offset}).`;
}

/** `German (Germany), de-DE`; the tag alone when it has no name. */
function languageName(tag: string): string {
  try {
    const name = new Intl.DisplayNames('en', { type: 'language', languageDisplay: 'standard' }).of(
      tag,
    );
    return name === undefined || name === tag ? tag : `${name}, ${tag}`;
  } catch {
    return tag;
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
