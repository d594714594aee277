/** How Google's HTTP endpoints say no. */
import { STATUS_CODES } from 'node:http';

/** google.rpc.Code, as its errors are named in JSON. */
const NAMES: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

const MESSAGES: Readonly<Record<number, string>> = {
  401:
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or ' +
    'other valid authentication credential.',
  429: 'You exceeded your current quota, please check your plan and billing details.',
  503: 'The service is currently unavailable.',
};

/** The body that goes with an HTTP status. */
export function googleError(
  code: number,
  message = MESSAGES[code] ?? STATUS_CODES[code] ?? '',
): object {
  return { error: { code, message, status: NAMES[code] ?? 'UNKNOWN' } };
}

/** As all of Google's JSON: pretty-printed, with a newline at the end. */
export const pretty = (json: object): string => `${JSON.stringify(json, null, 2)}\n`;
