/** More texts than any estate needs: keys are the input's, and must not fill the memory. */
const MOST = 50_000;

/** Paths by the path above and the key: most are the same from resource to resource, and evidence holds millions. */
const below = new Map<string, Map<string | number, string>>();
let held = 0;

/** The path of `key` below `above`: `spec.containers`, `containers[0]`, `labels["example.com/name"]`. */
export function pathBelow(above: string, key: string | number): string {
  let known = below.get(above);
  const path = known?.get(key);
  if (path !== undefined) return path;
  if (held++ >= MOST) {
    below.clear();
    held = 1;
    known = undefined;
  }
  if (!known) below.set(above, (known = new Map()));
  const made = internalize(make(above, key));
  known.set(key, made);
  return made;
}

function make(above: string, key: string | number): string {
  if (typeof key === "number") return `${above}[${key}]`;
  if (!/^[A-Za-z_$][\w$-]*$/.test(key)) return `${above}[${JSON.stringify(key)}]`;
  return above === "" ? key : `${above}.${key}`;
}

/** The one copy that the engine keeps of a property name: such texts are compared by identity, others by character. */
function internalize(text: string): string {
  return Object.keys({ [text]: true })[0] as string;
}
