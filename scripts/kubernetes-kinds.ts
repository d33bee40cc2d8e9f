/** Lists the type tokens of the installed Kubernetes SDK by kind, so that every API version that it knows is judged. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** @returns kind to its type tokens, sorted; the kinds of patches and of components such as Helm charts left out */
export function kubernetesKinds(): Map<string, string[]> {
  const root = dirname(require.resolve("@pulumi/kubernetes/package.json"));
  const kinds = new Map<string, string[]>();
  for (const entry of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    if (!entry.endsWith(".js") || entry.includes("node_modules")) continue;
    const token = /__pulumiType = '(kubernetes:[^']+)'/.exec(readFileSync(join(root, entry), "utf8"))?.[1];
    if (!token) continue;
    const [, group = "", kind = ""] = token.split(":");
    if (kind.endsWith("Patch") || /^(helm\.sh|kustomize|yaml|meta)\//.test(group)) continue;
    kinds.set(kind, [...(kinds.get(kind) ?? []), token].sort());
  }
  if (kinds.size < 100)
    throw new Error(`only ${kinds.size} kinds found in the Kubernetes SDK: has its layout changed?`);
  return new Map([...kinds].sort(([a], [b]) => (a < b ? -1 : 1)));
}
