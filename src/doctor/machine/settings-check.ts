import { configWarnings } from '../../gemini/models.ts';
import { type Check, good, note } from '../check.ts';

/** What `hearthd run` would warn of at start: settings that the model does not take. */
export const settingsCheck: Check = {
  name: 'settings',
  async run({ config }) {
    const warnings = configWarnings(config);
    return warnings.length === 0
      ? [good('The model takes all that is configured.')]
      : warnings.map((warning) => note(warning));
  },
};
