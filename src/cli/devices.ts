/** `hearthd devices`: what was found on the broker, and what was left out. */
import { answered } from '../devices/settled.ts';
import { systemClock as clock } from '../system/clock.ts';
import { exitCodes } from '../system/exit-codes.ts';
import { describeDevices, devicesDocument } from '../tools/devices/describe-devices.ts';
import { type HomeOptions, lookAtHome } from './look-at-home.ts';
import { print } from './output.ts';

/** @throws {ConfigError} */
export async function devices(
  { configFile, format }: HomeOptions,
  secrets: Set<string>,
): Promise<number> {
  const text = await lookAtHome(configFile, secrets, async ({ devices }, config) => {
    await answered({ devices, clock });
    if (format === 'json') return JSON.stringify(devicesDocument(devices), null, 2);
    return config.mqtt.devices.import ? describeDevices(devices, Date.now()) : NOT_WANTED;
  });
  if (text === undefined) return exitCodes.failure;
  await print(`${text}\n`);
  return exitCodes.ok;
}

const NOT_WANTED = 'Nothing is looked for: "mqtt.devices.import" of the configuration is false.';
