/** A home of a few devices that can do things, with nobody behind them. */
import type { Answer } from '../../../src/consent/consent.ts';
import type { Act, Acting } from '../../../src/devices/acts/acting.ts';
import type { Devices, EntityState, Known } from '../../../src/devices/devices.ts';
import type { Ability, Entity, Fact, Value } from '../../../src/devices/entity.ts';
import { deviceTools } from '../../../src/tools/devices/device-tools.ts';
import type { Tool } from '../../../src/tools/toolbox.ts';
import { homeOf, type Written } from '../../devices/names/homes.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

export const NOW_MS = Date.UTC(2026, 0, 10, 12);

export const onOff: Ability = { aspect: 'state', kind: 'choice', options: ['on', 'off'] };

export const number = (
  aspect: string,
  min: number,
  max: number,
  { step = 1, unit }: { step?: number; unit?: string } = {},
): Ability => ({ aspect, kind: 'number', min, max, step, ...(unit === undefined ? {} : { unit }) });

export const choice = (aspect: string, ...options: string[]): Ability => ({
  aspect,
  kind: 'choice',
  options,
});

export const fact = (aspect: string, more: Partial<Fact> = {}): Fact => ({
  aspect,
  filter: `home/${aspect}`,
  read: () => undefined,
  ...more,
});

export const askable = (aspect: string): Fact =>
  fact(aspect, { ask: { topic: 'home/get', payload: '', qos: 0 } });

export const SMALL_HOME: readonly Written[] = [
  {
    id: 'light.ceiling',
    name: 'Ceiling',
    area: 'Kitchen',
    abilities: [onOff, number('brightness', 1, 100, { unit: '%' })],
    facts: [fact('state'), fact('brightness')],
  },
  {
    id: 'light.counter',
    name: 'Counter light',
    area: 'Kitchen',
    abilities: [
      onOff,
      number('brightness', 1, 100, { unit: '%' }),
      { aspect: 'color', kind: 'color' },
      number('color_temperature', 2200, 5000, { unit: 'K' }),
      choice('effect', 'Rainbow', 'Fire Place'),
    ],
    facts: [fact('state'), fact('brightness')],
  },
  { id: 'light.floor', name: 'Floor Lamp', area: 'Living Room', abilities: [onOff], facts: [] },
  { id: 'switch.tv', component: 'switch', name: 'TV', area: 'Living Room', abilities: [onOff] },
  {
    id: 'cover.blind',
    component: 'cover',
    name: 'Blind',
    area: 'Living Room',
    abilities: [choice('state', 'open', 'closed', 'stopped'), number('position', 0, 100)],
    facts: [fact('state')],
  },
  {
    id: 'climate.bath',
    component: 'climate',
    name: 'Radiator',
    area: 'Bathroom',
    abilities: [
      choice('mode', 'off', 'heat'),
      number('temperature', 5, 30, { step: 0.5, unit: '°C' }),
    ],
    facts: [
      fact('mode'),
      fact('temperature', { unit: '°C' }),
      fact('current_temperature', { unit: '°C' }),
    ],
  },
  {
    id: 'lock.front',
    component: 'lock',
    name: 'Front door',
    abilities: [
      choice('state', 'locked', 'unlocked'),
      { aspect: 'code', kind: 'text', minLength: 4, maxLength: 8 },
    ],
    facts: [fact('state')],
  },
  {
    id: 'button.bell',
    component: 'button',
    name: 'Bell',
    abilities: [{ aspect: 'press', kind: 'press' }],
  },
  {
    id: 'number.delay',
    component: 'number',
    name: 'Delay',
    abilities: [number('value', 0, 60, { unit: 's' })],
  },
  {
    id: 'select.programme',
    component: 'select',
    name: 'Programme',
    abilities: [choice('value', 'Eco', 'Fast')],
  },
  {
    id: 'sensor.kitchen',
    component: 'sensor',
    name: 'Multi T',
    area: 'Kitchen',
    deviceClass: 'temperature',
    facts: [askable('value')],
  },
  {
    id: 'binary_sensor.window',
    component: 'binary_sensor',
    name: 'Contact',
    area: 'Bathroom',
    deviceClass: 'window',
    facts: [fact('state', { becomes: { from: 'on', to: 'off', afterS: 60 } })],
  },
  {
    id: 'update.tv',
    component: 'update',
    name: 'TV firmware',
    abilities: [{ aspect: 'install', kind: 'press' }],
  },
];

export class FakeDevices implements Devices {
  entities: ReadonlyMap<string, Entity>;
  readonly leftOut = [];
  readonly dropped = { messages: 0, descriptions: 0 };
  readonly asked: string[] = [];
  /** How often anything was asked: several things at once are one question. */
  questions = 0;
  readonly #known = new Map<string, Map<string, Known>>();
  readonly #offline = new Set<string>();
  readonly #listeners = new Map<string, Set<(aspect: string, known: Known) => void>>();
  /** What happens when a device is asked. */
  onAsk: (id: string) => void = () => {};

  constructor(entities: ReadonlyMap<string, Entity>) {
    this.entities = entities;
  }

  entity(id: string): Entity | undefined {
    return this.entities.get(id);
  }

  state(id: string): EntityState {
    return {
      availability: this.#offline.has(id) ? 'offline' : 'online',
      known: this.#known.get(id) ?? new Map(),
    };
  }

  watch(id: string, listener: (aspect: string, known: Known) => void) {
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  ask(...ids: readonly string[]): void {
    this.questions += 1;
    this.asked.push(...ids);
    for (const id of ids) this.onAsk(id);
  }

  changed() {
    return () => {};
  }

  tells(
    id: string,
    aspect: string,
    value: Value | null,
    { ageMs = 0, ...more }: { ageMs?: number } & Partial<Omit<Known, 'value' | 'heardAtMs'>> = {},
  ): void {
    const known = { value, heardAtMs: NOW_MS - ageMs, from: 'device', ...more } as Known;
    this.#known.set(id, new Map(this.#known.get(id)).set(aspect, known));
    for (const listener of [...(this.#listeners.get(id) ?? [])]) listener(aspect, known);
  }

  leaves(id: string): void {
    this.#offline.add(id);
  }

  get watched(): number {
    return [...this.#listeners.values()].reduce((sum, { size }) => sum + size, 0);
  }
}

/** Does everything, and keeps what was wanted. */
export class FakeActing implements Acting {
  readonly acts: Act[] = [];

  async perform(acts: readonly Act[]): Promise<Answer> {
    this.acts.push(...acts);
    return { status: 'done', message: 'It was done.' };
  }

  /** As `light.ceiling: state on, brightness 40`. */
  get wanted(): readonly string[] {
    return this.acts.map(
      ({ entity: { id }, wishes }) =>
        `${id}: ${[...wishes].map(([aspect, value]) => `${aspect} ${value}`).join(', ')}`,
    );
  }
}

export interface Options {
  readonly things?: readonly Written[];
  readonly room?: string;
  readonly nameBudgetTokens?: number;
}

export function home({ things = SMALL_HOME, room, nameBudgetTokens = 1_500 }: Options = {}) {
  const devices = new FakeDevices(homeOf(things));
  const acting = new FakeActing();
  const clock = new FakeClock();
  const date = () => new Date(NOW_MS + clock.now());
  const tools = deviceTools({
    ...{ devices, acting, clock, date, room, nameBudgetTokens },
    staleMs: 24 * 3_600_000,
  });
  const tool = (name: string): Tool | undefined =>
    tools().find(({ declaration }) => declaration.name === name);
  const call = async (
    name: string,
    args: Readonly<Record<string, unknown>> = {},
    signal = new AbortController().signal,
  ): Promise<Answer> => {
    const found = tool(name);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found.run(found.parameters.parse(args), signal);
  };
  return { devices, acting, clock, tools, tool, call };
}
