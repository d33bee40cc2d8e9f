/** The script that comments on a pull request, against a server that answers as GitHub does. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { ROOT } from "../e2e/harness/examples.js";
import { temporaryFolder } from "../support/input-files.js";

const folder = temporaryFolder();
const BOT = "github-actions[bot]";
const TOKEN = "ghs_hunter2";
const report = folder.write("report.md", "# Konductor: one\n\n<!-- konductor-report -->\n");
const event = folder.write("event.json", JSON.stringify({ pull_request: { number: 7, title: "$(touch pwned)" } }));

interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string };
}

/** The comments of pull request 7 of acme/shop. */
class GitHub {
  comments: Comment[] = [];
  readonly calls: string[] = [];
  refuses: number | undefined;
  /** Before the answer to the call that it names, once. */
  meanwhile: { call: string; act: () => void } | undefined;
  #server: Server | undefined;
  #next = 1000;

  add(login: string, body: string): Comment {
    const comment = { id: this.#next++, body, user: { login } };
    this.comments.push(comment);
    return comment;
  }

  async start(): Promise<string> {
    this.#server = createServer((request, response) => {
      let text = "";
      request.on("data", (chunk) => (text += chunk));
      request.on("end", () => {
        const { method = "", url = "", headers } = request;
        const refused = headers.authorization === `Bearer ${TOKEN}` ? this.refuses : 401;
        const [status, answer] =
          refused !== undefined && (refused === 401 || method !== "GET")
            ? [refused, { message: "no" }]
            : this.#answer(method, new URL(url, "http://x"), text === "" ? {} : JSON.parse(text));
        response.writeHead(status, { "content-type": "application/json" });
        response.end(status === 204 ? undefined : JSON.stringify(answer));
      });
    });
    await new Promise<void>((done) => this.#server?.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server?.close();
  }

  #answer(method: string, { pathname, searchParams }: URL, { body = "" }: { body?: string }): [number, unknown] {
    this.calls.push(method);
    if (this.meanwhile?.call === method) {
      this.meanwhile.act();
      this.meanwhile = undefined;
    }
    const told = (comment: Comment) => ({ ...comment, html_url: `https://github.com/acme/shop/pull/7#${comment.id}` });
    if (pathname === "/repos/acme/shop/issues/7/comments") {
      if (method === "POST") return [201, told(this.add(BOT, body))];
      const [size, page] = [Number(searchParams.get("per_page")), Number(searchParams.get("page"))];
      return [200, this.comments.slice((page - 1) * size, page * size).map(told)];
    }
    const id = Number(/^\/repos\/acme\/shop\/issues\/comments\/(\d+)$/.exec(pathname)?.[1]);
    const comment = this.comments.find((one) => one.id === id);
    if (comment === undefined) return [404, {}];
    if (method === "DELETE") {
      this.comments = this.comments.filter((one) => one !== comment);
      return [204, undefined];
    }
    comment.body = body;
    return [200, told(comment)];
  }
}

let github = new GitHub();
afterEach(() => {
  github.stop();
  github = new GitHub();
});

async function comment(file = report, env: Readonly<Record<string, string>> = {}) {
  const output = folder.write("output", "");
  const url = await github.start();
  const ran = await new Promise<{ code: number; text: string }>((done) => {
    execFile(
      process.execPath,
      [join(ROOT, "scripts/ci/comment.mjs"), file],
      {
        env: {
          GITHUB_API_URL: url,
          GITHUB_EVENT_PATH: event,
          GITHUB_OUTPUT: output,
          GITHUB_REPOSITORY: "acme/shop",
          KONDUCTOR_AUTHOR: BOT,
          KONDUCTOR_SUBJECT: "infra prod",
          KONDUCTOR_TOKEN: TOKEN,
          ...env,
        },
      },
      (error, stdout, stderr) => done({ code: error === null ? 0 : Number(error.code), text: `${stdout}${stderr}` }),
    );
  });
  github.stop();
  expect(ran.text).not.toContain("hunter2");
  return { ...ran, output: readFileSync(output, "utf8") };
}

describe("the comment on a pull request", () => {
  test("is made by the first run and updated by the second: there are never two", async () => {
    const first = await comment();
    expect(first.code, first.text).toBe(0);
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toMatch(/^<!-- konductor-report [0-9a-f]{16} -->\n# Konductor: one/);
    expect(first.output).toBe("url=https://github.com/acme/shop/pull/7#1000\n");

    const second = await comment(folder.write("second.md", "# Konductor: two\n"));
    expect(second.code, second.text).toBe(0);
    expect(github.comments.map(({ id, body }) => [id, body.split("\n")[1]])).toEqual([[1000, "# Konductor: two"]]);
    expect(github.calls.filter((call) => call === "POST")).toHaveLength(1);
  });

  test("is found behind hundreds of others", async () => {
    for (let i = 0; i < 250; i++) github.add("someone", "Looks good");
    await comment();
    for (let i = 0; i < 150; i++) github.add("someone", "Still does");
    await comment();
    expect(github.comments.filter(({ user }) => user.login === BOT)).toHaveLength(1);
  });

  test("of each subject is one of its own, whatever its name holds", async () => {
    await comment();
    await comment(report, { KONDUCTOR_SUBJECT: "infra dev --> <script>" });
    await comment(report, { KONDUCTOR_SUBJECT: "infra dev --> <script>" });
    expect(github.comments).toHaveLength(2);
    for (const { body } of github.comments) expect(body).not.toContain("<script>");
  });

  test("of somebody else with our marker stays as it is", async () => {
    await comment();
    const marker = github.comments[0]?.body.split("\n")[0] ?? "";
    github.comments = [];
    const planted = github.add("stranger", `${marker}\nAll is well`);
    const quoted = github.add(BOT, `> ${marker}`);
    await comment();
    expect(planted.body).toContain("All is well");
    expect(quoted.body).toBe(`> ${marker}`);
    expect(github.comments).toHaveLength(3);
  });

  test("is one even when two runs write at once: the oldest stays, with the last text", async () => {
    await comment();
    const marker = github.comments[0]?.body.split("\n")[0] ?? "";
    github.comments = [];
    github.meanwhile = { call: "POST", act: () => github.add(BOT, `${marker}\n# of the other run`) };
    const { code } = await comment();
    expect(code).toBe(0);
    expect(github.comments.map(({ id, body }) => [id, body.split("\n")[1]])).toEqual([[1001, "# Konductor: one"]]);
  });

  test.each([401, 403, 404])("that the token may not write (%d) is told, and fails nothing", async (status) => {
    github.refuses = status;
    const { code, text, output } = await comment();
    expect(code).toBe(0);
    expect(text).toMatch(/^::warning::The token may not comment .*pull-requests: write/);
    expect(output).toBe("");
    expect(github.comments).toEqual([]);
  });

  test.each<[string, string, Readonly<Record<string, string>>, RegExp]>([
    ["a report that is too long", folder.write("long.md", "x".repeat(70_000)), {}, /longer than a comment may be/],
    ["an event of something else", report, { GITHUB_EVENT_PATH: folder.write("push.json", "{}") }, /no pull request/],
    [
      "a number that is none",
      report,
      { GITHUB_EVENT_PATH: folder.write("n.json", '{"pull_request":{"number":"7/../8"}}') },
      /no pull request/,
    ],
    ["a repository that is none", report, { GITHUB_REPOSITORY: "a/b/../c" }, /names no repository/],
    ["no token", report, { KONDUCTOR_TOKEN: "" }, /KONDUCTOR_TOKEN is not set/],
    ["no author", report, { KONDUCTOR_AUTHOR: "" }, /KONDUCTOR_AUTHOR is not set/],
  ])("fails for %s", async (_, file, env, says) => {
    const { code, text } = await comment(file, env);
    expect(code).toBe(1);
    expect(text).toMatch(says);
    expect(github.calls.filter((call) => call !== "GET")).toEqual([]);
  });

  test("fails when GitHub does", async () => {
    github.refuses = 500;
    expect(await comment()).toMatchObject({ code: 1, text: expect.stringContaining("GitHub answered 500 to POST") });
  });
});
