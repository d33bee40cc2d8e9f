/**
 * Fetches NIST's JSON Schemas of OSCAL, of the release that the reports are written for, to where the tests look for them:
 * they are no part of the project. `npm run schemas -- URL` takes them from a mirror.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { OSCAL_VERSION } from "../src/oscal/prop.js";

const RELEASE = `https://github.com/usnistgov/OSCAL/releases/download/v${OSCAL_VERSION}`;
export const FOLDER = join(__dirname, "..", "out", "schemas", `oscal-${OSCAL_VERSION}`);
const PATIENCE_MS = 60_000;

/** SHA-256 of the files of release 1.2.1. */
export const SUMS: Readonly<Record<string, string>> = {
  "oscal_assessment-plan_schema.json": "0153e4e0414903c51c13732d4158d955630e33a3ef009d2691cf3e07336136f4",
  "oscal_assessment-results_schema.json": "4f9e277a177adbcca9527612ce450a33dc6096773fa229d413d801d196c61985",
  "oscal_catalog_schema.json": "c0ae626d6bafe318db68692152d0cbbebf29ba7226b1596a5513cc5d1754504d",
  "oscal_component_schema.json": "ce95b3b3ea8de87c020ad4a91075241f6f863a77afe212ee828009830d6042d1",
  "oscal_mapping_schema.json": "5b8f6f9b8117bb42ad8466d11d1695f0be9cc31350c2a3aea770614d96d70d3f",
  "oscal_poam_schema.json": "c02062bbc6f5092012286cbc6161b643eb6aecfbb918cb5790be777860da2c11",
  "oscal_profile_schema.json": "3b92e83ef9043af573ca81a451f899adf6855440b0974fb448b9c635fead7983",
  "oscal_ssp_schema.json": "3027ffb23ba94a8ca4e43ce9417cf2b02f27b7c36d8a4ead8fe2905483c6d10a",
};

/**
 * Fetches the files, all or none.
 * @returns false when they are there already
 * @throws Error naming the file that cannot be had, or is another than was released
 */
export async function fetchSchemas(base: string, folder: string, sums = SUMS): Promise<boolean> {
  const names = Object.keys(sums);
  if (names.every((name) => isWhole(join(folder, name), sums[name]))) return false;
  const contents = new Map<string, Buffer>();
  for (const name of names) contents.set(name, await fetchOne(`${base.replace(/\/+$/, "")}/${name}`, sums[name]));
  mkdirSync(dirname(folder), { recursive: true });
  const temporary = mkdtempSync(`${folder}.`);
  try {
    for (const [name, content] of contents) writeFileSync(join(temporary, name), content);
    rmSync(folder, { recursive: true, force: true });
    renameSync(temporary, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return true;
}

async function fetchOne(url: string, sum: string | undefined): Promise<Buffer> {
  let content: Buffer;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) throw new Error(`the server answers ${response.status}`);
    content = Buffer.from(await response.arrayBuffer());
  } catch (error) {
    const { message, cause } = error as Error & { cause?: Error };
    throw new Error(`${url} cannot be fetched: ${cause?.message ?? message}`);
  }
  const found = sha256(content);
  if (found !== sum) throw new Error(`${url} is not the file that was released: its SHA-256 is ${found}, not ${sum}`);
  return content;
}

function isWhole(file: string, sum: string | undefined): boolean {
  return existsSync(file) && sha256(readFileSync(file)) === sum;
}

function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

async function main(): Promise<void> {
  const fetched = await fetchSchemas(process.argv[2] ?? RELEASE, FOLDER);
  console.log(`${Object.keys(SUMS).length} schemas ${fetched ? "fetched to" : "are in"} ${FOLDER}`);
}

if (require.main === module)
  main().catch((error: Error) => {
    console.error(`error: ${error.message}`);
    process.exitCode = 1;
  });
