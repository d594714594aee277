/** PORT: the machine as the doctor sees it, and what it asks other programs. Nothing here throws. */
export interface Host {
  /** Who runs the doctor. */
  readonly user: HostUser;
  /** What runs this program. */
  readonly runtime: HostRuntime;
  /** The text of a small file; undefined when it is not there, may not be read, or is no small file. */
  read(path: string): string | undefined;
  /** The names in a folder; none when it is not there, or may not be read. */
  list(path: string): readonly string[];
  /** Whose file it is; undefined when it is not there. */
  owner(path: string): FileOwner | undefined;
  /** Whether this process may read and write it. */
  mayOpen(path: string): boolean;
  /** Room on the file system that `path` lies on; undefined when that cannot be told. */
  space(path: string): Space | undefined;
  /** Runs a program to its end; what it says is in English. */
  run(program: string, args: readonly string[], signal: AbortSignal): Promise<ProgramRun>;
}

export interface HostUser {
  readonly name: string;
  readonly uid: number;
  /** Those that this process has, which may be fewer than the user has since. */
  readonly gids: readonly number[];
}

export interface HostRuntime {
  /** Version of Node, as `20.19.2`. */
  readonly node: string;
  /** The program that Node is. */
  readonly nodePath: string;
  /** What Node was built for, as `process.arch`: `arm64`, `arm`, `x64`. */
  readonly architecture: string;
  /** What the kernel was built for, as `uname -m`: `aarch64`, `armv7l`, `x86_64`. */
  readonly machine: string;
  /** As `Europe/Berlin`. */
  readonly timeZone: string;
}

export interface Space {
  /** For a user who is not root. */
  readonly freeBytes: number;
  readonly freeInodes: number;
  /** 0 on a file system that has no fixed number of them. */
  readonly inodes: number;
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
