/**
 * `hearthd doctor` with nothing but its checks of button and lamp, of the built program: the others would wait for
 * cards and a network that are not there. usage: node hands-doctor.mjs text|json onoff|libgpiod CONFIG
 */
import { loadConfig, readEnvironment } from '../../../dist/config/load.js';
import { examine } from '../../../dist/doctor/examine.js';
import { handChecks } from '../../../dist/doctor/hands/hand-checks.js';
import { machineHost } from '../../../dist/doctor/machine-host.js';
import { findingText, outcomeOf, reportJson, summaryText } from '../../../dist/doctor/report.js';
import { nobody, terminalPerson } from '../../../dist/doctor/terminal.js';
import { headerGpio } from '../../../dist/gpio/choose-gpio.js';
import { openGpiodToolsGpio } from '../../../dist/gpio/gpiod-tools-gpio.js';
import { systemClock as clock } from '../../../dist/system/clock.js';

const [format, way, file] = process.argv.slice(2);
const { stdout } = process;
const { config } = loadConfig({ file, environment: readEnvironment(new Set()) });
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

const examination = await examine({
  checks: handChecks({
    openGpio: (log) =>
      way === 'onoff' ? headerGpio({ clock, log }) : () => openGpiodToolsGpio({ clock }),
  }),
  context: {
    config,
    clock,
    host: machineHost({ clock }),
    person: format === 'text' && stdout.isTTY ? terminalPerson(stdout) : nobody,
    signal: stop.signal,
  },
  tell: (found) => {
    if (format === 'text') stdout.write(findingText(found, { colour: 'none' }));
  },
});
stdout.write(
  format === 'text'
    ? summaryText(examination, { colour: 'none' })
    : reportJson({ version: '0', configuration: '' }, examination),
);
process.exitCode = outcomeOf(examination) === 'good' ? 0 : 1;
