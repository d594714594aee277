/** The home at the daemon's disposal: its devices are found, acted upon and offered to the model, with the commands. */
import type { Bus } from '../broker/bus.ts';
import type { Config } from '../config/schema.ts';
import type { ButtonConsent } from '../consent/button-consent.ts';
import { Reach } from '../consent/reach.ts';
import type { Sent } from '../devices/acts/behind-topics.ts';
import { type Deed, inJournal } from '../devices/acts/deed.ts';
import { DeviceActing } from '../devices/acts/device-acting.ts';
import { commandTopics } from '../devices/command-topics.ts';
import { entityBuilder } from '../devices/components/build-entity.ts';
import type { Devices } from '../devices/devices.ts';
import { Catalogue } from '../devices/discovery/catalogue.ts';
import { HomeDevices } from '../devices/home-devices.ts';
import { noDevices } from '../devices/no-devices.ts';
import type { Descriptions } from '../devices/settled.ts';
import { parseJson } from '../jinja/value.ts';
import type { Clock } from '../system/clock.ts';
import type { ReportHealth } from '../system/health.ts';
import type { Log } from '../system/log.ts';
import { commandTool, mayNeedConfirmation } from '../tools/command-tool.ts';
import { confirmTool } from '../tools/confirm-tool.ts';
import { deviceTools } from '../tools/devices/device-tools.ts';
import { type Tool, Toolbox } from '../tools/toolbox.ts';

export interface HomeParts {
  readonly bus: Bus;
  readonly clock: Clock;
  /** The time of day. */
  readonly date: () => Date;
  readonly log: Log;
  /** Where what was heard of the devices is kept; without it nothing is. */
  readonly stateDir: string | undefined;
  /** `undefined`: there is no button here, so that what needs a hand on it is not done. */
  readonly consent: ButtonConsent | undefined;
  /** Of the file in which states are kept. */
  readonly report: ReportHealth;
  readonly acted: (deed: Deed) => void;
  /** Each tool, before it is offered. */
  readonly adapt?: (tool: Tool) => Tool;
}

export interface Home {
  readonly devices: Devices;
  /** How far the finding of devices is. */
  readonly descriptions: Descriptions;
  readonly toolbox: Toolbox;
  /** There is a connection to the broker, be it the first or another. */
  connected(): void;
  /** Resolves when what is known of the devices is on the disk, or could not be brought there. */
  close(): Promise<void>;
}

/** Never rejects: what was kept and cannot be used is a fault. */
export async function openHome(config: Config, parts: HomeParts): Promise<Home> {
  const { bus, clock, date, consent, adapt = (tool) => tool } = parts;
  const devices = await findDevices(config, parts);
  const log = parts.log.child('devices');
  const { bulkLimit, echoTimeoutMs, nameBudgetTokens, staleMinutes } = config.mqtt.devices;
  const rules = config.confirm;
  const reach = new Reach({ clock, limit: bulkLimit, turn: () => consent?.turn ?? 0 });
  const acting = new DeviceActing({
    ...{ bus, devices, consent, clock, date, log, rules, reach, echoTimeoutMs },
    mayCommand: commandTopics(config.mqtt),
    unwanted: () => devices.unwanted,
    reported: parts.acted,
  });
  const forDevices = deviceTools({
    ...{ devices, acting, clock, date, nameBudgetTokens },
    staleMs: staleMinutes * 60_000,
    room: config.room,
  });
  const risksBehind = (sent: Sent) => acting.risksBehind(sent);
  const commandLog = parts.log.child('commands');
  const acted = (deed: Deed) => {
    if (deed.status !== 'needs_confirmation') commandLog.info('act', inJournal(deed));
    parts.acted(deed);
  };
  const commands = config.commands.map((command) =>
    adapt(commandTool(command, { bus, clock, consent, rules, reach, risksBehind, acted })),
  );
  const confirming = consent === undefined ? [] : [confirmTool({ consent })];
  const mayAsk = mayNeedConfirmation(config.commands, { rules, bulkLimit });
  const toolbox = new Toolbox({
    tools: commands,
    changing: () => {
      const tools = forDevices().map(adapt);
      // Without anything that could be risky there is nothing to confirm.
      return tools.length > 0 || mayAsk ? [...tools, ...confirming] : [];
    },
    clock,
    log: parts.log.child('tools'),
  });
  const unwatch = devices.changed(() => forDevices.renew());
  return {
    devices,
    get descriptions() {
      return devices.descriptions;
    },
    toolbox,
    connected: () => devices.connected(),
    close: () => {
      unwatch();
      forDevices.close();
      return devices.close();
    },
  };
}

async function findDevices(
  { mqtt }: Config,
  { bus, clock, date, log, stateDir, report }: HomeParts,
): Promise<Devices & Pick<HomeDevices, 'connected' | 'close' | 'descriptions' | 'unwanted'>> {
  const { import: wanted, include, exclude, areas, diagnostics, birth } = mqtt.devices;
  if (!wanted) return noDevices;
  const prefix = mqtt.discoveryPrefix;
  const mayCommand = commandTopics(mqtt);
  return HomeDevices.open({
    ...{ bus, clock, date, stateDir, report, prefix, parseJson, mayCommand },
    catalogue: new Catalogue({
      settings: {
        ...{ prefix, topicPrefix: mqtt.topicPrefix, include, exclude, areas },
        extras: diagnostics ? ['config', 'diagnostic'] : [],
        maxEntities: MOST_ENTITIES,
      },
    }),
    build: entityBuilder({ mayCommand }),
    birth: birth ? 'sent' : 'not-sent',
    log: log.child('devices'),
  });
}

/** Far more than any home has; what is more is counted. */
const MOST_ENTITIES = 10_000;
