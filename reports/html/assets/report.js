// Filters, copies permalinks and opens what a link points at. The page is whole without it.
(() => {
  const form = document.getElementById("filter");
  const found = document.getElementById("found");
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  const rules = all("[data-rule]").map((element) => ({
    element,
    number: element.dataset.rule,
    severity: element.dataset.severity,
    rows: all("[data-row]", element).map((row) => ({
      element: row,
      stack: row.dataset.row,
      verdict: row.dataset.verdict,
      excepted: "excepted" in row.dataset,
      type: row.querySelector(".type").textContent,
    })),
  }));
  const controls = all("[data-control]").map((element) => ({
    element,
    id: element.dataset.control,
    profile: element.dataset.profile,
    family: element.dataset.family,
    status: element.dataset.status,
    rules: element.dataset.rules.split(" ").filter(Boolean),
  }));
  const rows = rules.flatMap((rule) => rule.rows);

  const texts = new WeakMap();
  const textOf = (element) => {
    if (!texts.has(element)) texts.set(element, element.textContent.toLowerCase());
    return texts.get(element);
  };
  // The words of a rule are those outside its results.
  const headText = (rule) => {
    if (!texts.has(rule)) {
      const parts = all(".body > p, summary > span", rule.element).map((part) => part.textContent);
      texts.set(rule, (rule.rows.length > 0 ? parts.join(" ") : rule.element.textContent).toLowerCase());
    }
    return texts.get(rule);
  };

  function addOptions(name, entries, parent = form.elements[name]) {
    for (const [value, label] of entries) parent.append(new Option(label, value));
  }

  function fill() {
    const unique = (values) => [...new Set(values)];
    addOptions(
      "profile",
      all(".picture h3").map((title, i) => [String(i), title.textContent]),
    );
    for (const title of all("#controls h4")) {
      const group = document.createElement("optgroup");
      group.label = title.textContent;
      const first = title.parentElement.querySelector("[data-control]");
      if (!first) continue;
      const { profile, family } = first.dataset;
      addOptions("control", [[`${profile} ${family} `, "The whole family"]], group);
      const own = controls.filter((control) => control.profile === profile && control.family === family);
      addOptions(
        "control",
        own.map((control) => [`${profile} ${family} ${control.id}`, control.id]),
        group,
      );
      form.elements.control.append(group);
    }
    const words = new Map();
    for (const { element, status } of controls) {
      const label = element.dataset.label;
      if (!words.has(status)) words.set(status, new Set());
      words.get(status).add(label);
    }
    const order = [
      "not-satisfied",
      "error",
      "undetermined",
      "excepted",
      "satisfied",
      "partial",
      "attested",
      "inherited",
      "no-evidence",
    ];
    addOptions(
      "status",
      order.filter((status) => words.has(status)).map((status) => [status, [...words.get(status)].join(", ")]),
    );
    const severities = new Set(rules.map((rule) => rule.severity));
    addOptions(
      "severity",
      ["critical", "high", "medium", "low"].filter((one) => severities.has(one)).map((one) => [one, one]),
    );
    const verdicts = new Set(rows.map((row) => row.verdict));
    if (rows.some((row) => row.excepted)) verdicts.add("excepted");
    const verdictWords = { excepted: "fail, excepted", "not-applicable": "not applicable" };
    const verdictOrder = ["fail", "excepted", "error", "undetermined", "pass", "not-applicable"];
    addOptions(
      "verdict",
      verdictOrder.filter((one) => verdicts.has(one)).map((one) => [one, verdictWords[one] ?? one]),
    );
    addOptions(
      "stack",
      all("[data-input]").map((row) => [row.dataset.input, row.querySelector(".stack").textContent]),
    );
    addOptions(
      "type",
      unique(rows.map((row) => row.type))
        .sort()
        .map((type) => [type, type]),
    );
  }

  const wanted = () => Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]));

  function apply() {
    const want = wanted();
    const text = want.text.toLowerCase();
    const [profile, family, id] = want.control.split(" ");
    const byControl = want.profile || want.control || want.status;
    const byResult = want.severity || want.verdict || want.stack || want.type;

    const candidates = controls.filter(
      (control) =>
        (!want.profile || control.profile === want.profile) &&
        (!want.status || control.status === want.status) &&
        (!want.control || (control.profile === profile && control.family === family && (!id || control.id === id))),
    );
    const spokenOf = new Set(candidates.flatMap((control) => control.rules));
    const fits = new Set();
    const hits = new Set();
    let shownRules = 0;
    let shownRows = 0;
    for (const rule of rules) {
      const fitting = rule.rows.filter(
        (row) =>
          (!want.verdict || row.verdict === want.verdict || (row.excepted && want.verdict === "excepted")) &&
          (!want.stack || row.stack === want.stack) &&
          (!want.type || row.type === want.type),
      );
      const rowsAsked = want.verdict || want.stack || want.type;
      const fit = (!want.severity || rule.severity === want.severity) && (!rowsAsked || fitting.length > 0);
      if (fit) fits.add(rule.number);
      const own = !text || headText(rule).includes(text);
      const named = text ? fitting.filter((row) => textOf(row.element).includes(text)) : [];
      const matching = new Set(own ? fitting : named);
      if (fit && named.length > 0) hits.add(rule.number);
      const visible = fit && (own || matching.size > 0) && (!byControl || spokenOf.has(rule.number));
      rule.element.hidden = !visible;
      for (const row of rule.rows) row.element.hidden = !matching.has(row);
      for (const closed of all(".closed", rule.element)) {
        const some = rule.rows.some((row) => closed.contains(row.element) && matching.has(row));
        closed.hidden = Boolean(text || rowsAsked) && !some;
        if (visible && some && rowsAsked && matching.size < 50) closed.open = true;
      }
      if (visible) {
        shownRules += 1;
        shownRows += matching.size;
      }
    }
    let shownControls = 0;
    const visibleControls = new Set();
    for (const control of candidates) {
      const byRules = !byResult || control.rules.some((rule) => fits.has(rule));
      const byText = !text || textOf(control.element).includes(text) || control.rules.some((rule) => hits.has(rule));
      if (byRules && byText) visibleControls.add(control);
    }
    for (const control of controls) {
      control.element.hidden = !visibleControls.has(control);
      if (!control.element.hidden) shownControls += 1;
    }
    const filtered = Object.values(want).some(Boolean);
    for (const group of all("[data-group]")) {
      group.hidden = filtered && all("[data-control]", group).every((element) => element.hidden);
      for (const quiet of all(".quiet", group)) quiet.hidden = filtered;
    }
    for (const list of all("[data-silent]")) {
      list.hidden = all("[data-control]", list).every((element) => element.hidden);
      if (filtered && !list.hidden && want.status) list.open = true;
    }
    for (const none of all(".none")) none.hidden = shownRules > 0;
    found.textContent =
      `${filtered ? "Showing" : "All"} ${shownControls} of ${controls.length} controls, ` +
      `${shownRules} of ${rules.length} rules, ${shownRows} of ${rows.length} listed results`;
  }

  /** Opens everything around the element that the address names, and shows it even when a filter hid it. */
  function reveal() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]")) {
      form.reset();
      apply();
    }
    for (let outer = target.closest("details"); outer; outer = outer.parentElement.closest("details"))
      outer.open = true;
    target.scrollIntoView();
  }

  async function copy(link) {
    const text = link.href;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return;
    }
    const before = link.textContent;
    link.textContent = "Link copied";
    found.textContent = "Link copied";
    setTimeout(() => {
      link.textContent = before;
    }, 1500);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    if (link.classList.contains("permalink")) copy(link);
    if (link.dataset.filter === undefined) return;
    form.reset();
    for (const [name, value] of new URLSearchParams(link.dataset.filter)) form.elements[name].value = value;
    apply();
    const target = document.getElementById(link.hash.slice(1));
    if (target?.closest("[hidden]") || !("stay" in link.dataset)) {
      event.preventDefault();
      const place = document.getElementById(link.hash === "#rules" ? "rules" : "controls");
      history.replaceState(null, "", `#${place.id}`);
      place.scrollIntoView();
      place.querySelector("h2").focus({ preventScroll: true });
    }
  });

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open])");
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });

  fill();
  for (const heading of all("#controls > h2, #rules > h2")) heading.tabIndex = -1;
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  addEventListener("hashchange", reveal);
  apply();
  if (location.hash) reveal();
})();
