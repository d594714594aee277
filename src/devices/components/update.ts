/** home-assistant.io/integrations/update.mqtt; homeassistant/components/mqtt/update.py. */
import type { Description } from '../description.ts';
import type { Entity, Fact, LeftOut } from '../entity.ts';
import { withoutAsking } from './event-asking.ts';
import type { Parse } from './facts.ts';
import { isObject, jsonOf, property } from './json.ts';
import type { Options } from './options.ts';
import { type Control, entityOf } from './select-controls.ts';
import { wordIn } from './sensor-word.ts';
import { Versions } from './update-versions.ts';

/** Firmware: which there is, which there could be, and its installation. */
export function buildUpdate(_description: Description, options: Options): Entity | LeftOut {
  const versions = new Versions();
  const installed = told(options, 'installed_version', (text, heard) => {
    const json = jsonOf(text, heard);
    const version = versionIn(isObject(json) ? property(json, 'installed_version') : text);
    return version === undefined ? undefined : versions.installed(version, heard);
  });
  const latest = told(options, 'latest_version', (text, heard) => {
    const version = versionIn(property(jsonOf(text, heard), 'latest_version'));
    return version === undefined ? undefined : versions.latest(version, heard);
  });
  const latestElsewhere = options.fact({
    aspect: 'latest_version',
    topicKey: 'latest_version_topic',
    templateKey: 'latest_version_template',
    parse(text, heard) {
      const version = versionIn(text);
      return version === undefined ? undefined : versions.latest(version, heard);
    },
  });
  const facts = [installed, latest, latestElsewhere].filter((fact) => fact !== undefined);
  const filters = new Set(facts.map(({ filter }) => filter));
  return entityOf(options, [
    ...facts.map((fact) => ({ aspect: fact.aspect, fact })),
    // Behind the versions, so that it follows from what the same message tells of them.
    ...Array.from(filters, (filter) => ({
      aspect: 'state',
      fact: { aspect: 'state', filter, read: (heard) => versions.state(heard) } satisfies Fact,
    })),
    install(options),
  ]);
}

const told = (options: Options, aspect: string, parse: Parse): Fact | undefined =>
  withoutAsking(
    options.fact({ aspect, topicKey: 'state_topic', templateKey: 'value_template', parse }),
  );

/** zigbee2mqtt writes -1 for a version that it does not know. */
function versionIn(field: unknown): string | null | undefined {
  const version = wordIn(field);
  return version === '-1' || version === 'None' ? null : version;
}

function install(options: Options): Control {
  const aspect = 'install';
  const command = options.command({ topicKey: 'command_topic' });
  const payload = options.text('payload_install');
  if (command === undefined) return { aspect };
  if (payload === undefined) {
    options.lack('It does not say what is to be sent to install an update.');
    return { aspect };
  }
  return {
    aspect,
    setting: { ability: { aspect, kind: 'press' }, message: () => command(payload) },
  };
}
