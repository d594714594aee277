import { software } from '../system/software.ts';

/** As `package.json` says it. */
export const version = (): string => software().version;
