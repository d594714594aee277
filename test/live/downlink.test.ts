import { describe, expect, test } from 'vitest';
import {
  type Arrival,
  abandoned,
  arrived,
  type Downlink,
  microphoneOpened,
  noReply,
  turnSent,
} from '../../src/live/downlink.ts';

describe('what arrives from the service', () => {
  test('is the reply once the turn has been sent, until its end', () => {
    expect(hear('sent', 'content', 'content', 'turnComplete')).toEqual([
      'reply',
      'reply',
      'reply-ended',
    ]);
  });

  test('counts for nothing while nothing was asked', () => {
    expect(hear('content', 'interrupted', 'turnComplete')).toEqual(nothing(3));
  });

  test('is dropped after a barge-in, late sound and late end alike', () => {
    expect(
      hear(
        'sent',
        'content',
        'abandon',
        'content',
        'interrupted',
        'turnComplete',
        'sent',
        'content',
      ),
    ).toEqual(['reply', ...nothing(3), 'reply']);
  });

  test('of the old reply is dropped even after the new turn was sent', () => {
    expect(
      hear(
        'sent',
        'abandon',
        'sent',
        'content',
        'interrupted',
        'turnComplete',
        'content',
        'turnComplete',
      ),
    ).toEqual([...nothing(3), 'reply', 'reply-ended']);
  });

  test('ends the old reply once, not the new one, when interrupted and end come apart', () => {
    expect(
      hear('sent', 'abandon', 'interrupted', 'sent', 'turnComplete', 'content', 'turnComplete'),
    ).toEqual([...nothing(2), 'reply', 'reply-ended']);
  });

  test('is the new reply when the old one was only ended, not interrupted', () => {
    expect(hear('sent', 'abandon', 'sent', 'turnComplete', 'content')).toEqual([
      ...nothing(1),
      'reply',
    ]);
  });

  test('is the new reply after a while even if the service never ended the old one', () => {
    expect(hear('sent', 'abandon', 'sent', 'content', 2_500, 'content')).toEqual([
      ...nothing(1),
      'reply',
    ]);
  });

  test('is not silenced by an interruption that nobody caused', () => {
    expect(hear('sent', 'interrupted', 'content', 'turnComplete')).toEqual([
      ...nothing(1),
      'reply',
      'reply-ended',
    ]);
  });

  test('goes on after an interruption in its midst that nobody caused', () => {
    expect(hear('sent', 'content', 'interrupted', 'content', 'turnComplete')).toEqual([
      'reply',
      ...nothing(1),
      'reply',
      'reply-ended',
    ]);
  });

  test('is not ended by the end of an interruption that belongs to an earlier reply', () => {
    expect(hear('sent', 'interrupted', 'turnComplete', 'content', 'turnComplete')).toEqual([
      ...nothing(2),
      'reply',
      'reply-ended',
    ]);
  });

  test('ends a reply once, however often the service says so', () => {
    expect(hear('sent', 'content', 'turnComplete', 'turnComplete')).toEqual([
      'reply',
      'reply-ended',
      ...nothing(1),
    ]);
  });

  test('goes on when its end was told too early', () => {
    expect(hear('sent', 'content', 'turnComplete', 'content', 'turnComplete')).toEqual([
      'reply',
      'reply-ended',
      'reply',
      'reply-ended',
    ]);
  });

  test('counts for nothing when its end was told too early and a press came since', () => {
    expect(hear('sent', 'content', 'turnComplete', 'abandon', 'content')).toEqual([
      'reply',
      'reply-ended',
      ...nothing(1),
    ]);
  });

  test('is the new reply at once when all of the old one had been made, whether its end comes or not', () => {
    expect(hear('sent', 'content', 'generated', 'abandon', 'sent', 'content')).toEqual([
      'reply',
      'reply-generated',
      'reply',
    ]);
    expect(
      hear('sent', 'content', 'generated', 'abandon', 'sent', 'turnComplete', 'content'),
    ).toEqual(['reply', 'reply-generated', ...nothing(1), 'reply']);
    expect(hear('sent', 'abandon', 'content', 'generated', 'sent', 'content')).toEqual([
      ...nothing(2),
      'reply',
    ]);
    expect(hear('sent', 'abandon', 'sent', 'content', 'generated', 'content')).toEqual([
      ...nothing(2),
      'reply',
    ]);
  });

  test('may go on after all was said to be made', () => {
    expect(
      hear('sent', 'generated', 'content', 'generated', 'generated', 'content', 'turnComplete'),
    ).toEqual([...nothing(1), 'reply', 'reply-generated', ...nothing(1), 'reply', 'reply-ended']);
  });

  test('is any number of replies while the microphone is open', () => {
    expect(
      hear('open', 'content', 'turnComplete', 'content', 'interrupted', 'turnComplete', 'content'),
    ).toEqual(['reply', 'reply-ended', 'reply', 'cut-off', 'reply-ended', 'reply']);
    expect(hear('open', 'content', 'abandon', 'content')).toEqual(['reply', ...nothing(1)]);
  });
});

const nothing = (times: number) => Array<string>(times).fill('not-for-us');

/** What each arrival means, in a story of turns sent, replies abandoned and milliseconds gone by. */
function hear(...story: (Arrival | 'sent' | 'open' | 'abandon' | number)[]): string[] {
  const meanings: string[] = [];
  let downlink: Downlink = noReply;
  let nowMs = 0;
  for (const part of story) {
    if (typeof part === 'number') nowMs += part;
    else if (part === 'sent') downlink = turnSent(downlink, nowMs);
    else if (part === 'open') downlink = microphoneOpened(downlink, nowMs);
    else if (part === 'abandon') downlink = abandoned(downlink, nowMs);
    else {
      const [next, meaning] = arrived(downlink, part, nowMs);
      downlink = next;
      meanings.push(meaning);
    }
  }
  return meanings;
}
