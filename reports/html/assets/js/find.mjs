// One field that finds controls, rules and resources, by what is typed.
import { go } from "./address.mjs";
import { rules as everyRule, rowsOf, say, texts } from "./data.mjs";

const input = document.getElementById("find");
const list = document.getElementById("finds");
const MOST = { control: 8, rule: 5, resource: 5 };

const byNumber = new Intl.Collator("en", { numeric: true });

/** `AC-2 (1)`, `ac-2.1` and `AC2(1)` are the same. */
const plainId = (text) =>
  text
    .toLowerCase()
    .replace(/\((\d+)\)/g, ".$1")
    .replace(/[\s-]/g, "");

let resources;
/** Name and URN of every resource that was judged, in lower case beside. */
function everyResource() {
  if (!resources) {
    const t = texts();
    const urns = new Map();
    for (const { number } of everyRule) for (const row of rowsOf(number)) urns.set(row[4], row[5]);
    resources = [...urns].map(([urn, name]) => ({ urn: t[urn], name: t[name], lower: t[urn].toLowerCase() }));
  }
  return resources;
}

/** How well an entry fits: the lower the better, infinite where it does not. */
function rank({ key, lower }, id, words) {
  if (key === id) return 0;
  if (key.startsWith(id)) return 1;
  return lower.includes(words) ? 2 : Number.POSITIVE_INFINITY;
}

function best(entries, query, most) {
  const [id, words] = [plainId(query), query.toLowerCase()];
  const ranked = entries.map((entry) => ({ entry, rank: rank(entry, id, words) })).filter((one) => one.rank < 3);
  return ranked
    .sort((a, b) => a.rank - b.rank || byNumber.compare(a.entry.id, b.entry.id))
    .slice(0, most)
    .map((one) => one.entry);
}

/** Starts the field over these controls and rules. */
export function startFind(controls, rules) {
  const entries = (all) =>
    all.map((one) => ({ ...one, key: plainId(one.id), lower: `${one.title} ${one.id}`.toLowerCase() }));
  const [controlEntries, ruleEntries] = [entries(controls), entries(rules)];
  let active = -1;
  let hashes = [];

  function option(kind, label, detail, hash) {
    const item = document.createElement("li");
    item.id = `find-${hashes.length}`;
    item.setAttribute("role", "option");
    for (const [name, text] of [
      ["kind", kind],
      ["label", label],
      ["detail", detail],
    ]) {
      const part = document.createElement("span");
      part.className = name;
      part.textContent = text;
      item.append(part);
    }
    hashes.push(hash);
    list.append(item);
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function activate(index) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = (index + hashes.length) % hashes.length;
    const item = list.children[active];
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", item.id);
  }

  function offer() {
    const query = input.value.trim();
    list.replaceChildren();
    hashes = [];
    if (query === "") return close();
    for (const one of best(controlEntries, query, MOST.control)) {
      const word = one.element.dataset.label;
      option(say("kindControl"), one.title, word, `#${one.anchor}`);
    }
    for (const one of best(ruleEntries, query, MOST.rule)) option(say("kindRule"), one.title, "", `#${one.anchor}`);
    if (query.length > 1) {
      const lower = query.toLowerCase();
      const hits = everyResource().filter((one) => one.lower.includes(lower));
      for (const { urn, name } of hits.slice(0, MOST.resource))
        option(say("kindResource"), name, urn, `#rules?${new URLSearchParams({ resource: urn })}`);
    }
    option(say("kindWords"), query, "", `#controls?${new URLSearchParams({ text: query })}`);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    activate(0);
  }

  function choose(index) {
    const hash = hashes[index];
    if (hash === undefined) return;
    input.value = "";
    close();
    go(hash);
  }

  input.addEventListener("input", offer);
  input.addEventListener("focus", () => input.value && offer());
  input.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    choose([...list.children].indexOf(event.target.closest("li")));
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      choose(active);
    } else if (event.key === "Escape") {
      input.value = "";
      close();
      input.blur();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) offer();
      else activate(active + (event.key === "ArrowDown" ? 1 : -1));
    }
  });
}
