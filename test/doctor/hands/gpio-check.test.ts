import { describe, expect, it } from 'vitest';
import { gpioCheck } from '../../../src/doctor/hands/gpio-check.ts';
import { type ContextParts, found, words } from '../context.ts';
import { board, programs } from './board.ts';

const config = { button: { type: 'gpio', pin: 17 } };
const GROUPS = 'root:x:0:\ngpio:x:997:\naudio:x:29:hearthd\n';
const chip = (gid: number) => ({ '/dev/gpiochip0': { mode: 0o660, uid: 0, gid } });

async function said(parts: ContextParts, refusal?: string): Promise<string[]> {
  const { gpio, parts: hand } = board();
  gpio.refusal = refusal;
  const findings = await found(gpioCheck(hand), { config, programs: programs(), ...parts });
  expect(gpio.opened).toBe(0);
  return words(findings);
}

describe('the check of GPIO', () => {
  it('lists the chips, says which is the one of the header, and which way works', async () => {
    expect(await said({ owners: chip(997), files: { '/etc/group': GROUPS } })).toEqual([
      'good: The lines of the header are on the chip "pinctrl-rp1".',
      '  "pinctrl-rp1", /dev/gpiochip0, 54 lines',
      '  "gpio-brcmstb@107d508500", /dev/gpiochip10, 32 lines',
      'good: You (pi) may use GPIO lines, by fake.',
    ]);
  });

  it('names the group that this user is not in', async () => {
    const closed = ['/dev/gpiochip0'];
    const files = { '/etc/group': GROUPS };
    expect(await said({ owners: chip(997), files, closed, programs: {} }, 'No.')).toEqual([
      'bad: You (pi) may not open the GPIO chips.',
      '  sudo usermod -aG gpio pi, then log in again',
    ]);
  });

  it('tells somebody who is in the group by now to log in again', async () => {
    const parts = { owners: chip(997), closed: ['/dev/gpiochip0'], programs: {} };
    const files = { '/etc/group': 'gpio:x:997:pi\n' };
    expect((await said({ ...parts, files }, 'No.'))[1]).toBe(
      '  pi is in the group gpio, but was not yet when this began: then log in again',
    );
  });

  it('gives the rule for a system on which the chips belong to root', async () => {
    const closed = ['/dev/gpiochip0'];
    const parts = { owners: chip(0), closed, programs: {}, files: { '/etc/group': GROUPS } };
    const lines = await said(parts, 'No.');
    expect(lines).toContain(
      `  echo 'SUBSYSTEM=="gpio", KERNEL=="gpiochip*", GROUP="gpio", MODE="0660"' | sudo tee /etc/udev/rules.d/60-gpio.rules`,
    );
    expect(lines.at(-1)).toBe('  sudo usermod -aG gpio pi, then log in again');
  });

  it('looks at the user of the service as well', async () => {
    const files = { '/etc/group': GROUPS, '/etc/passwd': 'hearthd:x:990:990::/:/bin/false\n' };
    expect((await said({ owners: chip(997), files })).slice(-2)).toEqual([
      'bad: The user hearthd may not open the GPIO chips.',
      '  sudo usermod -aG gpio hearthd, then: sudo systemctl restart hearthd',
    ]);
    const unit = {
      '/etc/systemd/system/hearthd.service': '[Service]\nSupplementaryGroups=audio gpio\n',
    };
    expect((await said({ owners: chip(997), files: { ...files, ...unit } })).at(-1)).toBe(
      'good: The user hearthd may open the GPIO chips.',
    );
  });

  it('says that there is no GPIO at all', async () => {
    expect(await said({ programs: {} }, 'GPIO cannot be used here: nothing.')).toEqual([
      'bad: GPIO cannot be used here: nothing. On a Raspberry Pi that is so in a container, or with a kernel that is not its own.',
    ]);
  });

  it('asks for nothing where nothing is connected', async () => {
    expect(await said({ config: {} })).toEqual([
      'note: Neither a button nor a lamp is configured: GPIO was not looked at.',
    ]);
  });
});
