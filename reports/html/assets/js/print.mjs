// On paper nothing can be opened, so it is.
import { all, rules } from "./data.mjs";
import { filters } from "./filter.mjs";
import { renderRule } from "./rows.mjs";

export function startPrint() {
  const root = document.documentElement;
  let opened = [];
  addEventListener("beforeprint", () => {
    root.classList.add("printing");
    if (Object.keys(filters()).length > 0)
      for (const rule of rules) if (!rule.element.hidden && rule.fitting) renderRule(rule);
    opened = all("main details:not([open])");
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
    // The page hears of what opened and closed only later.
    setTimeout(() => root.classList.remove("printing"), 100);
  });
}
