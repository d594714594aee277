import type { Description } from '../description.ts';
import type { Entity, LeftOut } from '../entity.ts';
import { buildDefaultLight } from './light-default.ts';
import { buildJsonLight } from './light-json.ts';
import { buildTemplateLight } from './light-template.ts';
import type { Options } from './options.ts';

/** home-assistant.io/integrations/light.mqtt: one of three ways to write it. */
export function buildLight(description: Description, options: Options): Entity | LeftOut {
  const schema = options.text('schema', 'basic').toLowerCase();
  switch (schema) {
    case 'basic':
    case 'default':
      return buildDefaultLight(options);
    case 'json':
      return buildJsonLight(description, options);
    case 'template':
      return buildTemplateLight(options);
    default: {
      const { id, name } = description.identity;
      return { id, name, reason: 'Its "schema" is none of basic, json and template.' };
    }
  }
}
