/** What happens in the conversation, as it stands in the journal and among the faults. */
import type { State } from '../conversation/step.ts';
import type { SessionEvent } from '../live/session.ts';
import type { Log } from '../system/log.ts';
import type { Faults } from './faults.ts';
import type { KeyWatch } from './key-watch.ts';
import { linkOf } from './public-state.ts';
import type { Happening } from './talk.ts';

export interface BookkeeperParts {
  readonly log: Log;
  readonly faults: Faults;
  readonly key: KeyWatch;
  /** Name of the service, for the journal. */
  readonly service: string;
}

const isOnline = ({ link }: State): boolean => linkOf(link) === 'online';

/** `state` is the one in which the happening was met. */
export function bookkeeper({ log, faults, key, service }: BookkeeperParts) {
  return (happening: Happening, state: State): void => {
    if (happening.type === 'changed') changed(happening);
    if (happening.type === 'session') session(happening.event, state);
  };

  function changed({ from, to, event }: Extract<Happening, { type: 'changed' }>): void {
    // That it tries and waits in turn, perhaps for hours, is said once, as a fault.
    if (from.turn.name === to.turn.name && isOnline(from) === isOnline(to)) return;
    log.info('changed', {
      from: from.turn.name,
      to: to.turn.name,
      link: to.link.name,
      event: event.type === 'timer' ? event.timer : event.type,
    });
  }

  function session(event: SessionEvent, { link }: State): void {
    if (event.type === 'opened') {
      key.accepted();
      faults.report('service', { state: 'up', by: service });
    }
    if (event.type !== 'closed') return;
    const { cause, reason } = event;
    // That an established connection ends is everyday life; that none can be made is a fault.
    if (cause === 'key') key.refused(reason);
    else if (link.name === 'opening') faults.report('service', { state: 'down', reason });
    else log.info('the connection ended', { cause, reason });
  }
}
