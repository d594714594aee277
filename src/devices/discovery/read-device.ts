/** The device that a component belongs to, as far as its message tells. */

import { isRecord } from './abbreviations/spelled-out.ts';
import { cleanText } from './clean-text.ts';

export interface DeviceFacts {
  /** Its first identifier, else its first connection; without either it is not known again. */
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly manufacturer: string | undefined;
  readonly model: string | undefined;
  readonly area: string | undefined;
}

const MAX_ID = 200;
const MAX_NAME = 80;
export const MAX_AREA = 60;

export function readDevice(device: unknown): DeviceFacts {
  const told = isRecord(device) ? device : {};
  const name = cleanText(told['name'], MAX_NAME);
  return {
    id: firstOf(told['identifiers']) ?? connection(told['connections']) ?? name,
    name,
    manufacturer: cleanText(told['manufacturer'], MAX_NAME),
    model: cleanText(told['model'], MAX_NAME),
    area: cleanText(told['suggested_area'], MAX_AREA),
  };
}

const firstOf = (identifiers: unknown): string | undefined =>
  cleanText(Array.isArray(identifiers) ? identifiers[0] : identifiers, MAX_ID);

/** `[["mac", "aa:bb:cc:dd:ee:ff"]]` */
function connection(connections: unknown): string | undefined {
  const first = Array.isArray(connections) ? connections[0] : undefined;
  if (!Array.isArray(first)) return undefined;
  const [kind, address] = first.map((each) => cleanText(each, MAX_ID));
  return kind === undefined || address === undefined ? undefined : `${kind} ${address}`;
}
