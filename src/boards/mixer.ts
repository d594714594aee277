/** PORT: the levels and switches of a sound card, which decide whether anything is heard at all. */
export interface Mixer {
  /**
   * Sets what is to be set: at start, and each time the card comes back, which may have forgotten it. Never
   * rejects; what cannot be set is a warning in the journal. Calls that come while it sets have one more run
   * in common.
   */
  apply(): Promise<void>;
  /** Nothing is set any more, and nothing is left running. */
  close(): Promise<void>;
}

/** One control and what it is to be set to. */
export interface MixerLevel {
  /** As `amixer scontrols` lists it: `Capture`, or `Mic,1` for the second of that name. */
  readonly control: string;
  /** `80%`, a number of the control's own scale, `on`, `off`, or an item of an enumeration. */
  readonly value: string;
  /** Set only on cards that have it, without a word about others. */
  readonly where?: 'if present';
}

/** The way of sound that is meant: many controls have a level for either. */
export type MixerDirection = 'capture' | 'playback';

/** A control of a card as it is set. */
export interface MixerControl {
  /** As `amixer sset` takes it: `Capture`, `Mic,1`. */
  readonly name: string;
  /** Undefined: it has nothing to do with what is played. */
  readonly playback: MixerSide | undefined;
  /** Undefined: it has nothing to do with what is recorded. */
  readonly capture: MixerSide | undefined;
  /** Of an enumeration: what is chosen, and what can be. */
  readonly choice: { readonly item: string; readonly items: readonly string[] } | undefined;
}

export interface MixerSide {
  /** Of the loudest channel, 0 to 100; undefined: it has no level. */
  readonly percent: number | undefined;
  /** `on` if any channel is; undefined: it has no switch. */
  readonly switch: 'on' | 'off' | undefined;
}
