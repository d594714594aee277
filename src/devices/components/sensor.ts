/** home-assistant.io/integrations/sensor.mqtt; homeassistant/components/mqtt/sensor.py. */
import type { Description } from '../description.ts';
import type { Entity, LeftOut } from '../entity.ts';
import { asNumber, asOneOf, asText, type Parse } from './facts.ts';
import { measuredIn } from './measured-in.ts';
import type { Options } from './options.ts';
import { entityOf } from './select-controls.ts';

/** Device classes whose values are no numbers (homeassistant/components/sensor/const.py). */
const MOMENTS = new Set(['date', 'timestamp', 'uptime']);
const MAX_DECIMALS = 20;

export function buildSensor({ identity }: Description, options: Options): Entity | LeftOut {
  const unit = measuredIn(options);
  const expiresAfterS = expiry(options);
  return entityOf(options, [
    {
      aspect: 'value',
      fact: options.fact({
        aspect: 'value',
        topicKey: 'state_topic',
        templateKey: 'value_template',
        parse: reading(options, identity.deviceClass),
        ...(unit === undefined ? {} : { unit }),
        ...(expiresAfterS === undefined ? {} : { expiresAfterS }),
      }),
    },
  ]);
}

/** Seconds after which what was told does not hold any more. */
export function expiry(options: Options): number | undefined {
  const expiresAfterS = options.number('expire_after');
  return expiresAfterS !== undefined && expiresAfterS > 0 ? expiresAfterS : undefined;
}

/** As `_numeric_state_expected` of Home Assistant tells numbers from words. */
function reading(options: Options, deviceClass: string | undefined): Parse {
  const words = options.list('options');
  if (words !== undefined && words.length > 0) return asOneOf(words);
  if (deviceClass !== undefined && MOMENTS.has(deviceClass)) return moment;
  const decimals = options.number('suggested_display_precision');
  const numeric =
    decimals !== undefined ||
    isSaid(options, 'unit_of_measurement') ||
    isSaid(options, 'state_class') ||
    (deviceClass !== undefined && deviceClass !== 'enum');
  return numeric ? asNumber((number) => tidy(number, decimals)) : asText();
}

/** Programs also write `null`, or nothing between quotation marks, for what they do not have. */
const isSaid = (options: Options, key: string): boolean => (options.raw(key) ?? '') !== '';

/** Without the noise of a division: 0.30000000000000004 is 0.3. */
function tidy(number: number, decimals: number | undefined): number {
  if (decimals === undefined || !Number.isInteger(decimals) || decimals < 0) {
    return Number(number.toPrecision(10));
  }
  return Number(number.toFixed(Math.min(decimals, MAX_DECIMALS))) + 0;
}

const readText = asText(100);
const moment: Parse = (text, heard) =>
  Number.isNaN(Date.parse(text)) ? undefined : readText(text, heard);
