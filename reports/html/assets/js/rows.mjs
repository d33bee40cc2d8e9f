// Results of a rule, put into the page when the rule is opened. Text goes in as text, never as markup.
import { all, count, isClosed, rowsOf, say, viewOf } from "./data.mjs";

/** Rows that are shown at first, and with each push of the button. */
const STEP = 50;
/** Rows that were in the page from the start, by index of the result. */
const written = new Map();

function put(element, text) {
  if (!element.classList.contains("urn")) element.textContent = text;
  else
    element.replaceChildren(
      ...text.split("::").flatMap((part, i) => (i > 0 ? ["::", document.createElement("wbr"), part] : [part])),
    );
}

/** Fills in the slots of a blank: what is empty goes, a list becomes one copy an entry. */
function fill(root, view) {
  const slots = all("[data-slot]", root).filter((slot) => slot.dataset.slot !== "." && !outer(slot, root));
  for (const slot of slots) {
    const value = view[slot.dataset.slot];
    slot.removeAttribute("data-slot");
    if (value === true) continue;
    if (Array.isArray(value)) {
      for (const one of value) {
        const copy = slot.cloneNode(true);
        set(copy, one);
        slot.before(copy);
      }
      slot.remove();
    } else if (value) set(slot, value);
    else slot.remove();
  }
}

function set(slot, value) {
  if (typeof value === "string") put(slot.querySelector('[data-slot="."]') ?? slot, value);
  else fill(slot, value);
}

function outer(slot, root) {
  const around = slot.parentElement.closest("[data-slot]");
  return around !== null && around !== root && root.contains(around);
}

function built(row) {
  const closed = isClosed(row);
  const blank = document.getElementById(closed ? "blank-closed" : "blank-open").content.firstElementChild;
  const element = blank.cloneNode(true);
  const view = viewOf(row);
  const anchor = `result-${view.index}`;
  element.id = anchor;
  element.dataset.row = view.input;
  element.dataset.verdict = view.verdict;
  const verdict = element.querySelector(".verdict");
  if (!closed) verdict.className = `verdict v-${view.verdict}`;
  const icon = verdict.querySelector("svg");
  icon.setAttribute("class", `i i-${view.verdict}`);
  icon.firstElementChild.setAttribute("href", `#i-${view.verdict}`);
  verdict.querySelector("span").textContent = closed ? `${view.verdict}: ` : view.verdict;
  const stack = element.querySelector("a.plain");
  stack.href = `#${view.inputAnchor}`;
  stack.textContent = view.stack;
  const link = element.querySelector("a.permalink");
  link.href = `#${anchor}`;
  link.textContent = `results[${view.index}]`;
  const exception = element.querySelector(".read .excepted a");
  if (exception && view.exception) {
    if (view.exception.href) exception.href = `#${view.exception.href}`;
    else exception.removeAttribute("href");
  }
  if (!view.excepted) element.removeAttribute("data-excepted");
  fill(element, view);
  return element;
}

function elementOf(row) {
  return written.get(row[0]) ?? built(row);
}

/** Shows the rows of a rule that fit the filter, the first of them; one that was asked for by its link comes first. */
export function renderRule(rule) {
  if (!rule.lists) {
    rule.lists = all("[data-list]", rule.element).map((element) => ({
      element,
      closed: element.dataset.list === "closed",
    }));
    for (const row of all("[data-row]", rule.element)) written.set(Number(row.id.slice("result-".length)), row);
    for (const one of all(".without", rule.element)) one.remove();
  }
  const fitting = rule.fitting ?? rowsOf(rule.number);
  for (const list of rule.lists) {
    if (list.rows === fitting && list.pinned === rule.pinned) continue;
    list.rows = fitting;
    list.pinned = rule.pinned;
    list.own = fitting.filter((row) => isClosed(row) === list.closed);
    const first = list.own.slice(0, STEP);
    const pinned = list.own.find((row) => row[0] === rule.pinned);
    if (pinned && !first.includes(pinned)) first.unshift(pinned);
    list.shown = first.length;
    list.left = list.own.slice(STEP).filter((row) => row !== pinned);
    list.element.replaceChildren(...first.map(elementOf));
    rest(list);
  }
}

/** The button for more of a list, and how many are shown. */
function rest(list) {
  if (!list.rest) {
    list.rest = document.getElementById("blank-more").content.firstElementChild.cloneNode(true);
    list.rest.querySelector("button").addEventListener("click", () => more(list));
    list.element.after(list.rest);
  }
  const { left, shown, own } = list;
  list.rest.hidden = left.length === 0;
  list.rest.querySelector("span").textContent = say("shown", { n: count(shown), total: count(own.length) });
  list.rest.querySelector("button").textContent = say("more", { n: count(Math.min(STEP, left.length)) });
}

function more(list) {
  const next = list.left.splice(0, STEP).map(elementOf);
  list.shown += next.length;
  list.element.append(...next);
  rest(list);
  // The reader goes on where the list went on, not behind it.
  next[0].tabIndex = -1;
  next[0].focus({ preventScroll: true });
}
