/** Templates are measured in a process that does nothing else. */
import { join } from 'node:path';
import { Child } from './child.ts';
import type { TemplatesWord, TemplateTimes } from './templates-process.ts';

export type { TemplateTimes } from './templates-process.ts';

/** Those of publishers where they are at hand, beside the repository. */
export async function measureTemplates(repository: string): Promise<TemplateTimes> {
  const corpus = join(repository, '../shared/fixtures/templates/cases.json.gz');
  const child = Child.start<never, TemplatesWord>('templates-process', { args: [corpus] });
  const { times } = await child.hear('measured');
  await child.close();
  return times;
}
