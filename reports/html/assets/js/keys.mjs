// Single keys, which can be switched off: they are in the way of those who speak to their computer.
import { copyFrom } from "./copy.mjs";
import { all } from "./data.mjs";
import { reset } from "./filter.mjs";

const toggle = document.getElementById("filters-toggle");
const panel = document.getElementById("filters");
const keys = document.getElementById("keys");

function toggleFilters() {
  panel.hidden = !panel.hidden;
  toggle.setAttribute("aria-expanded", String(!panel.hidden));
  if (!panel.hidden) panel.querySelector("select").focus({ preventScroll: true });
}

/** The next or previous control or rule from where the reader is. */
function step(by) {
  const items = all(".control > summary, .rule > summary").filter((item) => item.getClientRects().length > 0);
  const here = document.activeElement.closest(".control, .rule")?.firstElementChild;
  let index = items.indexOf(here);
  if (index < 0) {
    const top = items.findIndex((item) => item.getBoundingClientRect().top > 80);
    index = by > 0 ? top - 1 : top;
  }
  const next = items[index + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function copyHere() {
  const item = document.activeElement.closest("[data-row], .control, .rule, .entry, tr");
  const button = item?.querySelector("button.copy");
  if (button) copyFrom(button);
}

const ACTIONS = {
  "/": () => document.getElementById("find").focus(),
  j: () => step(1),
  k: () => step(-1),
  f: toggleFilters,
  c: copyHere,
  x: reset,
  "?": () => {
    keys.open = true;
    keys.querySelector("summary").focus();
  },
};

export function startKeys() {
  keys.hidden = false;
  // There is room for them beside the contents only.
  keys.open = matchMedia("(min-width: 1120px)").matches;
  const on = document.getElementById("keys-on");
  toggle.addEventListener("click", toggleFilters);
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    toggleFilters();
    toggle.focus();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
    if (!on.checked || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = ACTIONS[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
