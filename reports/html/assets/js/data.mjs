// What the page holds: controls and rules as elements, results as data that is read when somebody first asks for it.
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const data = (kind) => all(`script[data-${kind}]`).map((script) => JSON.parse(script.textContent));

export const [words] = data("words");
export const [{ held, groups }] = data("held");
export const GROUPS = ["fail", "excepted", "error", "undetermined", "pass", "not-applicable"];
const CLOSED = 4;

/** The words of that name, with what stands in braces filled in. */
export function say(name, values = {}) {
  return words[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** `12,345`, as everywhere on the page. */
export function count(n) {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}

export const controls = all("[data-control]").map((element) => ({
  element,
  anchor: element.id || element.querySelector(".body").id,
  id: element.dataset.control,
  title: element.querySelector(".name").textContent,
  profile: element.dataset.profile,
  family: element.dataset.family,
  status: element.dataset.status,
  rules: element.dataset.rules.split(" ").filter(Boolean).map(Number),
}));

export const rules = all("[data-rule]").map((element) => ({
  element,
  number: Number(element.dataset.rule),
  anchor: element.id || element.querySelector(".body").id,
  id: element.querySelector("code").textContent,
  title: element.querySelector(".name, .title").textContent,
  severity: element.dataset.severity,
}));

/** Stacks by the number of their input. */
export const stacks = new Map(
  all("[data-input]").map((row) => [
    Number(row.dataset.input),
    { anchor: row.id, name: row.querySelector(".stack").textContent },
  ]),
);

let known;
/** Texts of the rows by their numbers. */
export function texts() {
  known ??= data("texts").flat();
  return known;
}

const parsed = new Map();
/** Rows of a rule, those that want an answer first; view/rowdata.ts says what stands in them. */
export function rowsOf(number) {
  if (!parsed.has(number)) {
    const scripts = all(`script[data-rows="${number}"]`);
    parsed.set(
      number,
      scripts.flatMap((script) => JSON.parse(script.textContent)),
    );
  }
  return parsed.get(number);
}

export const isClosed = (row) => row[2] >= CLOSED;

/** A row in words: the names are those of the blanks. */
export function viewOf(row) {
  const t = texts();
  const [index, input, group, type, urn, name, providerId = 0, ...rest] = row;
  const { anchor, name: stack } = stacks.get(input);
  const verdict = GROUPS[group === 1 ? 0 : group];
  const base = {
    index,
    input: String(input),
    inputAnchor: anchor,
    stack,
    verdict,
    type: t[type],
    urn: t[urn],
    name: t[name],
    providerId: t[providerId],
  };
  if (isClosed(row)) return { ...base, seen: t[rest[0] ?? 0] };
  const [reason = 0, source = 0, since = 0, formerly = 0, exception = [], observations = [], also = [], more = 0] =
    rest;
  const [companions = [], moreCompanions = 0] = rest.slice(8);
  const [id = 0, approvedBy = 0, worth = 0, href = 0] = exception;
  return {
    ...base,
    excepted: group === 1,
    reason: t[reason],
    source: t[source],
    since: t[since],
    formerly: t[formerly],
    exception: exception.length > 0 && { id: t[id], approvedBy: t[approvedBy], worth: t[worth], href: t[href] },
    observations: observations.map(([path, observed = 0, expected = 0, owner = 0]) => ({
      path: t[path],
      observed: t[observed],
      expected: t[expected],
      wanted: expected > 0,
      urn: t[owner],
    })),
    alsos: also.length > 0 && { also: also.map(([path, observed]) => ({ path: t[path], observed: t[observed] })) },
    more: t[more],
    others: companions.length > 0 && { companions: companions.map((one) => t[one]), moreCompanions: t[moreCompanions] },
  };
}
