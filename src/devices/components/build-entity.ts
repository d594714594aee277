/** From what a publisher describes to what the rest of the program works with. */
import type { MayCommand } from '../command-topics.ts';
import type { Description } from '../description.ts';
import type { Component, Entity, LeftOut } from '../entity.ts';
import { buildAlarm } from './alarm.ts';
import { buildBinarySensor } from './binary-sensor.ts';
import { buildClimate } from './climate.ts';
import { buildCover } from './cover.ts';
import { buildEvent } from './event.ts';
import { buildFan } from './fan.ts';
import { buildHumidifier } from './humidifier.ts';
import { buildLawnMower } from './lawn-mower.ts';
import { buildLight } from './light.ts';
import { buildLock } from './lock.ts';
import { buildNumber } from './number.ts';
import { Options } from './options.ts';
import { buildPress } from './press.ts';
import { buildSelect } from './select.ts';
import { buildSensor } from './sensor.ts';
import { buildSiren } from './siren.ts';
import { buildSwitch } from './switch.ts';
import { buildText } from './text.ts';
import { buildTracker } from './tracker.ts';
import { buildUpdate } from './update.ts';
import { buildVacuum } from './vacuum.ts';
import { buildValve } from './valve.ts';
import { buildWaterHeater } from './water-heater.ts';

type Builder = (description: Description, options: Options) => Entity | LeftOut;

const BUILDERS: Readonly<Record<Component, Builder>> = {
  alarm_control_panel: buildAlarm,
  binary_sensor: buildBinarySensor,
  button: buildPress,
  climate: buildClimate,
  cover: buildCover,
  device_tracker: buildTracker,
  event: buildEvent,
  fan: buildFan,
  humidifier: buildHumidifier,
  lawn_mower: buildLawnMower,
  light: buildLight,
  lock: buildLock,
  number: buildNumber,
  scene: buildPress,
  select: buildSelect,
  sensor: buildSensor,
  siren: buildSiren,
  switch: buildSwitch,
  text: buildText,
  update: buildUpdate,
  vacuum: buildVacuum,
  valve: buildValve,
  water_heater: buildWaterHeater,
};

/** Gives the entity, or why there is none. Never throws. */
export const entityBuilder =
  ({ mayCommand }: { readonly mayCommand: MayCommand }) =>
  (description: Description): Entity | LeftOut =>
    BUILDERS[description.identity.component](description, new Options(description, mayCommand));
