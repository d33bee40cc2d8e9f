// Makes the places of a SARIF file relative to the repository, as code scanning wants them: those of a Pulumi project begin in its folder.
//   node scripts/ci/place-sarif.mjs FILE FOLDER
import { readFileSync, writeFileSync } from "node:fs";
import { posix } from "node:path";

const [file, folder = "."] = process.argv.slice(2);
const base = posix.normalize(folder.replaceAll("\\", "/"));
if (posix.isAbsolute(base) || base === ".." || base.startsWith("../")) {
  console.error(`${folder} is no folder below the repository`);
  process.exit(1);
}
const prefix =
  base === "." || base === "./" ? "" : `${base.replace(/\/$/, "").split("/").map(encodeURIComponent).join("/")}/`;

const placed = (value) => {
  if (Array.isArray(value)) return value.map(placed);
  if (typeof value !== "object" || value === null) return value;
  const { uriBaseId, ...rest } = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, placed(one)]));
  if (uriBaseId === undefined || typeof rest.uri !== "string")
    return uriBaseId === undefined ? rest : { ...rest, uriBaseId };
  return { ...rest, uri: `${prefix}${rest.uri}` };
};

const { runs, ...log } = JSON.parse(readFileSync(file, "utf8"));
writeFileSync(file, JSON.stringify({ ...log, runs: runs.map(({ originalUriBaseIds: _, ...run }) => placed(run)) }));
