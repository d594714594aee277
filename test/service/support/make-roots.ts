/** Before all tests, once: they share the root, and some of them run at the same time. */
import { noLab } from '../../parts/support/lab.ts';
import { debianRoot, makeDebianRoot } from './roots.ts';

export function setup(): void {
  if (noLab === undefined && debianRoot.missing === undefined) makeDebianRoot();
}
