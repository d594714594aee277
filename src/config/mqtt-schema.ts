/** The section `mqtt`: the broker. */
import { z } from 'zod';
import { pathSchema } from './file-schema.ts';
import { whenRecord } from './record.ts';
import { topicPrefixSchema } from './topic-schema.ts';

const brokerUrl = z
  .url({
    protocol: /^(mqtt|mqtts|ws|wss)$/,
    error: 'must be a URL such as "mqtt://192.168.1.5:1883" (mqtt, mqtts, ws or wss)',
  })
  .refine(
    (text) => !URL.canParse(text) || new URL(text).hostname !== '',
    'must name a host, as in "mqtt://192.168.1.5:1883"',
  )
  .refine((text) => {
    if (!URL.canParse(text)) return true;
    const { username, password } = new URL(text);
    return username === '' && password === '';
  }, 'must hold neither user nor password: use "username" and "passwordFile"');

export const mqttSchema = z
  .strictObject({
    url: brokerUrl
      .default('mqtt://127.0.0.1:1883')
      .describe('The broker: `mqtt://`, `mqtts://`, `ws://` or `wss://`.'),
    username: z.string().min(1).optional().describe('User name on the broker.'),
    passwordFile: pathSchema
      .optional()
      .describe(
        'File with the password. Without it: the credential `mqtt-password`, then `HEARTHD_MQTT_PASSWORD`.',
      ),
    ca: pathSchema
      .optional()
      .describe('PEM file of the authority that signed the certificate of the broker.'),
    topicPrefix: topicPrefixSchema
      .default('hearthd')
      .describe('First part of every topic of the daemon.'),
  })
  .refine(({ passwordFile, username }) => passwordFile === undefined || username !== undefined, {
    ...whenRecord,
    message: 'is of no use without "username": a broker takes a password for a user only',
    path: ['passwordFile'],
  })
  .refine(
    ({ ca, url }) => ca === undefined || typeof url !== 'string' || !/^(mqtt|ws):/i.test(url),
    {
      ...whenRecord,
      message: 'has no effect on an open connection: "url" must begin with mqtts:// or wss://',
      path: ['ca'],
    },
  )
  .prefault({});
