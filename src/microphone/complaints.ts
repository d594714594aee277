/** What `arecord` says in English on its standard error while it goes on recording. */
export type Complaint =
  /** The kernel's buffer was full before it was read: so much sound was lost, and perhaps more. */
  | { readonly about: 'overrun'; readonly lostMs: number }
  /** The device records at another rate than it was asked for, and nothing converts it. */
  | { readonly about: 'rate'; readonly rateHz: number };

/** Finds complaints in text that was cut anywhere. */
export class Complaints {
  #line = '';

  push(text: string): Complaint[] {
    const lines = (this.#line + text).split('\n');
    this.#line = lines.pop()?.slice(-LONGEST_LINE) ?? '';
    return lines.flatMap(complaintIn);
  }
}

function complaintIn(line: string): Complaint[] {
  // As printed by aplay.c of alsa-utils: "overrun!!! (at least 12.345 ms long)".
  const overrun = /overrun!!! \(at least (\d+)/.exec(line);
  if (overrun) return [{ about: 'overrun', lostMs: Number(overrun[1]) }];
  // "Warning: rate is not accurate (requested = 16000Hz, got = 48000Hz)".
  const rate = /rate is not accurate .*got = (\d+)Hz/.exec(line);
  if (rate) return [{ about: 'rate', rateHz: Number(rate[1]) }];
  return [];
}

/** Characters; what is longer is no complaint. */
const LONGEST_LINE = 1_024;
