import type { Migration } from '../../../src/config/migrations/migration.ts';
import { isRecord } from '../../../src/config/record.ts';

/**
 * Two steps that no release has: what is called a room is a place in version 2, and a room again in version 3. So
 * whatever is right in version 1 must come out as it is read without them.
 */
export const thereAndBack: readonly Migration[] = [
  () => [{ type: 'rename', path: ['room'], to: 'place' }],
  () => [{ type: 'rename', path: ['place'], to: 'room' }],
];

/** Version 1 called the voice of the device `voice`, at the top; version 2 has a loudness of 0 to 10 besides. */
export const moved: readonly Migration[] = [
  (document) => {
    if (!isRecord(document) || document['voice'] === undefined) return [];
    return [
      { type: 'set', path: ['live', 'voice'], value: document['voice'] },
      { type: 'remove', path: ['voice'] },
    ];
  },
  (document) => {
    const speaker = isRecord(document) ? document['speaker'] : undefined;
    const loudness = isRecord(speaker) ? speaker['loudness'] : undefined;
    if (typeof loudness !== 'number') return [];
    return [
      { type: 'set', path: ['speaker', 'loudness'], value: loudness * 10 },
      { type: 'rename', path: ['speaker', 'loudness'], to: 'volume' },
    ];
  },
];
