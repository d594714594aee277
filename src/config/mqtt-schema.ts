/** The section `mqtt`: the broker. */
import { z } from 'zod';
import { brokerUrlsSchema, isOpenUrl, urlsOf } from './broker-url-schema.ts';
import { devicesSchema } from './devices-schema.ts';
import { pathSchema } from './file-schema.ts';
import { whenRecord } from './record.ts';
import { topicPrefixSchema } from './topic-schema.ts';

export const mqttSchema = z
  .strictObject({
    url: brokerUrlsSchema
      .default('mqtt://127.0.0.1:1883')
      .describe(
        'The broker: `mqtt://`, `mqtts://`, `ws://` or `wss://`; or a list, the nodes of one cluster, which are tried in turn.',
      ),
    username: z.string().min(1).optional().describe('User name on the broker.'),
    passwordFile: pathSchema
      .optional()
      .describe(
        'File with the password. Without it: the credential `mqtt-password`, then `HEARTHD_MQTT_PASSWORD`.',
      ),
    ca: pathSchema
      .optional()
      .describe('PEM file of the authority that signed the certificate of the broker.'),
    cert: pathSchema
      .optional()
      .describe('PEM file with the certificate that the broker knows this device by.'),
    key: pathSchema
      .optional()
      .describe('PEM file with the key of that certificate, without a passphrase.'),
    topicPrefix: topicPrefixSchema
      .default('hearthd')
      .describe('First part of every topic of the daemon.'),
    discoveryPrefix: topicPrefixSchema
      .default('homeassistant')
      .describe('First part of the topics on which devices are described.'),
    announce: z
      .boolean()
      .default(true)
      .describe(
        'Whether this device describes itself there, so that a hub shows it; `false` takes back what it described before.',
      ),
    devices: devicesSchema,
  })
  .superRefine((section, context) => {
    const { username, passwordFile, url, ...files } = section as Readonly<Record<string, unknown>>;
    const wrong = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (passwordFile !== undefined && username === undefined)
      wrong(
        'passwordFile',
        'is of no use without "username": a broker takes a password for a user only',
      );
    const { ca, cert, key } = files;
    if (cert !== undefined && key === undefined)
      wrong('cert', 'is of no use without "key", the key that belongs to it');
    if (key !== undefined && cert === undefined)
      wrong('key', 'is of no use without "cert", which it belongs to');
    if (!urlsOf(url).some(isOpenUrl)) return;
    for (const [path, file] of Object.entries({ ca, cert, key }))
      if (file !== undefined)
        wrong(
          path,
          'has no effect on an open connection: "url" must begin with mqtts:// or wss://',
        );
  }, whenRecord)
  .prefault({});
