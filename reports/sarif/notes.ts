import type { Invocation, Notification } from "sarif";
import type { Assessment } from "../../src/model/index.js";
import { count, counted, cut, visible } from "../../src/model/present.js";
import { plain, uriOf } from "./places.js";
import type { Kept } from "./results.js";

/** How the run went: inputs that were not assessed, rules that ended in an error, results that are left out. */
export function invocation({ inputs, rules, parameters }: Assessment, kept: Kept): Invocation {
  const unread = inputs.flatMap(({ status, path, error }, index): Notification[] =>
    status === "assessed"
      ? []
      : [
          {
            ...note("error", `not assessed: ${plain(path)}: ${plain(cut(error ?? "no reason", 1000))}`),
            locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(path), index } } }],
          },
        ],
  );
  const failed = rules.flatMap(({ id, results }, index): Notification[] =>
    results.error === 0
      ? []
      : [
          {
            ...note("error", `${plain(id)} ended in an error on ${counted(results.error, "resource")}`),
            associatedRule: { id: visible(id), index },
          },
        ],
  );
  const left = kept.total - kept.texts.length;
  return {
    executionSuccessful: unread.length + failed.length === 0,
    arguments: parameters.arguments.map(visible),
    toolExecutionNotifications: [
      ...unread,
      ...failed,
      ...(left === 0
        ? []
        : [
            note(
              "warning",
              `${count(left)} of ${count(kept.total)} results are left out, the least urgent ones, to stay within what code scanning takes: assessment.json has all`,
            ),
          ]),
    ],
  };
}

function note(level: "error" | "warning", text: string): Notification {
  return { level, message: { text } };
}
