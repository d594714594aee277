/** A message, or what keeps it from being one that can be read. */
export type Payload = string | { readonly unreadable: 'too long' | 'not text' };
