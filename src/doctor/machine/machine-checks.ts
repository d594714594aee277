import type { Environment } from '../../config/environment.ts';
import type { Check } from '../check.ts';
import { type ClockCheckParts, clockCheck } from './clock-check.ts';
import { diskCheck } from './disk-check.ts';
import { filesCheck } from './files-check.ts';
import { sandboxCheck } from './sandbox-check.ts';
import { secretsCheck } from './secrets-check.ts';
import { settingsCheck } from './settings-check.ts';
import { systemCheck } from './system-check.ts';
import { unitCheck } from './unit-check.ts';
import { userCheck } from './user-check.ts';
import { versionsCheck } from './versions-check.ts';
import { wearCheck } from './wear-check.ts';

export interface MachineChecksParts extends ClockCheckParts {
  readonly environment: Pick<Environment, 'stateDir'>;
}

/** All that concerns the machine, the program on it and the service, in the order in which faults follow from each other. */
export const machineChecks = ({ environment, ...clock }: MachineChecksParts): Check[] => [
  userCheck,
  systemCheck,
  versionsCheck,
  settingsCheck,
  unitCheck,
  sandboxCheck,
  secretsCheck,
  clockCheck(clock),
  filesCheck(environment),
  diskCheck(environment),
  wearCheck(environment),
];
