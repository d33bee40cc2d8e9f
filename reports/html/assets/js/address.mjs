// The address: a place in the page, and the filters behind a question mark: `#controls?status=not-satisfied`.
import { rowsOf, rules } from "./data.mjs";
import { applyFilters, filters, form, NAMES, setFilters } from "./filter.mjs";
import { renderRule } from "./rows.mjs";

function parsed(hash) {
  const [place = "", query] = hash.slice(1).split("?");
  if (query === undefined) return { place };
  const wanted = Object.fromEntries([...new URLSearchParams(query)].filter(([name]) => NAMES.includes(name)));
  return { place, wanted };
}

/** The address of that place with the filters as they are. */
function written(place) {
  const query = String(new URLSearchParams(filters()));
  return query === "" ? `#${place}` : `#${place || "controls"}?${query}`;
}

/** Goes to a place, with the filters that its address has; without any they stay as they are. */
export function go(hash) {
  if (location.hash !== hash) history.pushState(null, "", hash || "#");
  follow();
}

// An address that was here before means what it says: no filters where it has none. A link to a place keeps them.
function follow() {
  const { place, wanted = history.state?.seen ? {} : undefined } = parsed(location.hash);
  if (wanted) {
    setFilters(wanted);
    applyFilters();
  }
  reveal(place);
  remember(place);
}

function remember(place) {
  const address = written(place);
  history.replaceState({ seen: true }, "", place || address !== "#" ? address : location.href);
}

/** Opens everything around a place, shows it even when a filter hid it, and takes the keyboard there. */
function reveal(place) {
  const row = /^result-(\d+)$/.exec(place);
  if (row) pin(Number(row[1]));
  const target = document.getElementById(place);
  if (!target) return;
  if (target.closest("[hidden]")) {
    setFilters({});
    applyFilters();
    if (row) pin(Number(row[1]));
  }
  for (let outer = target.closest("details"); outer; outer = outer.parentElement.closest("details")) outer.open = true;
  mark(target);
  const whole = target.closest("details > .body")?.parentElement;
  const shown = target.matches(".body") ? whole : target;
  shown.scrollIntoView();
  const focus = target.matches(".body")
    ? whole.querySelector("summary")
    : (target.querySelector(":scope > h2") ?? target);
  if (!focus.matches("summary, a, button, input")) focus.tabIndex = -1;
  focus.focus({ preventScroll: true });
}

let marked;
// What the reader came for stands out; `:target` does not, when it was made after the address.
function mark(target) {
  marked?.classList.remove("here");
  marked = target;
  marked.classList.add("here");
}

/** Brings a result into the list of its rule. */
function pin(index) {
  const rule = rules.find(({ number }) => rowsOf(number).some((row) => row[0] === index));
  if (!rule) return;
  if (rule.fitting && !rule.fitting.some((row) => row[0] === index)) {
    setFilters({});
    applyFilters();
  }
  rule.pinned = index;
  renderRule(rule);
}

/** Shows what the address names, now and whenever it changes; filters that are set go into it. */
export function start() {
  form.addEventListener("filter", () => {
    applyFilters();
    remember(parsed(location.hash).place);
  });
  addEventListener("hashchange", follow);
  if (location.hash) follow();
  else remember("");
}
