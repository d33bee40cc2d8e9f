export * from "./assess.js";
export { type ChosenProfile, crossings } from "./controls.js";
export { byText } from "./count.js";
export * from "./evaluate.js";
export { equation } from "./population.js";
export { type ControlRules, Layering, type SettingsContext, settingsFor } from "./settings.js";
export { type ControlEvidence, controlStatus, statusLabel } from "./status.js";
export type { Layers } from "./tailor.js";
