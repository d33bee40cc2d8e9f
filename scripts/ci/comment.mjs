// Writes a report into the pull request as one comment, which later runs for the same subject update.
//   KONDUCTOR_TOKEN=… KONDUCTOR_AUTHOR=… KONDUCTOR_SUBJECT=… node scripts/ci/comment.mjs REPORT
// The rest it knows from the variables of GitHub Actions. A token that may not write is told, and is no failure.
import { createHash } from "node:crypto";
import { appendFileSync, readFileSync } from "node:fs";

const PAGE = 100;
const MOST_PAGES = 100;
const LONGEST = 65_536;
const TIMEOUT_MS = 30_000;

const env = process.env;
const needed = (name) => env[name] || fail(`${name} is not set`);

function fail(message) {
  console.error(`error: ${message}`);
  process.exit(1);
}

const [file = fail("give the report's file")] = process.argv.slice(2);
const { pull_request: pullRequest } = JSON.parse(readFileSync(needed("GITHUB_EVENT_PATH"), "utf8"));
const number = pullRequest?.number;
if (!Number.isSafeInteger(number)) fail("the event is no pull request");
const repository = needed("GITHUB_REPOSITORY");
if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) fail("GITHUB_REPOSITORY names no repository");
const api = `${needed("GITHUB_API_URL")}/repos/${repository}/issues`;
const author = needed("KONDUCTOR_AUTHOR");
// A digest, since a name could end the comment that hides it.
const subject = createHash("sha256").update(needed("KONDUCTOR_SUBJECT")).digest("hex").slice(0, 16);
const marker = `<!-- konductor-report ${subject} -->`;

class Refused extends Error {}

async function call(method, url, body) {
  const response = await fetch(url, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${needed("KONDUCTOR_TOKEN")}`,
      "content-type": "application/json",
      "user-agent": "konductor",
      "x-github-api-version": "2022-11-28",
    },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (response.status === 401 || response.status === 403 || response.status === 404)
    throw new Refused(`${response.status}`);
  if (!response.ok) throw new Error(`GitHub answered ${response.status} to ${method}`);
  return response.status === 204 ? undefined : response.json();
}

/** Ours, the oldest first: what others wrote under our marker is theirs. */
async function ours() {
  const found = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const comments = await call("GET", `${api}/${number}/comments?per_page=${PAGE}&page=${page}`);
    found.push(...comments.filter(({ body, user }) => user?.login === author && body?.startsWith(marker)));
    if (comments.length < PAGE) break;
  }
  return found.sort((a, b) => a.id - b.id);
}

async function write(body) {
  const update = (id) => call("PATCH", `${api}/comments/${id}`, { body });
  const [known] = await ours();
  if (known !== undefined) return update(known.id);
  const made = await call("POST", `${api}/${number}/comments`, { body });
  // Another run may have written one meanwhile: the oldest stays.
  const [first, ...more] = await ours();
  if (first === undefined || more.length === 0) return made;
  for (const { id } of more) await call("DELETE", `${api}/comments/${id}`);
  return update(first.id);
}

const text = `${marker}\n${readFileSync(file, "utf8")}`;
if (text.length > LONGEST) fail(`${file} is longer than a comment may be; give report.md, which is not`);
try {
  const { html_url: url } = await write(text);
  console.log(`commented: ${url}`);
  if (env.GITHUB_OUTPUT && /^https?:\/\/\S+$/.test(url)) appendFileSync(env.GITHUB_OUTPUT, `url=${url}\n`);
} catch (error) {
  if (!(error instanceof Refused)) fail(error.message);
  console.log(
    `::warning::The token may not comment on this pull request (${error.message}); it needs the permission pull-requests: write. The summary of the job tells the result.`,
  );
}
