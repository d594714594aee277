import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseClientFrame } from '../../src/live-peer/client-message.ts';
import { scriptedModel, tone } from '../../src/live-peer/scripted-model.ts';
import { startLivePeer } from '../../src/live-peer/server.ts';
import { answer, audio, END, MANUAL, METHOD, RawClient, START } from './raw-client.ts';

/** Recorded sessions of the real service, from the public tests of googleapis/js-genai. */
const FOLDER = join(import.meta.dirname, '../../../shared/fixtures/live');

/** What only earlier models send; everything else must be something that is sent here. */
const SENT_BY_OTHERS_ONLY = [
  'serverContent.modelTurn.parts[].executableCode.language',
  'serverContent.modelTurn.parts[].executableCode.code',
];

const names = existsSync(FOLDER)
  ? readdirSync(FOLDER).filter((name) => name.endsWith('.websocket.log'))
  : [];

describe.skipIf(names.length === 0)(
  'recorded sessions (skipped without ../shared/fixtures/live)',
  () => {
    it.each(names)('have a client that is understood: %s', (name) => {
      const sent = entries(name).filter(({ direction }) => direction === '>');
      expect(sent.length).toBeGreaterThan(0);
      const service = name.includes('Vertex') ? 'vertex' : 'developer';
      const refused = sent.map(({ json }) => parseClientFrame(json, service)).filter(isRefused);
      expect(refused).toEqual([]);
    });

    it('have frames of the form and fields of those that are sent here', async () => {
      const sentHere = new Set([...(await fieldsSent(DEVELOPER)), ...(await fieldsSent(VERTEX))]);
      for (const name of names)
        for (const { direction, json } of entries(name)) {
          if (direction === '>') continue;
          expect(json).toBe(`${JSON.stringify(JSON.parse(json), null, 2)}\n`);
          const fields = leaves(JSON.parse(json));
          const missing = fields.filter((field) => !sentHere.has(field));
          expect(missing.filter((field) => !SENT_BY_OTHERS_ONLY.includes(field))).toEqual([]);
        }
    });
  },
);

interface Entry {
  readonly direction: string;
  readonly json: string;
}

/** `>LENGTH JSON` from the client, `<LENGTH JSON` from the service; the length counts the newline after it. */
function entries(name: string): readonly Entry[] {
  const log = readFileSync(join(FOLDER, name));
  const found: Entry[] = [];
  for (let at = 0; at < log.length; ) {
    const space = log.indexOf(' ', at);
    const header = log.toString('utf8', at, space);
    const end = space + 1 + Number(header.slice(1));
    found.push({ direction: header.charAt(0), json: log.toString('utf8', space + 1, end - 1) });
    at = end;
  }
  return found;
}

function isRefused(
  parsed: ReturnType<typeof parseClientFrame>,
): parsed is Extract<typeof parsed, { type: 'refused' }> {
  return parsed.type === 'refused';
}

/** Every field with a value of its own, for example `serverContent.turnComplete`. */
function leaves(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => leaves(item, `${path}[]`));
  if (typeof value !== 'object' || value === null || /\.args$/.test(path)) return [path];
  const fields = Object.entries(value);
  if (fields.length === 0) return [];
  return fields.flatMap(([name, item]) => leaves(item, path === '' ? name : `${path}.${name}`));
}

const DEVELOPER = { path: `${METHOD}?key=k`, model: MANUAL.model };
const VERTEX = {
  path: '/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent',
  model: 'projects/p/locations/l/publishers/google/models/gemini-3.8-live',
};

/** All that can be in the messages of a turn with a tool call, thoughts, speech and both transcripts. */
async function fieldsSent({ path, model }: typeof DEVELOPER): Promise<readonly string[]> {
  const said = 'The light is on.';
  const peer = await startLivePeer({
    model: scriptedModel([
      [
        { heard: 'Light on' },
        { toolCall: [{ name: 'light' }] },
        { thought: 'That went well.' },
        { audio: tone({ durationMs: 50 }), said },
      ],
    ]),
  });
  const client = await RawClient.dial(peer, path, { authorization: 'Bearer b' });
  client.send({
    setup: { ...MANUAL, model, inputAudioTranscription: {}, outputAudioTranscription: {} },
  });
  await client.message((message) => message.setupComplete);
  client.send(START, audio(), END);
  const { toolCall } = await client.message((message) => message.toolCall);
  client.send(answer(toolCall?.functionCalls?.[0]));
  await client.turns(1);
  await peer.close();
  return client.messages.flatMap((message) => leaves(message));
}
