/** Why no connection could even be tried, from what the SDK threw. */
import type { Access } from '../live/access.ts';
import type { CloseCause } from '../live/session.ts';

/** What may be on the errors of Node and of `google-auth-library`. */
interface Traits extends Error {
  readonly code?: unknown;
  readonly status?: unknown;
}

/** Codes of Node for what stands in the way of a connection, not for a file that is not there. */
const NETWORK_CODE =
  /^(ECONN|EAI_|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EPIPE|ERR_TLS|ERR_SSL|CERT_)/;

/**
 * The SDK asks for credentials of Vertex AI by HTTP before it dials; all else that it throws is about
 * the settings that it was given.
 */
export function dialFault(error: unknown, access: Access['type']): CloseCause {
  if (access !== 'vertex') return 'setup';
  for (const { code, status } of traitsOf(error)) {
    if (typeof status === 'number') return causeOfStatus(status);
    if (typeof code === 'string' && NETWORK_CODE.test(code)) return 'network';
  }
  return 'key';
}

function causeOfStatus(status: number): CloseCause {
  if (status === 429) return 'quota';
  return status >= 500 ? 'network' : 'key';
}

/** Of the error, and of those that led to it. */
function* traitsOf(error: unknown): Generator<Traits> {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++)
    yield at;
}
