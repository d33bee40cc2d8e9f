/** Who made something, of which commit and in which build; each part only where its source tells it. */
export interface Provenance {
  readonly actor?: string;
  /** URL or path of the repository, without credentials. */
  readonly repository?: string;
  /** Hexadecimal digits. */
  readonly commit?: string;
  readonly branch?: string;
  /** There were changes beside the commit. */
  readonly dirty?: boolean;
  readonly author?: string;
  readonly committer?: string;
  readonly pullRequest?: { readonly number: string; readonly url?: string };
  readonly build?: { readonly system: string; readonly id?: string; readonly url?: string };
}

/** One update of a stack, as `pulumi stack history --json` tells it; nothing of its configuration. */
export interface StackUpdate extends Provenance {
  /** From 1; absent where the backend numbers none. */
  readonly version?: number;
  /** "update", "preview", "refresh", "destroy", "import", "rename". */
  readonly kind: string;
  /** "succeeded", "failed", "in-progress". */
  readonly result: string;
  /** RFC 3339 in UTC, like the end. */
  readonly startedAt?: string;
  readonly endedAt?: string;
  /** Its first line. */
  readonly message?: string;
  readonly cliVersion?: string;
  /**
   * True where its command line named a policy pack, false where it named none; absent where the CLI did not record it.
   * Packs that an organization requires are never named.
   */
  readonly packNamed?: boolean;
}

/** The updates of one stack, as they were handed in. */
export interface UpdateHistory {
  /** The file; `pulumi` where the command was asked. */
  readonly source: string;
  /** `sha256:` of the bytes as given. */
  readonly digest: string;
  /** In the order of the source. */
  readonly updates: readonly StackUpdate[];
}

/** The sequence of a stack's updates. Previews change nothing and are no part of it. */
export interface StackUpdates extends Omit<UpdateHistory, "updates"> {
  readonly count: number;
  /** The update during which the state that was judged was written, by its time; absent where none or several come into question. */
  readonly made?: StackUpdate;
  /** How many began after the state was written; absent where its time is not known. */
  readonly later?: number;
  /** The first and the last version among them. */
  readonly versions?: readonly [first: number, last: number];
  /** Versions between them that are not there, as ranges with both their ends. */
  readonly missing: readonly (readonly [first: number, last: number])[];
  readonly failed: readonly StackUpdate[];
  /** Updates in the narrow sense whose command line named a policy pack, and those whose named none. */
  readonly packNamed: number;
  readonly noPackNamed: number;
}
