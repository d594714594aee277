import type { Check } from '../check.ts';
import { buttonCheck, type HandCheckParts } from './button-check.ts';
import { gpioCheck } from './gpio-check.ts';
import { lampCheck } from './lamp-check.ts';

/** All that concerns button and lamp, in the order in which faults follow from each other. */
export const handChecks = (parts: HandCheckParts): Check[] => [
  gpioCheck(parts),
  buttonCheck(parts),
  lampCheck(parts),
];
