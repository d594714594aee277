import { describe, expect, it } from 'vitest';
import { idFromHostname } from '../../src/config/schema.ts';
import { topicSegment } from '../../src/config/topic-schema.ts';

describe('the id that is made from the host name', () => {
  it.each([
    ['kitchen', 'kitchen'],
    ['Kitchen.local', 'kitchen'],
    ['Küche.local', 'k-che'],
    ['--pi--', 'pi'],
    ['日本', 'hearth'],
    ['', 'hearth'],
    [`${'a'.repeat(31)}.b`, 'a'.repeat(31)],
    [`${'a'.repeat(31)}äb`, 'a'.repeat(31)],
    ['raspberry_pi-4', 'raspberry_pi-4'],
  ])('is a level of a topic: %s', (name, id) => {
    expect(idFromHostname(name)).toBe(id);
    expect(topicSegment.safeParse(id).success).toBe(true);
  });
});
