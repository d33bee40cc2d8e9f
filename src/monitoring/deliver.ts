import type { DeadLetters } from "./dead-letter.js";
import { Connections } from "./post.js";
import { type Clock, DEFAULT_POLICY, type Outcome, type RetryPolicy, tryRequest } from "./retry.js";
import type { HttpTarget, Message } from "./target.js";

/** What came of the messages to one target. */
export interface Delivery {
  readonly sent: number;
  /** Messages that were given up and are among the dead letters. */
  readonly failed: number;
  /** Why, and what the receiver did not take; each once. */
  readonly problems: readonly string[];
}

/**
 * Sends messages one after the other. One that is refused does not keep the others back; a receiver that is not to be reached
 * is not tried again with those that follow. What was not sent goes to the dead letters.
 * @param version of this program, for the receiver
 */
export async function deliver(
  target: HttpTarget,
  messages: Iterable<Message> | AsyncIterable<Message>,
  letters: Pick<DeadLetters, "add">,
  { version, clock, policy = DEFAULT_POLICY }: { version: string; clock: Clock; policy?: RetryPolicy },
): Promise<Delivery> {
  const connections = new Connections();
  const exchange = (message: Message) => (timeout: number) => {
    const { headers, ...addressed } = target.address(message, clock.now());
    return connections.post({ ...addressed, headers: { "user-agent": `konductor/${version}`, ...headers } }, timeout);
  };
  const problems = new Set<string>();
  let [sent, failed] = [0, 0];
  let down: Outcome | undefined;
  try {
    for await (const message of messages) {
      const outcome = down ?? (await tryRequest(exchange(message), target.retries, target.timeout, clock, policy));
      if (outcome.kind === "sent") {
        sent += 1;
        const complaint = target.complaint?.(outcome.reply);
        if (complaint !== undefined) problems.add(complaint);
        continue;
      }
      failed += 1;
      const { reason, attempts } = outcome;
      problems.add(attempts > 1 ? `${reason}, tried ${attempts} times` : reason);
      letters.add({
        target: target.id,
        to: target.name,
        at: new Date(clock.now()).toISOString(),
        reason,
        attempts: down === undefined ? attempts : 0,
        subject: message.subject,
        body: message.body,
      });
      if (outcome.kind === "unreachable") down = outcome;
    }
  } finally {
    connections.close();
  }
  return { sent, failed, problems: [...problems] };
}
