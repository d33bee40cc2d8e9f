import { basename, dirname, relative, resolve, sep } from "node:path";

/**
 * What a pack carries, with its files named from the folder that they share instead of from wherever the pack was built:
 * a published pack holds no path of a machine, and is the same whoever builds it.
 * @param value plain JSON in which files are named as given, as keys, as values, and before a line number
 */
export function portable<T>(value: T, files: readonly string[]): T {
  const [first, ...others] = files.map((file) => dirname(resolve(file)));
  let root = first ?? "";
  for (const folder of others)
    while (!`${folder}${sep}`.startsWith(`${root}${sep}`) && root !== dirname(root)) root = dirname(root);
  const names = new Map(
    files.map((file) => [file, relative(root, resolve(file)).split(sep).join("/") || basename(file)]),
  );
  const rename = (inner: unknown): unknown => {
    if (typeof inner === "string") return names.get(inner) ?? inner;
    if (Array.isArray(inner)) return inner.map(rename);
    if (typeof inner !== "object" || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, one]) => [names.get(key) ?? key, rename(one)]));
  };
  return rename(value) as T;
}
