import { type Assessment, EXCEPTION_STATES } from "../../src/model/index.js";
import { count, counted, EXCEPTION_FINDING_WORDS, EXCEPTION_STATE_WORDS } from "../../src/model/present.js";
import { code, plain } from "../shared/markdown.js";
import { type Extent, FULL } from "./extent.js";

/** How many exceptions there are of each state, and what is wrong with them. */
export function exceptions({ exceptions, exceptionFindings, parameters }: Assessment, { fixes: most }: Extent): string {
  if (exceptions.length === 0) return "";
  const states = EXCEPTION_STATES.map((state) => {
    const n = exceptions.filter((one) => one.state === state).length;
    return n > 0 ? `${count(n)} ${EXCEPTION_STATE_WORDS[state]}` : "";
  }).filter(Boolean);
  const day = parameters.date === undefined ? "" : ` on ${code(parameters.date, 30)} (UTC)`;
  const lines = exceptionFindings
    .slice(0, most)
    .map(
      ({ kind, exception, message }) =>
        `- ${EXCEPTION_FINDING_WORDS[kind]}: ${code(exception, 60)} ${plain(message, 200)}`,
    );
  const left = exceptionFindings.length - lines.length;
  if (left > 0) lines.push(`- and ${count(left)} more: see \`${FULL}\``);
  const head = `${counted(exceptions.length, "exception")}${day}: ${states.join(", ")}. A failure under an active exception stays a failure and is counted apart.`;
  return ["## Exceptions", head, lines.join("\n")].filter((part) => part !== "").join("\n\n");
}
