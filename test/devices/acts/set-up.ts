import { ButtonConsent } from '../../../src/consent/button-consent.ts';
import type { Answer } from '../../../src/consent/consent.ts';
import { Reach } from '../../../src/consent/reach.ts';
import type { Deed } from '../../../src/devices/acts/deed.ts';
import { DeviceActing } from '../../../src/devices/acts/device-acting.ts';
import type { Entity, Value } from '../../../src/devices/entity.ts';
import type { Log } from '../../../src/system/log.ts';
import { SimulatedHome, soon } from './simulated-home.ts';

export type Wanted = Readonly<Record<string, Value>>;

/** Acting in a simulated home, with the real consent. */
export function setUp({ bulkLimit = 5, always = [] as string[], never = [] as string[] } = {}) {
  const home = new SimulatedHome();
  const { clock, date } = home;
  const lines: Line[] = [];
  const log = logInto(lines);
  const consent = new ButtonConsent({ clock, log });
  const reports: Deed[] = [];
  const acting = new DeviceActing({
    bus: home,
    devices: home,
    consent,
    clock,
    date,
    log,
    rules: { always, never },
    reach: new Reach({ clock, limit: bulkLimit, turn: () => consent.turn }),
    unwanted: () => home.unwanted,
    mayCommand: (topic) => topic !== 'ours/set',
    reported: (report) => void reports.push(report),
  });
  const controller = new AbortController();
  let answer: Answer | undefined;
  const act = async (entities: Entity | readonly Entity[], wanted: Wanted): Promise<void> => {
    answer = undefined;
    const acts = [entities].flat().map((entity) => ({
      entity,
      wishes: new Map(Object.entries(wanted)),
    }));
    void acting.perform(acts, controller.signal).then((given) => {
      answer = given;
    });
    await soon();
  };
  /** Lets time pass in short steps, so that promises come about between them. */
  const passes = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 50) {
      clock.advance(Math.min(50, left));
      await soon();
    }
  };
  return {
    home,
    consent,
    acting,
    reports,
    /** The journal. */
    lines,
    controller,
    act,
    passes,
    /** `undefined` as long as there is none. */
    answer: () => answer,
    /** Acts, and lets the longest wait pass. */
    did: async (entities: Entity | readonly Entity[], wanted: Wanted): Promise<Answer> => {
      await act(entities, wanted);
      await passes(8_000);
      if (answer === undefined) throw new Error('It was never answered.');
      return answer;
    },
    payloads: () => home.published.map(({ payload }) => JSON.parse(payload) as Wanted),
  };
}

export type Line = readonly [message: string, fields: object];

function logInto(lines: Line[]): Log {
  const write = (message: string, fields: object = {}) => void lines.push([message, fields]);
  const log: Log = { debug: write, info: write, warn: write, error: write, child: () => log };
  return log;
}
