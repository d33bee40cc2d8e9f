import { Pack, servePack } from "../src/crossguard/index.js";
import { commitOf } from "../src/model/ci.js";
import { InputError, toDay } from "../src/model/index.js";
import { givenBy } from "../src/packaging/environment.js";
import { describePack, openPack, packedRules } from "../src/packaging/pack-file.js";
import { allRules } from "./rules.js";
import { tagsIn } from "./tags.js";

const pack = openPack(__dirname);
try {
  const context = {
    ...(pack.config && { config: pack.config }),
    ...(pack.exceptions && { exceptions: pack.exceptions }),
    ...givenBy(process.env, pack, allRules()),
    today: toDay(Date.now()) as string,
    commit: commitOf(process.env),
    tagsOf: tagsIn,
  };
  servePack(describePack(pack, __dirname), new Pack(packedRules(pack, allRules()), pack.rules, context));
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  // Without a stack trace, which would bury what is wrong and where.
  console.error(error.located);
  process.exit(1);
}
