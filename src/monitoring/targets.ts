import { InputError } from "../model/index.js";
import { keyValues } from "./address.js";
import { otlp } from "./otlp.js";
import { LABELS } from "./payload/metrics.js";
import { prometheus } from "./prometheus.js";
import type { Environment, Target, TargetKind } from "./target.js";
import { webhook } from "./webhook.js";

/** Every kind of target there is, by the word that names it. */
export const TARGETS: Readonly<Record<string, TargetKind>> = { otlp, prometheus, webhook };

/**
 * Reads one `--push`: the word of a kind, and a colon and an address where it takes one.
 * @throws InputError
 */
export function openTarget(text: string, env: Environment): Target {
  const [, word = "", address] = /^([^:]*)(?::(.*))?$/s.exec(text) ?? [];
  if (!Object.hasOwn(TARGETS, word)) {
    const usages = Object.values(TARGETS).map(({ usage }) => usage);
    // The rest of it may be a secret.
    throw new InputError(`there is no target "${word}" to push to; there are ${usages.join(", ")}`);
  }
  return (TARGETS[word] as TargetKind).open(address, env);
}

const LABELS_VARIABLE = "KONDUCTOR_PUSH_LABELS";
const LABEL_NAME = /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * The labels that tell one pipeline from another, as the environment sets them.
 * @throws InputError for a name that Prometheus does not take, or that the metrics use themselves
 */
export function labelsOf(env: Environment): Readonly<Record<string, string>> {
  const labels = keyValues(env[LABELS_VARIABLE], LABELS_VARIABLE);
  for (const name of Object.keys(labels)) {
    if (!LABEL_NAME.test(name))
      throw new InputError(`${LABELS_VARIABLE}: "${name}" is no name for a label; it takes letters, digits and _`);
    if ((LABELS as readonly string[]).includes(name))
      throw new InputError(`${LABELS_VARIABLE}: the metrics have a label "${name}" of their own; choose another name`);
  }
  return labels;
}
