import type { Push } from "./payload/push.js";

export type Environment = Readonly<Record<string, string | undefined>>;

/** One request that is to be sent, without what is secret or belongs to the moment of sending. */
export interface Message {
  /** What it tells, one of the target's `subjects`. */
  readonly subject: string;
  readonly body: string;
}

/** A message as it goes out. */
export interface Addressed {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A receiver that is spoken to over HTTP. */
export interface HttpTarget {
  readonly over: "http";
  /** Of its kind: `otlp`. */
  readonly id: string;
  /** For messages: the kind, and of the address no more than the origin, since the rest may be a secret. */
  readonly name: string;
  readonly subjects: readonly string[];
  /** Milliseconds that one exchange may take. */
  readonly timeout: number;
  readonly messages: (push: Push) => Iterable<Message>;
  /** @param at milliseconds since 1970, now */
  readonly address: (message: Message, at: number) => Addressed;
  /** Whether the same request may be accepted a little later. */
  readonly retries: (status: number) => boolean;
  /** What the receiver did not take, although it answered that all is well. */
  readonly complaint?: (reply: string) => string | undefined;
}

/** A file that somebody else collects. */
export interface FileTarget {
  readonly over: "file";
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly text: (push: Push) => string;
}

export type Target = HttpTarget | FileTarget;

/** What `--push` knows by a word. */
export interface TargetKind {
  /** As in the help: `otlp[:URL]`. */
  readonly usage: string;
  /**
   * @param address what follows the word and a colon; undefined where nothing does
   * @throws InputError when it does not say where to, or what is needed is missing
   */
  readonly open: (address: string | undefined, env: Environment) => Target;
}
