/** `hearthd doctor`: looks at everything the daemon needs, and says what is wrong and what to do. */
import { describeSource, loadConfig, readEnvironment } from '../config/load.ts';
import { examine } from '../doctor/examine.ts';
import { machineHost } from '../doctor/machine-host.ts';
import { realChecks } from '../doctor/real-checks.ts';
import { findingText, outcomeOf, reportJson, summaryText } from '../doctor/report.ts';
import { nobody, paintFor, terminalPerson } from '../doctor/terminal.ts';
import { systemClock as clock } from '../system/clock.ts';
import { exitCodes } from '../system/exit-codes.ts';
import { redact } from '../system/redact.ts';
import { stopSignal } from '../system/stop-signal.ts';
import { print } from './output.ts';
import { version } from './version.ts';

export interface DoctorOptions {
  readonly configFile: string | undefined;
  readonly format: 'text' | 'json';
}

/** What is read of secrets is put into `secrets`. @throws {ConfigError} */
export async function doctor(
  { configFile, format }: DoctorOptions,
  secrets: Set<string>,
): Promise<number> {
  const environment = readEnvironment(secrets);
  const { config, source } = loadConfig({ file: configFile, environment });
  const { stdout } = process;
  const write = (text: string) => print(redact(text, [...secrets]));
  const paint = paintFor(stdout);
  const stop = new AbortController();
  void stopSignal().then(() => stop.abort());

  const configuration = describeSource(source);
  if (format === 'text') await write(`${configuration}\n`);
  const examination = await examine({
    checks: realChecks({ config, environment, clock, secrets }),
    context: {
      config,
      clock,
      host: machineHost({ clock }),
      person: format === 'text' && stdout.isTTY ? terminalPerson(stdout) : nobody,
      signal: stop.signal,
    },
    tell: (found) => {
      if (format === 'text') void write(findingText(found, paint));
    },
  });
  if (format === 'text') await write(summaryText(examination, paint));
  else await write(reportJson({ version: version(), configuration }, examination));
  return outcomeOf(examination) === 'good' ? exitCodes.ok : exitCodes.failure;
}
