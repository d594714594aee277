/** Where devices are commanded, and where nothing that a stranger describes is ever published. */

/** Whether anything may be published on `topic` on behalf of a device. */
export type MayCommand = (topic: string) => boolean;

/**
 * Not on the topics of this program, on this device or another (`talk/set` is the button), nor on those by which
 * devices are described and hubs said to be there.
 */
export function commandTopics({
  topicPrefix,
  discoveryPrefix,
}: {
  readonly topicPrefix: string;
  readonly discoveryPrefix: string;
}): MayCommand {
  const reserved = [topicPrefix, `${discoveryPrefix}/status`, 'tasmota/discovery'];
  return (topic) =>
    !reserved.some((other) => topic === other || topic.startsWith(`${other}/`)) &&
    !(topic.startsWith(`${discoveryPrefix}/`) && topic.endsWith('/config'));
}
