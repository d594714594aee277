#!/usr/bin/env node
/** The program: arguments in, exit code out. What a command needs is loaded only for that command. */
import { type Invocation, parseCommandLine, UsageError } from './cli/command-line.ts';
import { outliveReaders, print, printError } from './cli/output.ts';
import { helpFor, overview } from './cli/usage.ts';
import { ConfigError } from './config/config-error.ts';
import { exitCodes } from './system/exit-codes.ts';
import { redact } from './system/redact.ts';

/** Every secret that was read: none of them is told, whatever happens. */
const secrets = new Set<string>();
/** sd-daemon(3): what stands before an error in the journal of systemd; nothing stands before it elsewhere. */
let priority: '' | '<3>' = '';

outliveReaders();
process.on('uncaughtException', (error) => process.exit(tell(error)));
process.exit(await main(process.argv.slice(2)));

async function main(args: readonly string[]): Promise<number> {
  try {
    return await perform(parseCommandLine(args));
  } catch (error) {
    return tell(error);
  }
}

async function perform(invocation: Invocation): Promise<number> {
  switch (invocation.command) {
    case 'run': {
      const { run } = await import('./cli/run.ts');
      const { areErrorsJournal } = await import('./config/load.ts');
      if (areErrorsJournal()) priority = '<3>';
      return run(invocation, secrets);
    }
    case 'ask': {
      const { ask } = await import('./cli/ask.ts');
      return ask(invocation, secrets);
    }
    case 'token': {
      const { token } = await import('./cli/token.ts');
      return token(invocation, secrets);
    }
    case 'demo': {
      const { demo } = await import('./cli/demo.ts');
      return demo(invocation);
    }
    case 'doctor': {
      const { doctor } = await import('./cli/doctor.ts');
      return doctor(invocation, secrets);
    }
    case 'devices': {
      const { devices } = await import('./cli/devices.ts');
      return devices(invocation, secrets);
    }
    case 'tools': {
      const { tools } = await import('./cli/tools.ts');
      return tools(invocation, secrets);
    }
    case 'check-config': {
      const { checkConfigFile } = await import('./cli/check-config.ts');
      return checkConfigFile(invocation);
    }
    case 'migrate-config': {
      const { migrateConfig } = await import('./cli/migrate-config.ts');
      return migrateConfig(invocation);
    }
    case 'config-schema': {
      const { configSchemaDocument } = await import('./cli/config-schema.ts');
      return configSchemaDocument(invocation);
    }
    case 'version': {
      const { version } = await import('./cli/version.ts');
      await print(`${version()}\n`);
      return exitCodes.ok;
    }
    case 'help':
      await print(invocation.topic === undefined ? overview() : helpFor(invocation.topic));
      return exitCodes.ok;
  }
}

/** Says what is wrong and gives the exit code for it. */
function tell(error: unknown): number {
  if (error instanceof UsageError) {
    printErrors(`hearthd: ${error.message} See "hearthd --help".`);
    return exitCodes.usage;
  }
  if (error instanceof ConfigError) {
    printErrors(error.message);
    return exitCodes.configuration;
  }
  printErrors(`hearthd: ${redact(inOneLine(error), [...secrets])}`);
  return exitCodes.failure;
}

function printErrors(lines: string): void {
  printError(lines.replace(/^/gm, priority));
}

/** With the place where it happened, for whoever mends it. */
function inOneLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error).replace(/\s+/g, ' ');
  const place = /^\s+at (.*)$/m.exec(error.stack ?? '')?.[1];
  return `${error.name}: ${error.message}${place === undefined ? '' : ` (at ${place})`}`.replace(
    /\s+/g,
    ' ',
  );
}
