/** What happens in the conversation, as it stands in the journal and among the faults. */
import type { State } from '../conversation/step.ts';
import { fails } from '../conversation/turn.ts';
import { faultWords } from '../live/close-words.ts';
import type { Closed, SessionEvent } from '../live/session.ts';
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
    this.#parts.faults.close();
  }

  #changed({ from, to, event }: Extract<Happening, { type: 'changed' }>): void {
    // That it tries and waits in turn, perhaps for hours, is said once, as a fault.
    if (from.turn.name === to.turn.name && isOnline(from) === isOnline(to)) return;
    const fields = {
      from: from.turn.name,
      to: to.turn.name,
      link: to.link.name,
      event: event.type === 'timer' ? `${event.timer} (time is up)` : event.type,
    };
    if (fails(from.turn, event)) this.#parts.log.warn('a turn came to nothing', fields);
    else this.#parts.log.info('changed', fields);
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

  #closed(closed: Closed, { link }: State): void {
    const { log, faults, key, model } = this.#parts;
    const { cause, reason } = closed;
    const words = faultWords(closed, { model });
    // That a session cannot be resumed after hours is as ordinary as that an established connection ends.
    const isOrdinary =
      link.name !== 'opening' || (cause === 'refused' && link.handle !== undefined);
    if (cause === 'key') key.refused(words);
    else if (isOrdinary && cause !== 'quota') log.info('the connection ended', { cause, reason });
    else faults.report('service', { state: 'down', reason: words });
  }
}
