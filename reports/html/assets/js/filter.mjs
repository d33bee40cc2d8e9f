// What is shown of controls, rules and results. The address holds the filters, so that a filtered view has a link.
import { all, controls, count, GROUPS, groups, held, rowsOf, rules, say, stacks, texts } from "./data.mjs";
import { renderRule } from "./rows.mjs";

export const form = document.getElementById("filter");
export const NAMES = ["profile", "control", "status", "severity", "verdict", "stack", "type", "resource", "text"];
const found = document.getElementById("found");
const FEW = 40;

function options(name, entries, parent = form.elements[name]) {
  for (const [value, label] of entries) parent.append(new Option(label, value));
}

/** Offers what the page has. */
export function fillFilters() {
  const figures = all("figure.picture");
  options(
    "profile",
    figures.map((figure) => [figure.id, figure.querySelector("h3").textContent]),
  );
  for (const heading of all("#controls h4")) {
    const group = document.createElement("optgroup");
    group.label = heading.textContent;
    const own = controls.filter((control) => control.family === heading.id);
    options("control", [[heading.id, say("family")], ...own.map(({ anchor, id }) => [anchor, id])], group);
    form.elements.control.append(group);
  }
  const labels = new Map();
  for (const { element, status } of controls)
    labels.set(status, (labels.get(status) ?? new Set()).add(element.dataset.label));
  const order = all(".legend").flatMap((legend) => all("[data-status]", legend).map((item) => item.dataset.status));
  options(
    "status",
    [...new Set(order)].filter((one) => labels.has(one)).map((one) => [one, [...labels.get(one)].join(", ")]),
  );
  const severities = new Set(rules.map((rule) => rule.severity));
  options(
    "severity",
    ["critical", "high", "medium", "low"].filter((one) => severities.has(one)).map((one) => [one, one]),
  );
  const verdicts = GROUPS.filter((group) => groups[group] > 0 || (group === "fail" && groups.excepted > 0));
  if (groups.excepted > 0) verdicts.splice(1, 0, "unexcepted");
  const word = { excepted: say("excepted"), unexcepted: say("unexcepted"), "not-applicable": say("not-applicable") };
  options(
    "verdict",
    verdicts.map((one) => [one, word[one] ?? one]),
  );
  options(
    "stack",
    [...stacks.values()].map(({ anchor, name }) => [anchor, name]),
  );
  const types = all("[data-type]")
    .filter((row) => row.dataset.judged !== "0")
    .map((row) => row.dataset.type);
  options(
    "type",
    types.sort().map((type) => [type, type]),
  );
  form.addEventListener("input", (event) => {
    if (NAMES.includes(event.target.name)) form.dispatchEvent(new Event("filter"));
  });
}

/** The filters that are set, by name. */
export function filters() {
  return Object.fromEntries(NAMES.map((name) => [name, form.elements[name].value.trim()]).filter(([, value]) => value));
}

/** Sets these filters and no others; what the page does not offer is left out. */
export function setFilters(wanted) {
  for (const name of NAMES) {
    form.elements[name].value = wanted[name] ?? "";
    if (form.elements[name].selectedIndex === -1) form.elements[name].value = "";
  }
}

export function reset() {
  setFilters({});
  form.dispatchEvent(new Event("filter"));
}

const lower = new WeakMap();
function textOf(element) {
  if (!lower.has(element)) lower.set(element, element.textContent.toLowerCase());
  return lower.get(element);
}

// The words of a rule are those outside its results.
function headText(rule) {
  rule.head ??= [rule.element.querySelector("summary") ?? rule.element, ...all(".body > p:not(.speaks)", rule.element)]
    .map((part) => part.textContent)
    .join(" ")
    .toLowerCase();
  return rule.head;
}

/** Which of the texts hold the words. */
function flagsOf(words) {
  const wanted = words.toLowerCase();
  return Uint8Array.from(texts(), (text) => (text.toLowerCase().includes(wanted) ? 1 : 0));
}

function mentions(datum, flags) {
  return Array.isArray(datum) ? datum.some((one) => mentions(one, flags)) : flags[datum] === 1;
}

/** A test of rows by all that is asked of results; undefined where nothing is. */
function rowTest({ verdict, stack, type, resource }) {
  if (!verdict && !stack && !type && !resource) return undefined;
  const fits = { unexcepted: [0], fail: [0, 1] }[verdict] ?? [GROUPS.indexOf(verdict)];
  const input = [...stacks].find(([, { anchor }]) => anchor === stack)?.[0];
  const typeNumber = type ? texts().indexOf(type) : -1;
  const flags = resource ? flagsOf(resource) : undefined;
  return (row) =>
    (!verdict || fits.includes(row[2])) &&
    (!stack || row[1] === input) &&
    (!type || row[3] === typeNumber) &&
    (!flags || [row[4], row[5], row[6]].some((text) => flags[text] === 1));
}

function chosenControls({ profile, control, status }) {
  const ofProfile = profile && all("figure.picture").findIndex((figure) => figure.id === profile);
  return controls.filter(
    (one) =>
      (!profile || one.profile === String(ofProfile)) &&
      (!status || one.status === status) &&
      (!control || one.anchor === control || one.family === control),
  );
}

/** Shows what fits the filters, and says how much that is. */
export function applyFilters() {
  const want = filters();
  const set = Object.keys(want).length;
  const test = rowTest(want);
  const words = want.text?.toLowerCase();
  const flags = words && flagsOf(words);
  const candidates = chosenControls(want);
  const byControl = want.profile || want.control || want.status;
  const spoken = new Set(candidates.flatMap((control) => control.rules));
  const [fits, hits] = [new Set(), new Set()];
  let [shownRules, shownRows] = [0, 0];
  for (const rule of rules) {
    let fitting = set === 0 ? undefined : rowsOf(rule.number);
    if (test) fitting = fitting.filter(test);
    const fit = (!want.severity || rule.severity === want.severity) && (!test || fitting.length > 0);
    if (fit) fits.add(rule.number);
    const own = !words || headText(rule).includes(words);
    if (words) {
      const named = fitting.filter((row) => row.slice(3).some((datum) => mentions(datum, flags)));
      if (fit && (own || named.length > 0)) hits.add(rule.number);
      if (!own) fitting = named;
    }
    const visible = fit && (own || fitting.length > 0) && (!byControl || spoken.has(rule.number));
    rule.element.hidden = !visible;
    rule.fitting = fitting;
    rule.pinned = undefined;
    if (visible) {
      shownRules += 1;
      shownRows += fitting?.length ?? 0;
    }
  }
  const rowsAsked = test || words;
  for (const rule of rules) showRows(rule, rowsAsked, shownRows);
  const visible = new Set(
    candidates.filter((control) => {
      const byRules = !(test || want.severity) || control.rules.some((rule) => fits.has(rule));
      return (
        byRules && (!words || textOf(control.element).includes(words) || control.rules.some((rule) => hits.has(rule)))
      );
    }),
  );
  showControls(visible, set > 0, want);
  tell(set, visible.size, shownRules, set === 0 ? held : shownRows);
}

/** Of an open rule the rows; few that were asked for are opened. */
function showRows(rule, asked, total) {
  if (rule.element.hidden || !rule.element.matches("details")) return;
  const closed = rule.element.querySelector(".closed");
  if (closed) closed.hidden = Boolean(asked) && !rule.fitting.some((row) => row[2] >= 4);
  if (asked && total <= FEW) {
    rule.element.open = true;
    if (closed && !closed.hidden) closed.open = true;
  }
  if (rule.element.open) renderRule(rule);
}

function showControls(visible, filtered, want) {
  for (const control of controls) control.element.hidden = !visible.has(control);
  for (const group of all("[data-group]")) {
    group.hidden = filtered && all("[data-control]", group).every((element) => element.hidden);
    for (const quiet of all(".quiet", group)) quiet.hidden = filtered;
  }
  for (const list of all("[data-silent]")) {
    list.hidden = all("[data-control]", list).every((element) => element.hidden);
    if (filtered && !list.hidden && (want.status || want.control)) list.open = true;
  }
}

function tell(set, shownControls, shownRules, shownRows) {
  document.getElementById("no-controls").hidden = shownControls > 0;
  document.getElementById("no-rules").hidden = shownRules > 0;
  document.getElementById("reset").disabled = set === 0;
  document.getElementById("filters-on").textContent = set > 0 ? say("filtersOn", { n: set }) : "";
  form.classList.toggle("on", set > 0);
  found.textContent = say("found", {
    controls: count(shownControls),
    allControls: count(controls.length),
    rules: count(shownRules),
    allRules: count(rules.length),
    results: count(shownRows),
    allResults: count(held),
  });
}
