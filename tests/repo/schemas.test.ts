import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FOLDER, fetchSchemas, SUMS } from "../../scripts/schemas.js";

const CONTENT = "{}".padEnd(100_000);
const SUM = createHash("sha256").update(CONTENT).digest("hex");
const root = mkdtempSync(join(tmpdir(), "konductor-schemas-"));
let answer = (_: string, response: ServerResponse): unknown => response.end(CONTENT);
const asked: string[] = [];
let server: Server;
let base = "";

beforeAll(async () => {
  server = createServer(({ url = "" }, response) => {
    asked.push(url);
    answer(url, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => {
  server.close();
  rmSync(root, { recursive: true });
});

const two = { "a.json": SUM, "b.json": SUM };

describe("npm run schemas", () => {
  test("puts the files where the tests look, and asks no more once they are whole", async () => {
    answer = (_, response) => response.end(CONTENT);
    const folder = join(root, "deep", "right");
    expect(await fetchSchemas(`${base}/`, folder, two)).toBe(true);
    expect(asked.splice(0)).toEqual(["/v1/a.json", "/v1/b.json"]);
    expect(readdirSync(folder)).toEqual(["a.json", "b.json"]);
    expect(await fetchSchemas(base, folder, two)).toBe(false);
    writeFileSync(join(folder, "b.json"), "{");
    expect(await fetchSchemas(base, folder, two)).toBe(true);
    expect(readFileSync(join(folder, "b.json"), "utf8")).toBe(CONTENT);
    expect(asked.splice(0)).toHaveLength(2);
  });

  test.each<[string, typeof answer, string]>([
    [
      "another content",
      (_, response) => response.end("{}"),
      "is not the file that was released: its SHA-256 is 44136f",
    ],
    ["no such file", (_, response) => response.writeHead(404).end(), "the server answers 404"],
    [
      "a connection that is cut",
      (_, response) => {
        response.writeHead(200, { "content-length": String(CONTENT.length) });
        response.write(CONTENT.slice(0, 50_000), () => response.destroy());
      },
      "b.json cannot be fetched: ",
    ],
  ])("keeps what was there at %s", async (name, second, message) => {
    const folder = join(root, name.replaceAll(" ", "-"));
    answer = (url, response) => (url.endsWith("b.json") ? second(url, response) : response.end(CONTENT));
    await expect(fetchSchemas(base, folder, two)).rejects.toThrow(message);
    expect(existsSync(folder)).toBe(false);
    answer = (_, response) => response.end(CONTENT);
    await fetchSchemas(base, folder, two);
    writeFileSync(join(folder, "a.json"), "old");
    answer = (url, response) => (url.endsWith("b.json") ? second(url, response) : response.end(CONTENT));
    await expect(fetchSchemas(base, folder, two)).rejects.toThrow(message);
    expect(readFileSync(join(folder, "a.json"), "utf8")).toBe("old");
    expect(
      readdirSync(dirname(folder)).filter((name) => name.includes(".")),
      "left behind",
    ).toEqual([]);
  });

  test("says which server does not answer", async () => {
    await expect(fetchSchemas("http://127.0.0.1:1", join(root, "none"), two)).rejects.toThrow(
      "http://127.0.0.1:1/a.json cannot be fetched: ",
    );
  });

  test("knows the sums of the seven models and of the mapping", () => {
    expect(Object.keys(SUMS)).toHaveLength(8);
    const folder = process.env["OSCAL_SCHEMA_DIR"] ?? FOLDER;
    for (const [name, sum] of Object.entries(SUMS)) {
      expect(sum).toMatch(/^[0-9a-f]{64}$/);
      if (!existsSync(join(folder, name))) continue;
      expect(
        createHash("sha256")
          .update(readFileSync(join(folder, name)))
          .digest("hex"),
      ).toBe(sum);
    }
  });
});
