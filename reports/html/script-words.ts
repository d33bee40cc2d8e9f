/** Words that the script of the page says; names in braces are filled in. */
export const SCRIPT_WORDS = {
  found: "{controls} of {allControls} controls, {rules} of {allRules} rules, {results} of {allResults} results",
  more: "Show {n} more",
  shown: "{n} of {total} shown.",
  unexcepted: "fail, not excepted",
  copied: "Copied",
  copyFailed: "Not copied: press Ctrl+C",
  family: "The whole family",
  filtersOn: ", {n} on",
  excepted: "fail, excepted",
  "not-applicable": "not applicable",
  kindControl: "Control",
  kindRule: "Rule",
  kindResource: "Resource",
  kindWords: "Words",
};
