import { Pack, servePack } from "../src/crossguard/index.js";
import { describePack, openPack, packedRules } from "../src/packaging/pack-file.js";
import { allRules } from "./rules.js";

const pack = openPack(__dirname);
servePack(describePack(pack, __dirname), new Pack(packedRules(pack, allRules()), pack.rules));
