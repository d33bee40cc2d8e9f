export * from "./assess.js";
export { type ChosenProfile, crossings } from "./controls.js";
export { byText } from "./count.js";
export * from "./evaluate.js";
export * from "./exceptions.js";
export * from "./exceptions-policy.js";
export { equation } from "./population.js";
export { type ControlEvidence, controlStatus, statusLabel } from "./status.js";
