import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublishable } from '../../../src/config/topic-schema.ts';
import { buildAlarm } from '../../../src/devices/components/alarm.ts';
import { buildBinarySensor } from '../../../src/devices/components/binary-sensor.ts';
import { buildClimate } from '../../../src/devices/components/climate.ts';
import { buildCover } from '../../../src/devices/components/cover.ts';
import { buildEvent } from '../../../src/devices/components/event.ts';
import { buildLawnMower } from '../../../src/devices/components/lawn-mower.ts';
import { buildLock } from '../../../src/devices/components/lock.ts';
import { buildNumber } from '../../../src/devices/components/number.ts';
import { buildPress } from '../../../src/devices/components/press.ts';
import { buildSelect } from '../../../src/devices/components/select.ts';
import { buildSensor } from '../../../src/devices/components/sensor.ts';
import { buildText } from '../../../src/devices/components/text.ts';
import { buildTracker } from '../../../src/devices/components/tracker.ts';
import { buildUpdate } from '../../../src/devices/components/update.ts';
import { buildVacuum } from '../../../src/devices/components/vacuum.ts';
import { buildValve } from '../../../src/devices/components/valve.ts';
import { buildWaterHeater } from '../../../src/devices/components/water-heater.ts';
import { COMPONENTS, type Entity, type Value } from '../../../src/devices/entity.ts';
import { type Build, built, describing, heard } from './entity-of.ts';

const BUILDERS: readonly (readonly [name: string, build: Build])[] = [
  ['alarm', buildAlarm],
  ['binary sensor', buildBinarySensor],
  ['climate', buildClimate],
  ['cover', buildCover],
  ['event', buildEvent],
  ['lawn mower', buildLawnMower],
  ['lock', buildLock],
  ['number', buildNumber],
  ['press', buildPress],
  ['select', buildSelect],
  ['sensor', buildSensor],
  ['text', buildText],
  ['tracker', buildTracker],
  ['update', buildUpdate],
  ['vacuum', buildVacuum],
  ['valve', buildValve],
  ['water heater', buildWaterHeater],
];

const NAMES = [
  'mode',
  'temperature',
  'fan_mode',
  'power',
  'preset_mode',
  'target_humidity',
  'start_mowing',
];
const KEYS = [
  ...['command', 'state', 'position', 'set_position', 'tilt_command', 'tilt_status'],
  ...['json_attributes', 'latest_version', 'set_fan_speed', 'activity_state', 'action'],
  ...NAMES.flatMap((name) => [`${name}_command`, `${name}_state`]),
].flatMap((name) => [`${name}_topic`, `${name}_template`]);
const OTHERS = [
  ...['options', 'modes', 'preset_modes', 'event_types', 'fan_speed_list', 'supported_features'],
  ...['min', 'max', 'step', 'min_temp', 'max_temp', 'temp_step', 'temperature_unit', 'qos'],
  ...['position_open', 'position_closed', 'tilt_min', 'tilt_max', 'reports_position'],
  ...['payload_open', 'payload_on', 'payload_press', 'payload_install', 'payload_reset'],
  ...['code', 'code_format', 'pattern', 'expire_after', 'off_delay', 'device_class', 'schema'],
  ...['unit_of_measurement', 'suggested_display_precision', 'state_open', 'value_template'],
];

const texts = fc.oneof(
  fc.constantFrom('a', 'a/b', '#', '$SYS', '', '\u0000', '{{ value }}', '{{ value_json.x }}', '{%'),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'None',
    'True',
    '1e999',
    '-1',
    '99999999999999999999',
  ),
  fc.string({ unit: 'binary' }),
);
const values = fc.oneof(texts, fc.double(), fc.jsonValue());
const descriptions = fc.dictionary(fc.constantFrom(...KEYS, ...OTHERS), values, { maxKeys: 30 });
const messages = fc.oneof(texts, fc.json());

describe('whatever strangers describe', () => {
  it.each(BUILDERS)('%s: an entity or left out, and nothing throws', (_, build) => {
    fc.assert(
      fc.property(
        fc.constantFrom(...COMPONENTS),
        descriptions,
        messages,
        texts,
        (component, options, text, wish) => {
          const entity = built(build, describing(component, options));
          if ('reason' in entity) {
            expect(entity.reason).not.toBe('');
            return;
          }
          for (const fact of entity.facts) checkValue(fact.read(heard(fact.filter, text)));
          for (const { aspect } of entity.abilities) checkCompose(entity, aspect, wish);
          checkCompose(entity, 'nothing', wish);
          expect(['done', 'underway', 'not']).toContain(entity.judge('state', wish, text));
        },
      ),
      { numRuns: 300 },
    );
  });
});

function checkValue(value: Value | null | undefined): void {
  if (typeof value === 'number') expect(value).toSatisfy(Number.isFinite);
  if (typeof value !== 'string') return;
  expect(value.length).toBeLessThanOrEqual(255);
  expect(value).not.toMatch(/\p{Cc}/u);
}

function checkCompose(entity: Entity, aspect: string, wish: string): void {
  for (const value of [wish, 'open', 'press', 0, 21.5]) {
    const composed = entity.compose(new Map([[aspect, value]]), () => undefined);
    if (composed.result === 'unable') expect(composed.reason).not.toBe('');
    else for (const { topic } of composed.messages) expect(topic).toSatisfy(isPublishable);
  }
}
