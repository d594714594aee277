/** What happens in the conversation, as it stands in the journal and among the faults. */
import type { State } from '../conversation/step.ts';
import { faultWords } from '../live/close-words.ts';
import type { SessionEvent } from '../live/session.ts';
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import { Tally } from '../system/tally.ts';
import type { Faults } from './faults.ts';
import type { KeyWatch } from './key-watch.ts';
import { linkOf } from './public-state.ts';
import type { Happening } from './talk.ts';

export interface BookkeeperParts {
  readonly log: Log;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly key: KeyWatch;
  /** Name of the service, for the journal. */
  readonly model: string;
}

const isOnline = ({ link }: State): boolean => linkOf(link) === 'online';

export class Bookkeeper {
  readonly #parts: BookkeeperParts;
  readonly #malformed: Tally;

  constructor(parts: BookkeeperParts) {
    this.#parts = parts;
    this.#malformed = new Tally({
      clock: parts.clock,
      tell: (reason, count) =>
        parts.log.warn('the service sent something that is not understood', { reason, count }),
    });
  }

  /** `state` is the one in which the happening was met. */
  heard(happening: Happening, state: State): void {
    if (happening.type === 'changed') this.#changed(happening);
    if (happening.type === 'session') this.#session(happening.event, state);
  }

  close(): void {
    this.#malformed.close();
  }

  #changed({ from, to, event }: Extract<Happening, { type: 'changed' }>): void {
    // That it tries and waits in turn, perhaps for hours, is said once, as a fault.
    if (from.turn.name === to.turn.name && isOnline(from) === isOnline(to)) return;
    this.#parts.log.info('changed', {
      from: from.turn.name,
      to: to.turn.name,
      link: to.link.name,
      event: event.type === 'timer' ? event.timer : event.type,
    });
  }

  #session(event: SessionEvent, state: State): void {
    const { log, faults, key, model } = this.#parts;
    switch (event.type) {
      case 'opened':
        key.accepted();
        faults.report('service', { state: 'up', by: model });
        break;
      case 'simplified':
        log.warn('the service refused settings; the conversation goes on without them', {
          settings: event.fields.join(', '),
          reason: event.reason,
        });
        break;
      case 'malformed':
        this.#malformed.count(event.reason);
        break;
      case 'closed':
        this.#closed(event, state);
        break;
      default:
    }
  }

  #closed({ cause, reason }: Extract<SessionEvent, { type: 'closed' }>, { link }: State): void {
    const { log, faults, key, model } = this.#parts;
    const words = faultWords(cause, reason, { model });
    if (cause === 'key') key.refused(words);
    // That an established connection ends is everyday life; that none can be made is a fault.
    else if (link.name === 'opening' || cause === 'quota')
      faults.report('service', { state: 'down', reason: words });
    else log.info('the connection ended', { cause, reason });
  }
}
