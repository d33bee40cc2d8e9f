import { execFileSync } from "node:child_process";
import { InputError, type Stack } from "../model/index.js";
import { plainLine } from "../model/told.js";
import type { Terminal } from "./terminal.js";

/** Long enough for a backend far away with a long history. */
const TIMEOUT_MS = 60_000;
const MOST_BYTES = 256 * 1024 * 1024;

const DEFAULT_ORGANIZATION = ["org", "get-default"];
/** Every update, and none of the secrets. */
const HISTORY = ["stack", "history", "--json", "--page-size", "0", "--stack"];
/** What Pulumi allows in the names of organizations, projects and stacks; nothing else gets onto a command line. */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/;
/** Backends without organizations have this in the place of one. */
const NO_ORGANIZATION = "organization";

/** Thrown when there is no `pulumi` to ask: for the next stack there will be none either. */
export class NoPulumiError extends InputError {}

/**
 * What `pulumi stack history` says of a stack, and the command line that made it say so. It reads and changes nothing.
 * @throws InputError when the stack's name is none that Pulumi gives, there is no such command, or it fails
 */
export function askUpdates(stack: Stack, env: Terminal["env"]): { readonly command: string; readonly bytes: Buffer } {
  const names = [stack.organization ?? defaultOrganization(env), stack.project, stack.name];
  if (!names.every((name) => NAME.test(name)))
    throw new InputError(`pulumi was not asked: ${names.join("/")} is no name of a stack`);
  const words = [...HISTORY, names.join("/")];
  return { command: ["pulumi", ...words].join(" "), bytes: ask(words, env) };
}

/** An export does not tell the organization. */
function defaultOrganization(env: Terminal["env"]): string {
  try {
    const name = ask(DEFAULT_ORGANIZATION, env).toString("utf8").trim();
    return NAME.test(name) ? name : NO_ORGANIZATION;
  } catch (error) {
    // A backend without organizations refuses the question.
    if (error instanceof NoPulumiError) throw error;
    return NO_ORGANIZATION;
  }
}

function ask(args: readonly string[], env: Terminal["env"]): Buffer {
  try {
    return execFileSync("pulumi", [...args, "--non-interactive", "--color", "never"], {
      env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: TIMEOUT_MS,
      killSignal: "SIGKILL",
      maxBuffer: MOST_BYTES,
    });
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: Buffer };
    if (code === "ENOENT") throw new NoPulumiError("--updates pulumi asks a command that is not on PATH");
    throw new InputError(trouble(code, stderr?.toString("utf8")));
  }
}

function trouble(code: string | undefined, said = ""): string {
  if (code === "ETIMEDOUT") return `pulumi gave no answer within ${TIMEOUT_MS / 1000} seconds`;
  if (code === "ENOBUFS") return "pulumi said more than 256 MB";
  return `pulumi failed: ${plainLine(said) ?? "it did not say why"}`;
}
