import { describe, expect, test } from 'vitest';
import type { PeerConnection } from '../../src/live-peer/connection.ts';
import { scriptedModel, tone } from '../../src/live-peer/scripted-model.ts';
import { say, setUp } from './live-lines.ts';

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);
const AUTOMATIC = { activity: 'automatic' } as const;

describe('what a session is told', () => {
  test('begins with the recap, before anybody knows that it is open', async () => {
    const { peer, dial } = await setUp();
    const recap = [
      { by: 'user', text: 'My name is Ada.' },
      { by: 'model', text: 'Hello Ada.' },
    ] as const;
    const line = dial({ recap });
    await line.until('opened');
    say(line.session);
    await line.until('turnComplete');
    const [, first, second] = (await peer.nextConnection()).received;
    expect(first?.clientContent).toEqual({
      turns: [
        { role: 'user', parts: [{ text: 'My name is Ada.' }] },
        { role: 'model', parts: [{ text: 'Hello Ada.' }] },
      ],
      turnComplete: false,
    });
    expect(second?.realtimeInput?.activityStart).toEqual({});
  });

  test('is no recap when there is none', async () => {
    const { peer, dial } = await setUp();
    const line = dial();
    await line.until('opened');
    say(line.session);
    await line.until('turnComplete');
    expect(kinds(await peer.nextConnection())).toEqual(['activityStart', 'audio', 'activityEnd']);
  });

  test('is a question in writing, in a window of its own', async () => {
    const { peer, dial } = await setUp();
    const line = dial();
    await line.until('opened');
    line.session.ask('How late is it?');
    await line.until('turnComplete');
    const connection = await peer.nextConnection();
    expect(kinds(connection)).toEqual(['activityStart', 'text', 'activityEnd']);
    expect(connection.turns[0]?.text).toBe('How late is it?');
  });

  test('is a question as a turn of its own where the service detects speech', async () => {
    const { peer, dial } = await setUp({}, AUTOMATIC);
    const line = dial();
    await line.until('opened');
    line.session.ask('How late is it?');
    await line.until('turnComplete');
    expect((await peer.nextConnection()).received[1]?.clientContent).toEqual({
      turns: [{ role: 'user', parts: [{ text: 'How late is it?' }] }],
      turnComplete: true,
    });
  });

  test('is pictures among the speech', async () => {
    const { peer, dial } = await setUp();
    const line = dial();
    await line.until('opened');
    line.session.startActivity();
    line.session.sendAudio(Buffer.alloc(640));
    line.session.sendImage(JPEG);
    line.session.endActivity();
    await line.until('turnComplete');
    const connection = await peer.nextConnection();
    expect(kinds(connection)).toEqual(['activityStart', 'audio', 'video', 'activityEnd']);
    expect(connection.received[3]?.realtimeInput?.video).toEqual({
      data: JPEG.toString('base64'),
      mimeType: 'image/jpeg',
    });
  });

  test('is nothing that the service would end the connection for, where the button rules', async () => {
    const { peer, dial } = await setUp();
    const { session, until, heard } = dial();
    await until('opened');
    session.endActivity();
    session.sendAudio(Buffer.alloc(640));
    session.sendImage(JPEG);
    session.pauseAudio();
    session.startActivity();
    session.startActivity();
    session.pauseAudio();
    session.sendAudio(Buffer.alloc(0));
    session.ask('amid a spoken turn');
    session.sendAudio(Buffer.alloc(640));
    session.endActivity();
    session.endActivity();
    session.sendAudio(Buffer.alloc(640));
    await until('turnComplete');
    session.ask('Is all well?');
    const connection = await peer.nextConnection();
    await connection.waitFor(({ turns }) => turns[1]);
    expect(heard('closed')).toEqual([]);
    expect(kinds(connection)).toEqual([
      ...['activityStart', 'audio', 'activityEnd'],
      ...['activityStart', 'text', 'activityEnd'],
    ]);
  });

  test('is sound as it comes, and where it pauses, where the service detects speech', async () => {
    const { peer, dial } = await setUp({}, AUTOMATIC);
    const { session, until, heard } = dial();
    await until('opened');
    session.startActivity();
    session.sendAudio(tone({ durationMs: 1_000 }));
    session.sendImage(JPEG);
    session.endActivity();
    session.pauseAudio();
    await until('turnComplete');
    expect(heard('closed')).toEqual([]);
    expect(kinds(await peer.nextConnection())).toEqual(['audio', 'video', 'audioStreamEnd']);
  });

  test('is how an answer is meant, and that another follows', async () => {
    const { peer, dial } = await setUp({
      model: scriptedModel([[{ toolCall: [{ name: 'bath', args: {}, id: 'f1' }] }]]),
    });
    const tools = [
      { name: 'bath', description: 'Runs a bath.', behavior: 'NON_BLOCKING' as const },
    ];
    const { session, until } = dial({ tools });
    await until('opened');
    say(session);
    await until('toolCall');
    const call = { id: 'f1', name: 'bath' };
    session.answer([
      { ...call, response: { full: 0.5 }, scheduling: 'SILENT', willContinue: true },
    ]);
    session.answer([{ ...call, response: { full: 1 }, scheduling: 'INTERRUPT' }]);
    const connection = await peer.nextConnection();
    const answers = await connection.waitFor(({ received }) => {
      const responses = received.flatMap(
        ({ toolResponse }) => toolResponse?.functionResponses ?? [],
      );
      return responses.length === 2 && responses;
    });
    expect(answers).toEqual([
      { ...call, response: { full: 0.5 }, scheduling: 'SILENT', willContinue: true },
      { ...call, response: { full: 1 }, scheduling: 'INTERRUPT' },
    ]);
  });
});

/** What came after the setup, by name. */
const kinds = ({ received }: PeerConnection): string[] =>
  received
    .slice(1)
    .map(({ realtimeInput, ...other }) => Object.keys(realtimeInput ?? other).join('+'));
