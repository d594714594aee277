/** The section `live.auth`: what the daemon shows to the service, and where it has that from. */
import { z } from 'zod';
import { looksSecret } from '../system/secret-words.ts';
import { pathSchema } from './file-schema.ts';
import { whenRecord } from './record.ts';

const LOOPBACK = /^(127(\.\d+){3}|localhost|\[::1\])$/;

/** An address that a secret is sent to: encrypted, or on this machine. */
const safeUrl = (schemes: RegExp, example: string) =>
  z
    .url({ protocol: schemes, error: `must be a URL such as "${example}"` })
    .refine(
      isUrlWhere(
        ({ protocol, hostname }) => !/^(http|ws):$/.test(protocol) || LOOPBACK.test(hostname),
      ),
      `must be encrypted, as "${example}" is: only on this machine (127.0.0.1) a secret may be sent in the open`,
    )
    .refine(
      isUrlWhere(({ username, password, hash }) => `${username}${password}${hash}` === ''),
      'must hold neither user nor password nor #',
    )
    .refine(
      isUrlWhere(({ searchParams }) => ![...searchParams.keys()].some(looksSecret)),
      'must hold no secret after the ?: put it into a file of its own',
    );

const apiKey = z.strictObject({
  type: z.literal('api-key').describe('The daemon shows a key of the Gemini API.'),
  file: pathSchema
    .optional()
    .describe(
      'File with the API key (else the credential `gemini-api-key`, then `GEMINI_API_KEY`), or with the bearer token of the gateway (else the credential `gateway-token`, then `HEARTHD_GATEWAY_TOKEN`).',
    ),
});

const tokenService = z
  .strictObject({
    type: z
      .literal('token-service')
      .describe('Before each connection, a server of yours is asked for an ephemeral token.'),
    url: safeUrl(/^https?$/, 'https://tokens.example/hearth').describe(
      'Where tokens are asked for (`POST`), or the one address of the gateway, used as it is; encrypted, except on this machine.',
    ),
    secretFile: pathSchema
      .optional()
      .describe(
        'File with the secret shared with the token service, sent as bearer token. Without it: the credential `token-service-secret`, then `HEARTHD_TOKEN_SERVICE_SECRET`.',
      ),
    clientCertificate: pathSchema
      .optional()
      .describe('PEM file with the certificate that the token service knows this device by.'),
    clientKey: pathSchema.optional().describe('PEM file with the key of that certificate.'),
    ca: pathSchema
      .optional()
      .describe('PEM file of the authority that signed the certificate of the token service.'),
  })
  .superRefine((section, context) => {
    const { clientCertificate, clientKey, ca, url } = section as Readonly<Record<string, unknown>>;
    const wrong = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (clientCertificate !== undefined && clientKey === undefined)
      wrong('clientCertificate', 'is of no use without "clientKey", the key that belongs to it');
    if (clientKey !== undefined && clientCertificate === undefined)
      wrong('clientKey', 'is of no use without "clientCertificate", which it belongs to');
    if (typeof url !== 'string' || !/^http:/i.test(url)) return;
    for (const [path, value] of Object.entries({ clientCertificate, clientKey, ca }))
      if (value !== undefined)
        wrong(path, 'has no effect on an open connection: "url" must begin with https://');
  }, whenRecord);

const vertex = z.strictObject({
  type: z
    .literal('vertex')
    .describe('Vertex AI of Google Cloud, with the application default credentials.'),
  project: z
    .string()
    .regex(/^[a-z0-9.:-]{1,100}$/, 'must be the id of a project such as "my-home-123"')
    .describe('Project of Google Cloud that is billed.'),
  location: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,62}$/, 'must be a location such as "europe-west4" or "global"')
    .describe('Where the model runs, for example `europe-west4`, or `global`.'),
  credentialsFile: pathSchema
    .optional()
    .describe(
      'JSON file with the credentials. Without it: `GOOGLE_APPLICATION_CREDENTIALS`, then where Google’s own tools put them.',
    ),
});

const gateway = z.strictObject({
  type: z.literal('gateway').describe('A gateway at one fixed address that takes a bearer token.'),
  url: safeUrl(/^(https?|wss?)$/, 'https://gateway.example/live').describe(
    'Address of the gateway, used as it is; encrypted, except on this machine.',
  ),
  file: pathSchema
    .optional()
    .describe(
      'File with the bearer token. Without it: the credential `gateway-token`, then `HEARTHD_GATEWAY_TOKEN`.',
    ),
});

export const authSchema = z
  .discriminatedUnion('type', [apiKey, tokenService, vertex, gateway])
  .prefault({ type: 'api-key' });

/** What `live.auth` says. */
export type Auth = z.output<typeof authSchema>;
export type AuthOf<Type extends Auth['type']> = Extract<Auth, { readonly type: Type }>;

/** Another check has said it when the text is no URL at all. */
function isUrlWhere(is: (url: URL) => boolean): (text: string) => boolean {
  return (text) => !URL.canParse(text) || is(new URL(text));
}
