/** Who made something, of which commit and in which build; each part only where its source tells it. */
export interface Provenance {
  readonly actor?: string;
  /** URL or path of the repository, without credentials. */
  readonly repository?: string;
  readonly commit?: string;
  readonly branch?: string;
  /** There were changes beside the commit. */
  readonly dirty?: boolean;
  readonly author?: string;
  readonly committer?: string;
  readonly pullRequest?: { readonly number: string; readonly url?: string };
  readonly build?: { readonly system: string; readonly id?: string; readonly url?: string };
}

/** One update of a stack, as `pulumi stack history --json` tells it. */
export interface StackUpdate extends Provenance {
  readonly version: number;
  /** "update", "preview", "refresh", "destroy", "import". */
  readonly kind: string;
  readonly result: string;
  /** RFC 3339 in UTC. */
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly message?: string;
}

/** The sequence of a stack's updates. */
export interface StackUpdates {
  /** How many were handed in. */
  readonly count: number;
  /** The update that made the state that was judged, as far as its version or time tells. */
  readonly made?: StackUpdate;
  /** The first and the last version among them. */
  readonly versions?: readonly [first: number, last: number];
  /** Versions between them that are not there. */
  readonly missing: readonly number[];
  readonly failed: readonly StackUpdate[];
}
