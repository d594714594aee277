/** The topics of Home Assistant's MQTT discovery (home-assistant.io/integrations/mqtt, "Discovery topic"). */

export type DiscoveryTopic =
  /** `<prefix>/<component>/[<node>/]<object>/config`; `key` is `node_object`. */
  | { readonly form: 'component'; readonly component: string; readonly key: string }
  /** `<prefix>/device/[<node>/]<object>/config`: all components of a device in one message. */
  | { readonly form: 'device'; readonly key: string }
  /** A description by its name, but not by its levels. */
  | { readonly form: 'unknown' };

/** What must be subscribed to hear of all. */
export const discoveryFilters = (prefix: string): readonly string[] => [
  `${prefix}/+/+/config`,
  `${prefix}/+/+/+/config`,
];

const MAX_LENGTH = 500;
const COMPONENT = /^\w+$/;
const LEVEL = /^[a-zA-Z0-9_-]+$/;
const END = '/config';

/** `undefined`: no topic of descriptions. */
export function readDiscoveryTopic(topic: string, prefix: string): DiscoveryTopic | undefined {
  if (!topic.startsWith(`${prefix}/`) || !topic.endsWith(END)) return undefined;
  if (topic.length <= prefix.length + END.length) return undefined;
  if (topic.length > MAX_LENGTH) return { form: 'unknown' };
  const [component, ...levels] = topic.slice(prefix.length + 1, -END.length).split('/');
  if (component === undefined || !COMPONENT.test(component)) return { form: 'unknown' };
  if (levels.length < 1 || levels.length > 2 || !levels.every((level) => LEVEL.test(level))) {
    return { form: 'unknown' };
  }
  const key = levels.join('_');
  return component === 'device' ? { form: 'device', key } : { form: 'component', component, key };
}
