/** PORT: the machine as the doctor sees it, and what it asks other programs. Nothing here throws. */
export interface Host {
  /** Who runs the doctor. */
  readonly user: HostUser;
  /** The text of a small file; undefined when it is not there, or may not be read. */
  read(path: string): string | undefined;
  /** The names in a folder; none when it is not there, or may not be read. */
  list(path: string): readonly string[];
  /** Whose file it is; undefined when it is not there. */
  owner(path: string): FileOwner | undefined;
  /** Whether this process may read and write it. */
  mayOpen(path: string): boolean;
  /** Runs a program to its end. */
  run(program: string, args: readonly string[], signal: AbortSignal): Promise<ProgramRun>;
}

export interface HostUser {
  readonly name: string;
  readonly uid: number;
  /** Those that this process has, which may be fewer than the user has since. */
  readonly gids: readonly number[];
}

export interface FileOwner {
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export type ProgramRun =
  /** It is not installed. */
  | { readonly state: 'absent' }
  /** It did not come to an end in time, was interrupted, or could not be started. */
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'ended'; readonly exitCode: number | null; readonly output: string };
