import { STATUS_CODES } from "node:http";
import type { Reply } from "./post.js";

/** The clock of whoever sends: milliseconds since 1970, and how to let some pass. */
export interface Clock {
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** How often and how long one request is tried. */
export interface RetryPolicy {
  readonly attempts: number;
  /** Milliseconds before the second attempt; each further one waits twice as long. */
  readonly wait: number;
  /** Milliseconds for all attempts and waiting together. */
  readonly limit: number;
}

export const DEFAULT_POLICY: RetryPolicy = { attempts: 5, wait: 500, limit: 60_000 };

/** What came of a request. A refusal is about the request itself: the next one may be taken. */
export type Outcome =
  | { readonly kind: "sent"; readonly reply: string }
  | { readonly kind: "refused" | "unreachable"; readonly reason: string; readonly attempts: number };

/** Answers that are about what was sent. */
const REFUSALS: ReadonlySet<number> = new Set([400, 413, 422]);
const CERTIFICATE = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO$)/;

/**
 * Tries a request until it is taken, refused, or given up.
 * @param exchange one attempt, in so many milliseconds at most
 * @param retries whether an answer may be another one a little later
 */
export async function tryRequest(
  exchange: (timeout: number) => Promise<Reply>,
  retries: (status: number) => boolean,
  timeout: number,
  clock: Clock,
  policy: RetryPolicy,
): Promise<Outcome> {
  const end = clock.now() + policy.limit;
  for (let attempts = 1; ; attempts++) {
    const given = Math.max(1, Math.min(timeout, end - clock.now()));
    const attempt = await once(exchange, retries, given);
    if ("reply" in attempt) return { kind: "sent", reply: attempt.reply };
    const { kind, reason } = attempt;
    if (kind !== "again") return { kind, reason, attempts };
    if (attempts >= policy.attempts) return { kind: "unreachable", reason, attempts };
    const wait = Math.max(policy.wait * 2 ** (attempts - 1), waitAsked(attempt.retryAfter, clock.now()));
    if (clock.now() + wait >= end) {
      const asked = attempt.retryAfter === undefined ? "" : `, and asks to wait ${Math.ceil(wait / 1000)} s`;
      return { kind: "unreachable", reason: `${reason}${asked}`, attempts };
    }
    await clock.wait(wait);
  }
}

type Attempt =
  | { readonly reply: string }
  | { readonly kind: "again" | "refused" | "unreachable"; readonly reason: string; readonly retryAfter?: string };

async function once(
  exchange: (timeout: number) => Promise<Reply>,
  retries: (status: number) => boolean,
  timeout: number,
): Promise<Attempt> {
  let reply: Reply;
  try {
    reply = await exchange(timeout);
  } catch (error) {
    return failed(error as NodeJS.ErrnoException, timeout);
  }
  const { status, retryAfter, body } = reply;
  if (status >= 200 && status < 300) return { reply: body };
  // No word of the receiver's own: it may repeat what it was sent, secret headers included.
  const reason = `it answered ${status} ${STATUS_CODES[status] ?? ""}`.trimEnd();
  if (retries(status)) return { kind: "again", reason, ...(retryAfter === undefined ? {} : { retryAfter }) };
  if (status >= 300 && status < 400)
    return {
      kind: "unreachable",
      reason: `${reason}; redirects are not followed, so give the address that it leads to`,
    };
  return { kind: REFUSALS.has(status) ? "refused" : "unreachable", reason };
}

function failed({ name, code = "" }: NodeJS.ErrnoException, timeout: number): Attempt {
  if (name === "AbortError") return { kind: "again", reason: `it did not answer within ${timeout} ms` };
  if (CERTIFICATE.test(code))
    return {
      kind: "unreachable",
      reason: `no TLS connection could be made (${code}); NODE_EXTRA_CA_CERTS names certificates of your own authority`,
    };
  // Every error of the network has a code; what has none is a fault of this program.
  if (code === "") throw new Error(`an exchange failed with ${name}`);
  return { kind: "again", reason: `the connection failed (${code})` };
}

/** Milliseconds that `Retry-After` asks for, in seconds or as a date; 0 for neither. */
function waitAsked(value: string | undefined, now: number): number {
  if (value === undefined) return 0;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}
