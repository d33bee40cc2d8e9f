/** Lists the types of the installed AWS SDK that carry tags, so that every one of them is judged. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The provider merges its default tags into those of a resource and answers the result as `tagsAll`; a type without that
 * output has `tags` of another nature, such as a filter.
 * @returns service to the names of its taggable kinds, sorted: `s3` to `Bucket`, for `aws:s3/bucket:Bucket`
 */
export function awsTaggable(): Map<string, string[]> {
  const root = dirname(require.resolve("@pulumi/aws/package.json"));
  const services = new Map<string, Set<string>>();
  for (const entry of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    if (!entry.endsWith(".js") || entry.includes("node_modules")) continue;
    const code = readFileSync(join(root, entry), "utf8");
    const token = /__pulumiType = '(aws:[^']+)'/.exec(code)?.[1];
    if (!token) continue;
    const types = readFileSync(join(root, entry.replace(/\.js$/, ".d.ts")), "utf8");
    if (!/^ {4}readonly tagsAll: /m.test(types)) continue;
    add(services, token);
    // What the type was called before still stands in states that no update has rewritten.
    for (const [, former] of code.matchAll(/\{ type: "(aws:[^"]+)" \}/g)) if (parts(former)) add(services, former);
  }
  const sorted = [...services].sort(([a], [b]) => (a < b ? -1 : 1));
  const found = new Map(sorted.map(([service, names]) => [service, [...names].sort()]));
  const count = [...found.values()].flat().length;
  if (count < 500) throw new Error(`only ${count} taggable types found in the AWS SDK: has its layout changed?`);
  return found;
}

function add(services: Map<string, Set<string>>, token = ""): void {
  const found = parts(token);
  if (!found) throw new Error(`the type ${token} of the AWS SDK is not named as the others are`);
  services.set(found.service, (services.get(found.service) ?? new Set()).add(found.name));
}

/** Undefined for a token that does not follow from the service and the name. */
function parts(token = ""): { service: string; name: string } | undefined {
  const [, service, low, name] = /^aws:(\w+)\/(\w+):(\w+)$/.exec(token) ?? [];
  if (!service || !name || low !== name.charAt(0).toLowerCase() + name.slice(1)) return undefined;
  return { service, name };
}
