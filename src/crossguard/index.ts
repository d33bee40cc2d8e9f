export { UNDETERMINED } from "./ledger.js";
export { DEFAULT_LEVEL, type MappedFramework } from "./metadata.js";
export { Pack } from "./pack.js";
export { type PackDescription, servePack } from "./serve.js";
