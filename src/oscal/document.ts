/** The models that OSCAL 1.2 has, by the root member of their documents. */
export const MODELS = [
  "catalog",
  "profile",
  "mapping-collection",
  "component-definition",
  "system-security-plan",
  "assessment-plan",
  "assessment-results",
  "plan-of-action-and-milestones",
] as const;
export type Model = (typeof MODELS)[number];

/** One OSCAL document that has been parsed. */
export interface OscalDocument {
  readonly file: string;
  readonly model: Model;
  /** Value of the root member. */
  readonly root: Members;
}

export type Members = Readonly<Record<string, unknown>>;

/** An object of a document: its members, and where it stands. */
export interface Place {
  readonly value: Members;
  /** Member of the parent that holds it, itself or in a list: `observations`. Of the root the model. */
  readonly name: string;
  readonly parent?: Place;
  /** Place in the list, where it is in one. */
  readonly index?: number;
}

/** The document that parsed JSON holds; undefined when it is none of OSCAL's. */
export function oscalDocument(file: string, data: unknown): OscalDocument | undefined {
  if (!isMembers(data)) return undefined;
  const model = MODELS.find((name) => isMembers(data[name]));
  return model === undefined ? undefined : { file, model, root: data[model] as Members };
}

/** Every object of a document, parents first, in the order in which they stand. Depth costs no stack. */
export function* places({ model, root }: OscalDocument): Generator<Place> {
  const waiting: Place[] = [{ value: root, name: model }];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    yield place;
    const children: Place[] = [];
    for (const [name, value] of Object.entries(place.value)) {
      if (isMembers(value)) children.push({ value, name, parent: place });
      if (!Array.isArray(value)) continue;
      for (const [index, item] of value.entries())
        if (isMembers(item)) children.push({ value: item, name, parent: place, index });
    }
    for (const child of children.reverse()) waiting.push(child);
  }
}

/** `results[0].findings[3]`, with the member that is meant behind it. */
export function pathOf(place: Place, member = ""): string {
  const steps = member === "" ? [] : [`.${member}`];
  for (let at: Place | undefined = place; at !== undefined; at = at.parent)
    steps.push(`${at.parent === undefined ? "" : "."}${at.name}${at.index === undefined ? "" : `[${at.index}]`}`);
  return steps.reverse().join("");
}

/** The nearest place from this one upwards with that name. */
export function within(place: Place, name: string): Place | undefined {
  for (let at: Place | undefined = place; at !== undefined; at = at.parent) if (at.name === name) return at;
  return undefined;
}

export function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The objects of a member that holds a list of them. */
export function listOf(value: Members, member: string): readonly Members[] {
  const list = value[member];
  return Array.isArray(list) ? list.filter(isMembers) : [];
}

export function textOf(value: Members, member: string): string | undefined {
  const text = value[member];
  return typeof text === "string" ? text : undefined;
}

/** The texts of a member that holds a list of them, or one. */
export function textsOf(value: Members, member: string): readonly string[] {
  const list = value[member];
  if (typeof list === "string") return [list];
  return Array.isArray(list) ? list.filter((one) => typeof one === "string") : [];
}
