import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cue } from '../../src/conversation/effect.ts';
import type { Event } from '../../src/conversation/event.ts';
import type { Link } from '../../src/conversation/link.ts';
import type { State } from '../../src/conversation/step.ts';
import { acting, IDLE, type Turn, thinking } from '../../src/conversation/turn-state.ts';
import { costUsd } from '../../src/cost/cost.ts';
import { pricesFor } from '../../src/cost/prices.ts';
import { noUsage, plus } from '../../src/cost/tokens.ts';
import type { Happening } from '../../src/daemon/talk.ts';
import type { TurnRecord } from '../../src/daemon/turn-record.ts';
import { TurnRecorder } from '../../src/daemon/turn-recorder.ts';
import type { Deed, DeedValue } from '../../src/devices/acts/deed.ts';
import type { Argument } from '../../src/live/call-words.ts';
import type { SessionEvent, ToolCall } from '../../src/live/session.ts';
import type { Usage } from '../../src/live/usage.ts';
import { usage } from '../cost/usage.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const SPEAKING: Turn = { name: 'speaking', reply: 'arriving' };
const PRESSED: Turn = { name: 'pressed' };
const PRESS: Event = { type: 'press' };
const partly = usage({ textIn: 400, audioIn: 100, audioOut: 40 });
const wholly = usage({ textIn: 400, audioIn: 100, audioOut: 90, thoughts: 7 });
const { prices } = pricesFor('gemini-3.8-live', {});

describe('the record of a turn', () => {
  it('tells how long each stage took, from the press on', () => {
    const { talk, records, clock } = setUp();
    talk.speak(2_000);
    clock.advance(700);
    talk.hear({ type: 'audio', pcm: Buffer.alloc(2) });
    talk.to(SPEAKING, { type: 'soundStarted' });
    talk.hear({ type: 'usage', usage: wholly }, { type: 'turnComplete' });
    clock.advance(3_000);
    talk.to(IDLE, { type: 'soundEnded' });
    expect(records).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        startedAt: '2026-11-20T08:00:00.000Z',
        outcome: 'answered',
        stages: { releasedMs: 2_000, sentMs: 2_200, firstSoundMs: 2_900, endedMs: 5_900 },
        model: 'gemini-3.8-live',
        tokens: expect.objectContaining({ textIn: 400, audioIn: 100, audioOut: 90, thoughts: 7 }),
        costUsd: 0.001712,
        tools: [],
        acts: [],
        sources: [],
      },
    ]);
  });

  it('is not made of a tap', () => {
    const { talk, records, clock } = setUp();
    talk.to(PRESSED, PRESS);
    talk.to(IDLE, { type: 'release' });
    clock.advance(10_000);
    expect(records).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('counts the release again when the user goes on speaking', () => {
    const { talk, records, clock } = setUp();
    talk.to(PRESSED, PRESS);
    talk.to({ name: 'listening' });
    clock.advance(1_000);
    talk.to({ name: 'trailing' }, { type: 'release' });
    talk.to({ name: 'listening' }, PRESS);
    clock.advance(1_000);
    talk.to({ name: 'trailing' }, { type: 'release' });
    talk.to(thinking('speech'));
    talk.reply(wholly);
    expect(records[0]?.stages.releasedMs).toBe(2_000);
  });

  it('says when it was sent if the connection opened only after the words', () => {
    const { talk, records, clock } = setUp();
    talk.link('opening');
    talk.speak(1_000);
    clock.advance(300);
    talk.hear({ type: 'opened' });
    talk.link('open');
    talk.reply(wholly);
    expect(records[0]?.stages).toMatchObject({ releasedMs: 1_000, sentMs: 1_500 });
    expect(records[0]?.tokens.total).toBe(wholly.total);
  });

  it('keeps the time of sending when a connection opens during the reply', () => {
    const { talk, records, clock } = setUp();
    talk.speak(1_000);
    talk.hear({ type: 'audio', pcm: Buffer.alloc(2) });
    talk.to(SPEAKING, { type: 'soundStarted' });
    clock.advance(500);
    talk.link('opening');
    talk.hear({ type: 'opened' });
    talk.link('open');
    talk.to(IDLE, { type: 'soundEnded' });
    expect(records[0]?.stages.sentMs).toBe(1_200);
  });

  it('is made of a question in writing as well', () => {
    const { talk, records } = setUp('mqtt');
    talk.to(thinking('speech'), { type: 'ask', text: 'Is the garage shut?' });
    talk.hear({ type: 'transcript', speaker: 'user', text: 'Is the garage shut?' });
    talk.reply(wholly, 'It is.');
    expect(records).toMatchObject([
      {
        outcome: 'answered',
        stages: { releasedMs: null, sentMs: 0 },
        transcripts: { user: 'Is the garage shut?', model: 'It is.' },
      },
    ]);
  });

  it('holds the words only when they may go to the broker', () => {
    const said = (transcripts: 'off' | 'mqtt' | 'disk') => {
      const { talk, records } = setUp(transcripts);
      talk.speak();
      talk.hear({ type: 'transcript', speaker: 'user', text: 'Turn on' });
      talk.hear({ type: 'transcript', speaker: 'user', text: ' the light.' });
      talk.reply(wholly, 'Done.');
      return records[0]?.transcripts;
    };
    expect(said('mqtt')).toEqual({ user: 'Turn on the light.', model: 'Done.' });
    expect(said('off')).toBeUndefined();
    expect(said('disk')).toBeUndefined();
  });

  it('names the tools, what they were given and what came of it, but nothing that somebody may have said', () => {
    const { talk, records } = setUp();
    talk.speak();
    const call = { id: 'a', name: 'light', args: {} };
    const other = { id: 'b', name: 'door', args: {} };
    talk.hear({ type: 'toolCall', calls: [call, other] });
    talk.to(acting('off'), { type: 'toolCalled' });
    talk.answer(call, { status: 'done', message: 'It reported "on".' }, [
      { name: 'state', value: 'on', words: 'plain' },
      { name: 'room', value: 'secret', words: 'spoken' },
    ]);
    talk.answer(other, {});
    talk.to(thinking('tool'));
    talk.reply(wholly);
    expect(records[0]?.tools).toEqual([
      { name: 'light', status: 'done', args: { state: 'on' } },
      { name: 'door', status: 'answered', args: {} },
    ]);
    expect(JSON.stringify(records)).not.toContain('secret');
  });

  it('says why a consent was refused', () => {
    const { talk, records } = setUp();
    talk.speak();
    const call = { id: 'a', name: 'confirm_action', args: { code: 'K7QF3M2A' } };
    talk.hear({ type: 'toolCall', calls: [call] });
    talk.answer(call, { status: 'refused', reason: 'no press', message: 'Press the button.' });
    talk.reply(wholly);
    expect(records[0]?.tools).toEqual([
      { name: 'confirm_action', status: 'refused', why: 'no press', args: {} },
    ]);
  });

  it('knows what came of a call of the turn before that is asked for again', () => {
    const { talk, records, clock } = setUp();
    talk.speak();
    const call = { id: 'a', name: 'light', args: {} };
    talk.hear({ type: 'toolCall', calls: [call] });
    talk.to(acting('off'), { type: 'toolCalled' });
    talk.to(PRESSED, PRESS);
    clock.advance(2_000);
    talk.to({ name: 'listening' });
    talk.to({ name: 'trailing' }, { type: 'release' });
    talk.to(thinking('speech'));
    talk.hear({ type: 'turnComplete' });
    talk.hear({ type: 'toolCall', calls: [call] });
    talk.answer(call, { status: 'unknown' });
    talk.reply(wholly);
    clock.advance(2_000);
    expect(records.map(({ tools }) => tools.map(({ status }) => status))).toEqual([
      ['pending'],
      ['unknown'],
    ]);
  });

  it('keeps what came of a call, and what it was given, when that is asked for again', () => {
    const { talk, records } = setUp();
    talk.speak();
    const call = { id: 'a', name: 'light', args: {} };
    talk.hear({ type: 'toolCall', calls: [call] });
    talk.answer(call, { status: 'done' }, [{ name: 'state', value: 'on', words: 'plain' }]);
    talk.hear({ type: 'toolCall', calls: [call] });
    talk.reply(wholly);
    expect(records[0]?.tools).toEqual([{ name: 'light', status: 'done', args: { state: 'on' } }]);
  });

  it('knows a tool that was called off, and the next turn does not', () => {
    const { talk, records, clock } = setUp();
    talk.speak();
    const call = { id: 'a', name: 'door', args: {} };
    talk.hear({ type: 'toolCall', calls: [call] });
    talk.to(acting('off'), { type: 'toolCalled' });
    talk.to(PRESSED, PRESS);
    talk.answer(call, { status: 'cancelled' });
    talk.to({ name: 'listening' });
    talk.to({ name: 'trailing' }, { type: 'release' });
    talk.to(thinking('speech'));
    talk.answer(call, { status: 'done' });
    talk.hear({ type: 'turnComplete' });
    talk.reply(wholly);
    clock.advance(2_000);
    expect(records.map(({ outcome, tools }) => ({ outcome, tools }))).toEqual([
      { outcome: 'interrupted', tools: [{ name: 'door', status: 'cancelled', args: {} }] },
      { outcome: 'answered', tools: [] },
    ]);
  });

  it('names the devices that were to do something, with what was wished and what became of each', () => {
    const { talk, records } = setUp();
    talk.speak();
    const call = { id: 'a', name: 'set_light', args: {} };
    talk.hear({ type: 'toolCall', calls: [call] });
    talk.to(acting('off'), { type: 'toolCalled' });
    talk.act({
      ...{ entity: 'light.lamp', name: 'Hall lamp', status: 'done', tookMs: 350.4 },
      values: [
        wish('state', 'on', { before: 'off', after: 'on' }),
        wish('brightness', 40, { before: null }),
      ],
    });
    talk.act({
      ...{ entity: 'lock.door', name: 'Front door', status: 'needs_confirmation', tookMs: 0 },
      values: [wish('state', 'unlocked')],
    });
    talk.answer(call, { status: 'partly_done' });
    talk.to(thinking('tool'));
    talk.reply(wholly);
    expect(records[0]?.acts).toEqual([
      {
        ...{ entity: 'light.lamp', name: 'Hall lamp', status: 'done', ms: 350 },
        wished: { state: 'on', brightness: 40 },
        before: { state: 'off', brightness: null },
        after: { state: 'on' },
      },
      {
        ...{ entity: 'lock.door', name: 'Front door', status: 'needs_confirmation', ms: 0 },
        ...{ wished: { state: 'unlocked' }, before: {}, after: {} },
      },
    ]);
    expect(JSON.stringify(records)).not.toContain('secret');
  });

  it.each([
    ['off', {}],
    ['mqtt', { value: 'call mum' }],
    ['disk', {}],
  ] as const)(
    'of words that a device was given tells as the household allows: %s',
    (transcripts, wished) => {
      const { talk, records } = setUp(transcripts);
      talk.speak();
      const call = { id: 'a', name: 'set_value', args: {} };
      talk.hear({ type: 'toolCall', calls: [call] });
      const spoken = { before: 'call dad', after: 'call mum', words: 'spoken' } as const;
      talk.act({
        ...{ entity: 'text.note', name: 'Note', status: 'done', tookMs: 1 },
        values: [wish('value', 'call mum', spoken)],
      });
      talk.answer(call, { status: 'done' }, [
        { name: 'value', value: 'call mum', words: 'spoken' },
      ]);
      talk.reply(wholly);
      expect(records[0]?.acts[0]?.wished).toEqual(wished);
      expect(records[0]?.tools[0]?.args).toEqual(wished);
      expect(JSON.stringify(records).includes('call')).toBe(transcripts === 'mqtt');
    },
  );

  it('counts the acts for which there is no room', () => {
    const { talk, records } = setUp();
    talk.speak();
    const values = [wish('state', 'on', { before: 'off', after: 'on' })];
    for (let n = 0; n < 100; n += 1)
      talk.act({ entity: `light.${n}`, name: `Lamp ${n}`, status: 'done', tookMs: 1, values });
    for (let n = 0; n < 100; n += 1)
      talk.act({
        ...{ entity: `select.${n}`, name: 'x'.repeat(120), status: 'done', tookMs: 1 },
        values: [wish('value', 'x'.repeat(5_000), { before: 'y'.repeat(5_000) })],
      });
    talk.reply(wholly);
    const acts = records[0]?.acts ?? [];
    expect(acts.length).toBeGreaterThan(100);
    expect(acts.length + (records[0]?.actsNotListed ?? 0)).toBe(200);
    expect(acts.at(-1)?.wished['value']).toHaveLength(120);
    expect(JSON.stringify(records).length).toBeLessThan(34_000);
  });

  it('of a turn that was interrupted has the acts that came to their end after it, and the next has not', () => {
    const { talk, records, clock } = setUp();
    talk.speak();
    const call = { id: 'a', name: 'set_light', args: {} };
    talk.hear({ type: 'toolCall', calls: [call] });
    talk.to(acting('off'), { type: 'toolCalled' });
    talk.to(PRESSED, PRESS);
    talk.act({ entity: 'light.lamp', name: 'Hall lamp', status: 'not_confirmed', tookMs: 10 });
    talk.answer(call, { status: 'cancelled' });
    talk.to({ name: 'listening' });
    talk.to({ name: 'trailing' }, { type: 'release' });
    talk.to(thinking('speech'));
    talk.hear({ type: 'turnComplete' });
    talk.reply(wholly);
    clock.advance(2_000);
    expect(records.map(({ outcome, acts }) => [outcome, acts.map(({ entity }) => entity)])).toEqual(
      [
        ['interrupted', ['light.lamp']],
        ['answered', []],
      ],
    );
  });

  it('says what an answer rests on, each page once', () => {
    const { talk, records } = setUp();
    talk.speak();
    const page = { title: 'Weather', url: 'https://example.org/weather' };
    talk.hear({ type: 'sources', sources: [page] }, { type: 'sources', sources: [page] });
    talk.reply(wholly);
    expect(records[0]?.sources).toEqual([page]);
  });

  it('is bounded in every part', () => {
    const { talk, records } = setUp('mqtt');
    talk.speak();
    const long = 'x'.repeat(5_000);
    for (let n = 0; n < 100; n += 1) {
      const call = { id: `${n}`, name: long, args: {} };
      talk.hear({ type: 'toolCall', calls: [call] });
      talk.answer(call, { status: long, reason: long }, [
        { name: long.slice(0, 64), value: long.slice(0, 120), words: 'plain' },
      ]);
      talk.act({ entity: `light.${n}`, name: 'Lamp', status: 'done', tookMs: 1 });
      talk.act({
        entity: `select.${n}`,
        name: 'Lamp',
        status: long,
        tookMs: 1,
        values: [wish(long, long)],
      });
      talk.hear({ type: 'sources', sources: [{ title: long, url: `https://example.org/${n}` }] });
      talk.hear({
        type: 'sources',
        sources: [{ title: 'long', url: `https://example.org/${long}` }],
      });
      talk.hear({ type: 'transcript', speaker: 'user', text: long });
      talk.hear({ type: 'transcript', speaker: 'model', text: long });
    }
    talk.hear({ type: 'turnComplete', why: long });
    talk.reply(wholly);
    expect(records[0]?.tools).toHaveLength(64);
    expect(records[0]?.acts.length).toBeLessThanOrEqual(128);
    expect(records[0]?.sources).toHaveLength(20);
    expect(records[0]?.transcripts?.user).toHaveLength(8_000);
    expect(JSON.stringify(records).length).toBeLessThan(80_000);
  });
});

describe('how a turn ends', () => {
  it('is an answer, also when a tool did it without a word', () => {
    const { talk, records } = setUp();
    talk.speak();
    talk.hear({ type: 'toolCall', calls: [{ id: 'a', name: 'light', args: {} }] });
    talk.to(acting('off'), { type: 'toolCalled' });
    talk.to(thinking('tool'));
    talk.hear({ type: 'usage', usage: partly }, { type: 'turnComplete' });
    talk.cue('done');
    talk.to(IDLE);
    expect(records).toMatchObject([{ outcome: 'answered' }]);
  });

  it.each<[string, Event, Turn]>([
    ['a press', PRESS, PRESSED],
    ['a question in writing', { type: 'ask', text: 'And?' }, thinking('speech')],
    ['muting', { type: 'mute' }, { name: 'muted' }],
    ['the microphone being opened', { type: 'toggle' }, { name: 'open', calls: 0, sound: 'off' }],
  ])('is an interruption by %s', (_, event, next) => {
    const { talk, records, clock } = setUp();
    talk.speak();
    talk.hear({ type: 'audio', pcm: Buffer.alloc(2) });
    talk.to(SPEAKING, { type: 'soundStarted' });
    talk.to(next, event);
    clock.advance(2_000);
    expect(records).toMatchObject([{ outcome: 'interrupted', stages: { endedMs: 1_200 } }]);
  });

  it('is a failure when the error sign is given', () => {
    const { talk, records, clock } = setUp();
    talk.speak();
    talk.cue('error');
    talk.to(IDLE, { type: 'timer', timer: 'answer' });
    clock.advance(2_000);
    expect(records).toMatchObject([{ outcome: 'failed', stages: { firstSoundMs: null } }]);
  });

  it('is a failure when nothing could be sent', () => {
    const { talk, records } = setUp();
    talk.to(PRESSED, PRESS);
    talk.to({ name: 'listening' });
    talk.cue('error');
    talk.to(IDLE, { type: 'microphoneLost' });
    expect(records).toMatchObject([{ outcome: 'failed', stages: { sentMs: null } }]);
  });

  it('is a failure when the connection went before all of the reply had come', () => {
    const { talk, records, clock } = setUp();
    talk.speak();
    talk.hear({ type: 'audio', pcm: Buffer.alloc(2) });
    talk.to(SPEAKING, { type: 'soundStarted' });
    talk.hear({ type: 'closed', cause: 'network', reason: 'gone' });
    talk.link('closed');
    talk.to(IDLE, { type: 'soundEnded' });
    expect(records).toMatchObject([{ outcome: 'failed' }]);
    expect(clock.pending).toBe(0);
  });

  it('is a failure when we gave up the connection before all of the reply had come', () => {
    const { talk, records } = setUp();
    talk.speak();
    talk.hear({ type: 'audio', pcm: Buffer.alloc(2) });
    talk.to(SPEAKING, { type: 'soundStarted' });
    talk.link('opening');
    talk.to(IDLE, { type: 'soundEnded' });
    expect(records).toMatchObject([{ outcome: 'failed' }]);
  });

  it('is not what the turn before was', () => {
    const { talk, records } = setUp();
    talk.speak();
    talk.cue('error');
    talk.to(IDLE, { type: 'timer', timer: 'answer' });
    talk.link('closed');
    talk.link('open');
    talk.speak();
    talk.reply(wholly);
    expect(records.map(({ outcome }) => outcome)).toEqual(['failed', 'answered']);
  });

  it('is told of two turns when the second failed before the first was paid', () => {
    const { talk, records } = setUp();
    talk.interrupted();
    talk.to({ name: 'listening' });
    talk.cue('error');
    talk.to(IDLE, { type: 'microphoneLost' });
    expect(records.map(({ outcome }) => outcome)).toEqual(['interrupted', 'failed']);
  });

  it('is an answer when the connection went after all of it had come', () => {
    const { talk, records } = setUp();
    talk.speak();
    talk.hear({ type: 'audio', pcm: Buffer.alloc(2) }, { type: 'generationComplete' });
    talk.to(SPEAKING, { type: 'soundStarted' });
    talk.hear({ type: 'closed', cause: 'network', reason: 'gone' });
    talk.link('closed');
    talk.to(IDLE, { type: 'soundEnded' });
    expect(records).toMatchObject([{ outcome: 'answered' }]);
  });

  it('is a refusal when the service says so, with its word for it', () => {
    const { talk, records } = setUp();
    talk.speak();
    talk.hear({ type: 'usage', usage: partly });
    talk.hear({ type: 'turnComplete', why: 'PROHIBITED_INPUT_CONTENT' });
    talk.cue('error');
    talk.to(IDLE);
    expect(records).toMatchObject([{ outcome: 'refused', why: 'PROHIBITED_INPUT_CONTENT' }]);
  });

  it('is a refusal when no money is left', () => {
    const { talk, records, clock } = setUp();
    talk.cue('denied');
    expect(records).toMatchObject([{ outcome: 'refused', why: 'BUDGET', costUsd: 0 }]);
    expect(clock.pending).toBe(0);
  });
});

describe('what a turn costs', () => {
  it('is its last report', () => {
    const { talk, records, spent } = setUp();
    talk.speak();
    talk.hear({ type: 'usage', usage: partly });
    talk.reply(wholly);
    expect(spent).toEqual([{ usage: wholly, usd: costUsd(wholly, prices) }]);
    expect(records[0]?.tokens.total).toBe(wholly.total);
  });

  it('is what it took on both connections when it was sent again', () => {
    const { talk, records, spent } = setUp();
    talk.speak();
    talk.hear({ type: 'usage', usage: partly });
    talk.hear({ type: 'closed', cause: 'network', reason: 'gone' });
    talk.link('waiting');
    talk.link('opening');
    talk.hear({ type: 'opened' });
    talk.link('open');
    talk.reply(wholly);
    expect(spent.map((one) => one.usage)).toEqual([plus(partly, wholly)]);
    expect(records[0]?.tokens.total).toBe(partly.total + wholly.total);
  });

  it('is what it took on both connections when the first was given up by us', () => {
    const { talk, spent } = setUp();
    talk.speak();
    talk.hear({ type: 'usage', usage: partly });
    talk.link('opening');
    talk.hear({ type: 'opened' });
    talk.link('open');
    talk.reply(wholly);
    expect(spent.map((one) => one.usage)).toEqual([plus(partly, wholly)]);
  });

  it('is waited for a little when the turn is over before it is told', () => {
    const { talk, records, clock } = setUp();
    talk.interrupted();
    expect(records).toEqual([]);
    clock.advance(100);
    talk.hear({ type: 'interrupted' }, { type: 'usage', usage: wholly }, { type: 'turnComplete' });
    expect(records).toMatchObject([
      { outcome: 'interrupted', stages: { endedMs: 1_200 }, tokens: { total: wholly.total } },
    ]);
    expect(clock.pending).toBe(0);
  });

  it('is waited for also when the connection opened only after the words', () => {
    const { talk, records } = setUp();
    talk.link('opening');
    talk.speak();
    talk.hear({ type: 'opened' });
    talk.link('open');
    talk.to(PRESSED, PRESS);
    expect(records).toEqual([]);
    talk.hear({ type: 'interrupted' }, { type: 'usage', usage: wholly }, { type: 'turnComplete' });
    expect(records).toMatchObject([{ tokens: { total: wholly.total } }]);
  });

  it('is not waited for when it has been told, or cannot be told any more', () => {
    const told = setUp();
    told.talk.speak();
    told.talk.reply(wholly);
    expect(told.records).toHaveLength(1);
    const lost = setUp();
    lost.talk.interrupted();
    lost.talk.hear({ type: 'closed', cause: 'network', reason: 'gone' });
    expect(lost.records).toHaveLength(1);
  });

  it('is spent also when it is told too late for the record', () => {
    const { talk, records, spent, clock } = setUp();
    talk.interrupted();
    clock.advance(2_000);
    expect(records).toMatchObject([{ tokens: { total: 0 } }]);
    expect(spent).toEqual([]);
    talk.hear({ type: 'usage', usage: wholly });
    expect(spent.map((one) => one.usage)).toEqual([wholly]);
    expect(records).toHaveLength(1);
  });

  it('is spent also when it belongs to no turn', () => {
    const { talk, spent } = setUp();
    talk.hear({ type: 'usage', usage: partly });
    talk.hear({ type: 'usage', usage: wholly });
    expect(spent.map((one) => one.usage).reduce(plus, noUsage)).toEqual(wholly);
  });

  it('goes to the turn that was broken off while the next is being spoken', () => {
    const { talk, records, spent } = setUp();
    talk.interrupted();
    talk.to({ name: 'listening' });
    talk.hear({ type: 'interrupted' }, { type: 'usage', usage: partly }, { type: 'turnComplete' });
    talk.to({ name: 'trailing' }, { type: 'release' });
    talk.to(thinking('speech'));
    talk.reply(wholly);
    expect(records.map(({ tokens }) => tokens.total)).toEqual([partly.total, wholly.total]);
    expect(spent.map((one) => one.usage)).toEqual([partly, wholly]);
  });

  it('does not take over the refusal of the turn before', () => {
    const { talk, records, clock } = setUp();
    talk.interrupted();
    talk.to({ name: 'listening' });
    talk.to({ name: 'trailing' }, { type: 'release' });
    talk.to(thinking('speech'));
    talk.hear({ type: 'turnComplete', why: 'GENERATED_AUDIO_SAFETY' });
    talk.to(PRESSED, PRESS);
    clock.advance(2_000);
    expect(records.map(({ outcome }) => outcome)).toEqual(['interrupted', 'interrupted']);
  });

  it('is paid when the daemon closes', () => {
    const { talk, records, recorder, spent, clock } = setUp();
    talk.interrupted();
    talk.hear({ type: 'usage', usage: partly });
    recorder.close();
    expect(records).toMatchObject([{ outcome: 'interrupted', tokens: { total: partly.total } }]);
    expect(spent.map((one) => one.usage)).toEqual([partly]);
    expect(clock.pending).toBe(0);
  });

  it('is the bill of the service in all, and of every record what was spent on it', () => {
    const ending = fc.constantFrom('heard', 'interrupted', 'lost', 'late' as const);
    fc.assert(
      fc.property(fc.array(fc.tuple(ending, fc.nat(1_000), fc.nat(1_000))), (turns) => {
        const { talk, records, spent, recorder, clock } = setUp();
        let billed = noUsage;
        for (const [end, first, more] of turns) {
          const early = usage({ textIn: 100, audioOut: first + 1 });
          const final = usage({ textIn: 100, audioOut: first + 1 + more });
          talk.speak();
          talk.hear({ type: 'audio', pcm: Buffer.alloc(2) }, { type: 'usage', usage: early });
          talk.to(SPEAKING, { type: 'soundStarted' });
          if (end === 'lost') {
            talk.hear({ type: 'closed', cause: 'network', reason: 'gone' });
            talk.link('closed');
            talk.to(IDLE, { type: 'soundEnded' });
            talk.link('opening');
            talk.hear({ type: 'opened' });
            talk.link('open');
          } else {
            if (end !== 'heard') talk.to(PRESSED, PRESS);
            if (end === 'late') clock.advance(3_000);
            talk.hear({ type: 'usage', usage: final }, { type: 'turnComplete' });
            talk.to(IDLE, { type: end === 'heard' ? 'soundEnded' : 'release' });
          }
          billed = plus(billed, end === 'lost' ? early : final);
        }
        recorder.close();
        expect(records).toHaveLength(turns.length);
        expect(spent.map((one) => one.usage).reduce(plus, noUsage)).toEqual(billed);
        const told = records.reduce((sum, { tokens }) => sum + tokens.total, 0);
        const late = turns.reduce((sum, [end, , more]) => sum + (end === 'late' ? more : 0), 0);
        expect(told).toBe(billed.total - late);
      }),
    );
  });
});

describe('with an open microphone', () => {
  it('every reply is a turn, from the first word to the last sound', () => {
    const { talk, records, clock } = setUp('mqtt');
    talk.open();
    for (const words of ['One?', 'Two?']) {
      clock.advance(60_000);
      talk.hear({ type: 'transcript', speaker: 'user', text: words });
      clock.advance(800);
      talk.hear({ type: 'audio', pcm: Buffer.alloc(2) });
      talk.hear({ type: 'usage', usage: wholly }, { type: 'turnComplete' });
      expect(clock.pending).toBe(0);
      clock.advance(50);
      talk.to({ name: 'open', calls: 0, sound: 'on' }, { type: 'soundStarted' });
      clock.advance(1_000);
      talk.to({ name: 'open', calls: 0, sound: 'off' }, { type: 'soundEnded' });
    }
    talk.to(IDLE, { type: 'toggle' });
    expect(records).toMatchObject([
      {
        outcome: 'answered',
        stages: { releasedMs: null, sentMs: null, firstSoundMs: 850, endedMs: 1_850 },
        tokens: { total: wholly.total },
        transcripts: { user: 'One?' },
      },
      { outcome: 'answered', transcripts: { user: 'Two?' } },
    ]);
  });

  it('words that nobody answers are no turn', () => {
    const { talk, records } = setUp('mqtt');
    talk.open();
    talk.hear({ type: 'transcript', speaker: 'user', text: 'Mum said' });
    talk.to(IDLE, { type: 'timer', timer: 'open-idle' });
    expect(records).toEqual([]);
  });

  it('a gap in the reply does not end the turn', () => {
    const { talk, records } = setUp();
    talk.open();
    talk.hear({ type: 'audio', pcm: Buffer.alloc(2) });
    talk.to({ name: 'open', calls: 0, sound: 'on' }, { type: 'soundStarted' });
    talk.to({ name: 'open', calls: 0, sound: 'off' }, { type: 'soundEnded' });
    talk.hear({ type: 'toolCall', calls: [{ id: 'a', name: 'light', args: {} }] });
    talk.to({ name: 'open', calls: 1, sound: 'off' }, { type: 'toolCalled' });
    talk.to({ name: 'open', calls: 0, sound: 'off' });
    expect(records).toEqual([]);
    talk.hear({ type: 'usage', usage: wholly }, { type: 'turnComplete' });
    expect(records).toMatchObject([{ outcome: 'answered', tools: [{ status: 'pending' }] }]);
  });

  it('closing it interrupts the reply', () => {
    const { talk, records, clock } = setUp();
    talk.open();
    talk.hear({ type: 'audio', pcm: Buffer.alloc(2) });
    talk.to({ name: 'open', calls: 0, sound: 'on' }, { type: 'soundStarted' });
    talk.to(IDLE, { type: 'toggle' });
    clock.advance(2_000);
    expect(records).toMatchObject([{ outcome: 'interrupted' }]);
  });
});

function setUp(transcripts: 'off' | 'mqtt' | 'disk' = 'off') {
  const clock = new FakeClock();
  const records: TurnRecord[] = [];
  const spent: { usage: Usage; usd: number }[] = [];
  const recorder = new TurnRecorder({
    clock,
    date: () => new Date(Date.UTC(2026, 10, 20, 8) + clock.now()),
    model: 'gemini-3.8-live',
    prices,
    transcripts,
    spent: (usage, usd) => spent.push({ usage, usd }),
    turnOver: (record) => records.push(record),
  });
  const talk = new Talk((happening) => recorder.heard(happening), clock);
  return { talk, clock, records, spent, recorder };
}

const wish = (
  aspect: string,
  wanted: DeedValue['wanted'],
  more: Partial<DeedValue> = {},
): DeedValue => ({ aspect, wanted, before: undefined, after: undefined, words: 'plain', ...more });

/** Tells what the conversation would. */
class Talk {
  readonly #tell: (happening: Happening) => void;
  readonly #clock: FakeClock;
  #state: State = { turn: IDLE, link: linkNamed('open') };

  constructor(tell: (happening: Happening) => void, clock: FakeClock) {
    this.#tell = tell;
    this.#clock = clock;
  }

  to(turn: Turn, event: Event = { type: 'timer', timer: 'tail' }): void {
    this.#change({ ...this.#state, turn }, event);
  }

  link(name: Link['name']): void {
    this.#change({ ...this.#state, link: linkNamed(name) }, { type: 'timer', timer: 'retry' });
  }

  hear(...events: SessionEvent[]): void {
    for (const event of events) this.#tell({ type: 'session', event });
  }

  cue(cue: Cue): void {
    this.#tell({ type: 'cue', cue });
  }

  answer(
    call: ToolCall,
    response: Readonly<Record<string, unknown>>,
    told: readonly Argument[] = [],
  ): void {
    const answer = { id: call.id, name: call.name, response };
    this.#tell({ type: 'tool', call, answer, fate: 'told', told });
  }

  act(deed: Omit<Deed, 'message' | 'values'> & Partial<Pick<Deed, 'values'>>): void {
    const message = 'It says something secret.';
    this.#tell({ type: 'act', deed: { values: [], ...deed, message } });
  }

  /** Up to the waiting for an answer, 200 ms after the release. */
  speak(ms = 1_000): void {
    this.to(PRESSED, PRESS);
    this.to({ name: 'listening' }, { type: 'timer', timer: 'hold' });
    this.#clock.advance(ms);
    this.to({ name: 'trailing' }, { type: 'release' });
    this.#clock.advance(200);
    this.to(thinking('speech'));
  }

  /** All of a reply, to the end of the turn. */
  reply(used: Usage, words = 'Yes.'): void {
    this.hear(
      { type: 'audio', pcm: Buffer.alloc(2) },
      { type: 'transcript', speaker: 'model', text: words },
    );
    this.to(SPEAKING, { type: 'soundStarted' });
    this.hear({ type: 'usage', usage: used }, { type: 'turnComplete' });
    this.to(IDLE, { type: 'soundEnded' });
  }

  /** A turn that a press cut off in its reply. */
  interrupted(): void {
    this.speak();
    this.hear({ type: 'audio', pcm: Buffer.alloc(2) });
    this.to(SPEAKING, { type: 'soundStarted' });
    this.to(PRESSED, PRESS);
  }

  open(): void {
    this.to({ name: 'open', calls: 0, sound: 'off' }, { type: 'toggle' });
  }

  #change(to: State, event: Event): void {
    const from = this.#state;
    this.#state = to;
    this.#tell({ type: 'changed', from, to, event });
  }
}

function linkNamed(name: Link['name']): Link {
  const link = { handle: undefined, shortLives: 0, attempt: 0 };
  switch (name) {
    case 'closed':
    case 'opening':
      return { ...link, name };
    case 'open':
      return { ...link, name, age: 'stable' };
    case 'expiring':
      return { ...link, name, age: 'stable', timeLeftMs: 60_000 };
    case 'waiting':
      return { ...link, name, cause: 'network' };
  }
}
