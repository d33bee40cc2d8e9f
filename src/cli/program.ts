import { Command } from "commander";
import { version } from "../../package.json";
import { addAssess } from "./commands/assess.js";
import { addAttest } from "./commands/attest.js";
import { addControls } from "./commands/controls.js";
import { addExcept } from "./commands/except.js";
import { addExplain } from "./commands/explain.js";
import { addHistory } from "./commands/history.js";
import { addKeygen } from "./commands/keygen.js";
import { addOscal } from "./commands/oscal.js";
import { addPack } from "./commands/pack.js";
import { addPush } from "./commands/push.js";
import { addRules } from "./commands/rules.js";
import { addVerify } from "./commands/verify.js";
import { EXIT_CODES, type Run } from "./options.js";
import { escapeControls, type Terminal } from "./terminal.js";

/** The command line, with what each command does put into `chosen` for the caller to run. */
export function buildProgram(terminal: Terminal, chosen: (run: Run) => void): Command {
  const program = new Command("konductor")
    .description("Control catalogues mapped to resource rules: judges Pulumi stacks and makes an auditor's report.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "show help")
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      outputError: (text, write) => write(text.split("\n").map(escapeControls).join("\n")),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride()
    // So that --version after a command is the command's own.
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .showHelpAfterError("(add --help for the options and examples)")
    .addHelpText(
      "after",
      `
Examples:
  $ pulumi stack export --stack prod > prod.json
  $ konductor assess prod.json --profile fisma-moderate --out report
  $ konductor controls show AC-2
  $ konductor rules show aws-s3-public-access-block
${EXIT_CODES}`,
    );
  addAssess(program, chosen);
  addExcept(program, chosen);
  addAttest(program, chosen);
  addRules(program, chosen);
  addControls(program, chosen);
  addExplain(program, chosen);
  addPack(program, chosen);
  addOscal(program, chosen);
  addHistory(program, chosen);
  addVerify(program, chosen);
  addKeygen(program, chosen);
  addPush(program, chosen);
  return program;
}
