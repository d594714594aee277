/** How the service says no: it closes the connection; there is no error message in the protocol. */
export interface Refusal {
  /** WebSocket close code. */
  readonly code: number;
  readonly reason: string;
}

/** What the service says of most mistakes. */
export const invalidArgument: Refusal = {
  code: 1007,
  reason: 'Request contains an invalid argument.',
};

export const internalError: Refusal = { code: 1011, reason: 'Internal error encountered.' };

/** What is said to callers that show nothing, or nothing that is known. */
export const UNREGISTERED =
  "Method doesn't allow unregistered callers (callers without established identity). Please use " +
  'API Key or other form of API consumer identity to call this API.';

/** RFC 6455, 5.5: a control frame carries 125 bytes, two of them the code. */
const MAX_REASON_BYTES = 123;

/** The reason as it fits into a close frame; longer ones lose their end, never half a character. */
export function closeReason(reason: string): string {
  const bytes = Buffer.from(reason).subarray(0, MAX_REASON_BYTES);
  return new TextDecoder().decode(bytes, { stream: true });
}
