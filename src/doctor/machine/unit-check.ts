import { type Check, skipped } from '../check.ts';
import { judgeUnit } from './judge-unit.ts';
import { askForUnit } from './unit-properties.ts';

/** Whether the service is installed, runs, and comes back by itself. */
export const unitCheck: Check = {
  name: 'unit',
  async run(context) {
    const asked = await askForUnit(context);
    return asked.state === 'told'
      ? judgeUnit(asked.properties)
      : [skipped(`Nothing can be said of the service: ${asked.reason}`)];
  },
};
