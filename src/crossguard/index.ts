export { UNDETERMINED } from "./ledger.js";
export { DEFAULT_LEVEL, type MappedFramework } from "./metadata.js";
export { policiesOf } from "./policies.js";
