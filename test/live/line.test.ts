import { describe, expect, test } from 'vitest';
import { Line } from '../../src/live/line.ts';
import type { OpenOptions, SessionEvent } from '../../src/live/session.ts';
import { ScriptedConnector } from '../fakes/scripted-connector.ts';
import { until } from '../fakes/until.ts';

describe('the line', () => {
  test('dials at once when it is free', () => {
    const { line, connector } = setUp();
    line.open(options('h1'));
    expect(connector.last.options.handle).toBe('h1');
    expect(line.session).toBe(connector.last);
  });

  test('has the handle kept before it hangs up, and hung up before it dials again', async () => {
    const { line, connector, keep, goneNow } = setUp();
    line.open(options('h1'));
    void line.close();
    line.open(options('h2'));
    expect(line.session).toBeUndefined();
    expect(connector.last.sent).toEqual([]);
    keep();
    await until(() => connector.last.sent.includes('close'));
    expect(connector.sessions).toHaveLength(1);
    goneNow();
    await until(() => connector.sessions.length === 2);
    expect(connector.last.options.handle).toBe('h2');
  });

  test('does not dial what was given up before its turn came', async () => {
    const { line, connector, keep, goneNow } = setUp();
    line.open(options('h1'));
    const closed = line.close();
    line.open(options('h2'));
    const closedAgain = line.close();
    keep();
    await until(() => connector.last.sent.includes('close'));
    goneNow();
    await Promise.all([closed, closedAgain]);
    expect(connector.sessions).toHaveLength(1);
    line.open(options('h3'));
    expect(connector.last.options.handle).toBe('h3');
  });

  test('hears nothing of a connection that was given up', () => {
    const { line, connector, heard } = setUp();
    line.open(options('h1'));
    connector.last.says({ type: 'opened' });
    void line.close();
    connector.last.says({ type: 'turnComplete' });
    expect(heard).toEqual(['opened']);
  });

  test('is free as soon as a connection ends by itself', () => {
    const { line, connector, heard } = setUp();
    line.open(options('h1'));
    connector.last.says({ type: 'closed', cause: 'network', reason: '' });
    line.open(options('h2'));
    expect(connector.sessions).toHaveLength(2);
    expect(heard).toEqual(['closed']);
  });
});

const options = (handle: string): OpenOptions => ({ handle, tools: [], recap: [] });

function setUp() {
  const heard: string[] = [];
  let keep = () => {};
  let goneNow = () => {};
  const connector = new ScriptedConnector();
  connector.goodbye = new Promise<void>((resolve) => {
    goneNow = resolve;
  });
  const line = new Line({
    connector,
    handleKept: () =>
      new Promise((resolve) => {
        keep = resolve;
      }),
    heard: (event: SessionEvent) => void heard.push(event.type),
  });
  return { line, connector, heard, keep: () => keep(), goneNow: () => goneNow() };
}
