import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lampCommand } from '../fakes/lamp-command.ts';
import { type HomeByProgram, homeByProgram } from './home-by-program.ts';

let home: HomeByProgram;

beforeAll(async () => {
  home = await homeByProgram();
}, 120_000);

afterAll(() => home?.remove());

describe('hearthd tools', () => {
  it('shows what the model would be offered, and what each of it costs', async () => {
    const { code, errors, output } = await home.run('tools');
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output.split('\n').filter((line) => /^\w/.test(line))).toEqual([
      expect.stringMatching(/^set_light {2}\(about \d+ tokens\)$/),
      expect.stringMatching(/^set_switch {2}\(about \d+ tokens\)$/),
      expect.stringMatching(/^read_states {2}\(about \d+ tokens\)$/),
      expect.stringMatching(/^confirm_action {2}\(about \d+ tokens\)$/),
      expect.stringMatching(/^\d tools, about \d+ tokens on each turn$/),
    ]);
    expect(output).toContain('    name: Hall lamp\n');
    expect(output).toContain('    state (required): on | off\n');
  });

  it('says the same as JSON, as it is declared to the service', async () => {
    const { code, output } = await home.run('tools', '--json');
    expect(code).toBe(0);
    const tools = JSON.parse(output);
    expect(tools[0]).toEqual({
      name: 'set_light',
      description: expect.any(String),
      parameters: {
        type: 'OBJECT',
        properties: {
          name: { type: 'STRING', enum: ['Hall lamp'] },
          state: { type: 'STRING', enum: ['on', 'off'] },
        },
        required: ['state'],
      },
      behavior: 'BLOCKING',
      tokens: expect.any(Number),
    });
  });

  it('shows the commands of the configuration as well, before all else', async () => {
    const { output } = await home.runWith({ commands: [lampCommand] }, 'tools', '--json');
    const names = JSON.parse(output).map(({ name }: { name: string }) => name);
    expect(names.slice(0, 2)).toEqual(['lamp', 'set_light']);
  });

  it('shows names as long as they fit the budget, and a search beyond it', async () => {
    const mqtt = { devices: { nameBudgetTokens: 0 } };
    const { output } = await home.runWith({ mqtt }, 'tools');
    expect(output).not.toContain('Hall lamp');
    expect(output).toMatch(/^find_devices {2}\(about/m);
  });

  it('ends with 1 and one line when the broker is not there', async () => {
    const mqtt = { url: 'mqtt://127.0.0.1:1' };
    const { code, output, errors } = await home.runWith({ mqtt }, 'tools');
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toMatch(/^hearthd: nothing is known of the home: .+\.\n$/);
  });
});
