import { describe, expect, it } from 'vitest';
import { type Board, boardNames, boards } from '../../src/boards/boards.ts';
import { checkConfig } from '../../src/config/check.ts';

describe.each(boardNames)('the board %s', (name) => {
  const board: Board = boards[name];

  it('is of a card whose name a driver can give', () => {
    expect(board.card ?? 'Device').toMatch(/^[A-Za-z0-9]{1,15}$/);
  });

  it('has levels that could be written into the configuration', () => {
    for (const levels of [board.capture, board.playback]) {
      const mixer = levels.map(({ control, value }) => ({ control, value }));
      expect(checkConfig({ microphone: { mixer } })).toMatchObject({ state: 'right' });
    }
  });

  it('has a line of its own for button and for lamp, and a reason where it has none', () => {
    for (const line of [board.button, board.lamp])
      if ('pin' in line)
        expect(checkConfig({ lamp: { type: 'gpio', ...line } }).state).toBe('right');
      else expect(line.none).toMatch(/^has no (button|lamp) on a GPIO line/);
    if ('pin' in board.button) expect(board.lamp).not.toEqual(board.button);
  });
});
