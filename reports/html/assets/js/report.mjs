// Finds, filters, copies links and shows results on demand. The page is whole without it, as far as it says.
import { go, start } from "./address.mjs";
import { copyFrom } from "./copy.mjs";
import { controls, rules } from "./data.mjs";
import { applyFilters, fillFilters, form, reset } from "./filter.mjs";
import { startFind } from "./find.mjs";
import { startKeys } from "./keys.mjs";
import { startPrint } from "./print.mjs";
import { renderRule } from "./rows.mjs";

const root = document.documentElement;
root.classList.add("js");
form.hidden = false;
fillFilters();
for (const heading of document.querySelectorAll("main h2")) heading.tabIndex = -1;

for (const link of document.querySelectorAll("a[data-filter]")) {
  const place = link.hash === "#rules" ? "rules" : "controls";
  link.href = `#${place}?${link.dataset.filter}`;
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("button.copy");
  if (button) copyFrom(button);
  const link = event.target.closest("a[data-filter]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.hash);
});
document.addEventListener(
  "toggle",
  (event) => {
    const rule = rules.find(
      ({ element }) => element === event.target || element === event.target.parentElement?.parentElement,
    );
    if (rule?.element.open && !root.classList.contains("printing")) renderRule(rule);
  },
  true,
);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", (event) => {
  event.preventDefault();
  reset();
});

startFind(controls, rules);
startKeys();
startPrint();
applyFilters();
start();
