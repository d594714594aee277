/**
 * What is used of two packages. `node-record-lpcm16` has no types; those of `speaker` are absent where
 * that package could not be built, and the program must compile there too.
 */
declare module 'node-record-lpcm16' {
  import type { ChildProcessByStdio } from 'node:child_process';
  import type { Readable } from 'node:stream';

  interface RecordOptions {
    /** Absolute path of a CommonJS module that says what to start. */
    readonly recorder: string;
    readonly device: string;
    readonly sampleRate: number;
    readonly channels: number;
    readonly audioType: 'raw';
  }

  interface Recording {
    readonly process: ChildProcessByStdio<null, Readable, Readable>;
  }

  // CommonJS whose names Node cannot see: only the whole can be imported.
  const lpcm16: { record(options: RecordOptions): Recording };
  export = lpcm16;
}

declare module 'speaker' {
  import type { Writable } from 'node:stream';

  interface SpeakerOptions {
    readonly channels: number;
    readonly sampleRate: number;
    readonly bitDepth: number;
    readonly device: string;
    readonly samplesPerFrame: number;
  }

  interface SpeakerStream extends Writable {
    /** Drops what has not been heard. */
    close(): void;
  }

  const Speaker: new (options: SpeakerOptions) => SpeakerStream;
  export = Speaker;
}
