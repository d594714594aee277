/** What is said must not command this program: a command that pressed the button would confirm itself. */
import type { Finding } from './problems.ts';
import { isRecord } from './record.ts';

/** Commands on topics of this program, on this device or another; `config` may hold anything. */
export function ownTopicProblems(config: Readonly<Record<string, unknown>>): Finding[] {
  const { mqtt, commands } = config;
  const prefix = isRecord(mqtt) ? mqtt['topicPrefix'] : undefined;
  if (typeof prefix !== 'string' || !Array.isArray(commands)) return [];
  return commands.flatMap((command: unknown, at) => {
    const topic = isRecord(command) ? command['topic'] : undefined;
    if (typeof topic !== 'string' || !`${topic}/`.startsWith(`${prefix}/`)) return [];
    return [{ path: ['commands', at, 'topic'], message: message(prefix) }];
  });
}

const message = (prefix: string): string =>
  `must be a topic of a device: everything below "${prefix}" (mqtt.topicPrefix) belongs to this program, and its button is there`;
