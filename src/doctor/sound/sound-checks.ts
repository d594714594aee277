import type { Check } from '../check.ts';
import { accessCheck } from './access-check.ts';
import { busyCheck } from './busy-check.ts';
import { cardsCheck } from './cards-check.ts';
import { type LevelsCheckParts, levelsCheck } from './levels-check.ts';
import { type LoudspeakerCheckParts, loudspeakerCheck } from './loudspeaker-check.ts';
import { microphoneCheck } from './microphone-check.ts';
import { programsCheck } from './programs-check.ts';

/** All that concerns sound, in the order in which faults follow from each other. */
export const soundChecks = (parts: LevelsCheckParts & LoudspeakerCheckParts): Check[] => [
  programsCheck,
  cardsCheck,
  accessCheck,
  busyCheck,
  levelsCheck(parts),
  microphoneCheck(parts),
  loudspeakerCheck(parts),
];
