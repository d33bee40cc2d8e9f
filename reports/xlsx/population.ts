import { type Assessment, EXCLUSIONS } from "../../src/model/index.js";
import { EXCLUSION_WORDS, placeText } from "../../src/model/present.js";
import type { Cell, Sheet } from "../shared/sheet.js";

/** The equation for everything and for each input, then types, providers, accounts and regions. */
export function population({ population, inputs }: Assessment): Sheet {
  const { total, evaluated, excluded, byInput, byType, byProvider, byAccount, byRegion } = population;
  const equation = (of: typeof excluded) => EXCLUSIONS.map((reason) => of[reason]);
  const none = EXCLUSIONS.map(() => undefined);
  const rows: (readonly Cell[])[] = [
    ["all", "", total, evaluated, ...equation(excluded)],
    ...byInput.map((row) => ["input", inputs[row.input]?.path, row.total, row.evaluated, ...equation(row.excluded)]),
    ...byType.map(({ type, count, evaluated, rules }) => ["type", type, count, evaluated, ...none, rules]),
    ...byProvider.map(({ provider, count }) => ["provider", provider, count]),
    ...byAccount.map((row) => ["account", placeText(row.provider, row.account), undefined, row.count]),
    ...byRegion.map((row) => ["region", placeText(row.provider, row.region), undefined, row.count]),
  ];
  return {
    name: "population",
    columns: [
      ["of", 10],
      ["name", 50],
      ["resources", 12],
      ["evaluated", 12],
      ...EXCLUSIONS.map((reason) => [EXCLUSION_WORDS[reason], 20] as const),
      ["rules for the type", 18],
    ],
    rows,
  };
}
