import { describe, expect, test } from "vitest";
import { CI_SYSTEMS, commitOf, provenanceOf, type Variables } from "../../../src/model/ci.js";
import type { Provenance } from "../../../src/model/index.js";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";

/** What each system sets in a build of a pull request, or of a branch where it has none, and what is made of it. */
const BUILDS: readonly (readonly [Variables, Provenance])[] = [
  [
    {
      GITHUB_ACTIONS: "true",
      GITHUB_ACTOR: "someone",
      GITHUB_TRIGGERING_ACTOR: "someone-else",
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_REPOSITORY: "acme/shop",
      GITHUB_SHA: COMMIT,
      GITHUB_REF: "refs/pull/12/merge",
      GITHUB_HEAD_REF: "keys",
      GITHUB_RUN_ID: "77",
      GITHUB_RUN_ATTEMPT: "2",
    },
    {
      actor: "someone-else",
      repository: "https://github.com/acme/shop",
      commit: COMMIT,
      branch: "keys",
      pullRequest: { number: "12", url: "https://github.com/acme/shop/pull/12" },
      build: { system: "GitHub Actions", id: "77", url: "https://github.com/acme/shop/actions/runs/77/attempts/2" },
    },
  ],
  [
    {
      GITLAB_CI: "true",
      GITLAB_USER_LOGIN: "someone",
      CI_PROJECT_URL: "https://gitlab.example/acme/shop",
      CI_COMMIT_SHA: COMMIT,
      CI_COMMIT_AUTHOR: "The Author <author@example.com>",
      CI_MERGE_REQUEST_IID: "4",
      CI_MERGE_REQUEST_PROJECT_URL: "https://gitlab.example/acme/shop",
      CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: "keys",
      CI_JOB_ID: "99",
      CI_JOB_URL: "https://gitlab.example/acme/shop/-/jobs/99",
    },
    {
      actor: "someone",
      repository: "https://gitlab.example/acme/shop",
      commit: COMMIT,
      branch: "keys",
      author: "The Author",
      pullRequest: { number: "4", url: "https://gitlab.example/acme/shop/-/merge_requests/4" },
      build: { system: "GitLab CI/CD", id: "99", url: "https://gitlab.example/acme/shop/-/jobs/99" },
    },
  ],
  [
    {
      CIRCLECI: "true",
      CIRCLE_USERNAME: "someone",
      CIRCLE_REPOSITORY_URL: "git@github.com:acme/shop.git",
      CIRCLE_SHA1: COMMIT,
      CIRCLE_BRANCH: "keys",
      CIRCLE_PULL_REQUEST: "https://github.com/acme/shop/pull/12",
      CIRCLE_BUILD_NUM: "5",
      CIRCLE_BUILD_URL: "https://circleci.com/gh/acme/shop/5",
    },
    {
      actor: "someone",
      repository: "github.com:acme/shop.git",
      commit: COMMIT,
      branch: "keys",
      pullRequest: { number: "12", url: "https://github.com/acme/shop/pull/12" },
      build: { system: "CircleCI", id: "5", url: "https://circleci.com/gh/acme/shop/5" },
    },
  ],
  [
    {
      TF_BUILD: "True",
      BUILD_REQUESTEDFOR: "The Author",
      BUILD_REPOSITORY_URI: "https://token@dev.azure.com/acme/shop/_git/shop",
      BUILD_SOURCEVERSION: COMMIT,
      BUILD_SOURCEBRANCH: "refs/pull/3/merge",
      SYSTEM_PULLREQUEST_SOURCEBRANCH: "refs/heads/keys",
      SYSTEM_PULLREQUEST_PULLREQUESTID: "3",
      SYSTEM_COLLECTIONURI: "https://dev.azure.com/acme/",
      SYSTEM_TEAMPROJECT: "shop",
      BUILD_BUILDID: "41",
    },
    {
      actor: "The Author",
      repository: "https://dev.azure.com/acme/shop/_git/shop",
      commit: COMMIT,
      branch: "keys",
      pullRequest: { number: "3" },
      build: { system: "Azure Pipelines", id: "41", url: "https://dev.azure.com/acme/shop/_build/results?buildId=41" },
    },
  ],
  [
    {
      BITBUCKET_BUILD_NUMBER: "8",
      BITBUCKET_STEP_TRIGGERER_UUID: "{c0ffee}",
      BITBUCKET_GIT_HTTP_ORIGIN: "https://bitbucket.org/acme/shop",
      BITBUCKET_COMMIT: COMMIT,
      BITBUCKET_BRANCH: "keys",
      BITBUCKET_PR_ID: "6",
    },
    {
      actor: "{c0ffee}",
      repository: "https://bitbucket.org/acme/shop",
      commit: COMMIT,
      branch: "keys",
      pullRequest: { number: "6", url: "https://bitbucket.org/acme/shop/pull-requests/6" },
      build: { system: "Bitbucket Pipelines", id: "8", url: "https://bitbucket.org/acme/shop/pipelines/results/8" },
    },
  ],
  [
    {
      BUILDKITE: "true",
      BUILDKITE_BUILD_CREATOR: "The Author",
      BUILDKITE_BUILD_AUTHOR: "The Committer",
      BUILDKITE_REPO: "https://github.com/acme/shop.git",
      BUILDKITE_COMMIT: "HEAD",
      BUILDKITE_BRANCH: "main",
      BUILDKITE_PULL_REQUEST: "false",
      BUILDKITE_BUILD_NUMBER: "15",
      BUILDKITE_BUILD_URL: "https://buildkite.com/acme/shop/builds/15",
    },
    {
      actor: "The Author",
      repository: "https://github.com/acme/shop.git",
      branch: "main",
      author: "The Committer",
      build: { system: "Buildkite", id: "15", url: "https://buildkite.com/acme/shop/builds/15" },
    },
  ],
  [
    {
      CODEBUILD_BUILD_ID: "shop:1-2",
      CODEBUILD_INITIATOR: "shop-role/someone",
      CODEBUILD_SOURCE_REPO_URL: "https://github.com/acme/shop",
      CODEBUILD_RESOLVED_SOURCE_VERSION: COMMIT,
      CODEBUILD_WEBHOOK_HEAD_REF: "refs/heads/keys",
      CODEBUILD_WEBHOOK_TRIGGER: "pr/12",
    },
    {
      actor: "shop-role/someone",
      repository: "https://github.com/acme/shop",
      commit: COMMIT,
      branch: "keys",
      pullRequest: { number: "12" },
      build: { system: "AWS CodeBuild", id: "shop:1-2" },
    },
  ],
  [
    { TRAVIS: "true", TRAVIS_REPO_SLUG: "acme/shop", TRAVIS_COMMIT: COMMIT, TRAVIS_PULL_REQUEST: "12" },
    { repository: "acme/shop", commit: COMMIT, pullRequest: { number: "12" }, build: { system: "Travis CI" } },
  ],
  [
    {
      JENKINS_URL: "https://ci.example/",
      GIT_URL: "ssh://git@git.example:7999/acme/shop.git",
      GIT_COMMIT: COMMIT,
      BRANCH_NAME: "PR-12",
      CHANGE_BRANCH: "keys",
      CHANGE_ID: "12",
      CHANGE_URL: "https://git.example/acme/shop/pulls/12",
      JOB_NAME: "shop/PR-12",
      BUILD_NUMBER: "3",
      BUILD_URL: "https://ci.example/job/shop/3/",
    },
    {
      repository: "ssh://git.example:7999/acme/shop.git",
      commit: COMMIT,
      branch: "keys",
      pullRequest: { number: "12", url: "https://git.example/acme/shop/pulls/12" },
      build: { system: "Jenkins", id: "shop/PR-12 3", url: "https://ci.example/job/shop/3/" },
    },
  ],
];

describe("what continuous integration tells", () => {
  test("is read of every system that is known", () => {
    expect(BUILDS.map(([, told]) => told.build?.system)).toEqual(CI_SYSTEMS);
  });

  test.each(BUILDS)("%#: who, of which commit and in which build", (env, told) => {
    expect(provenanceOf(env)).toEqual(told);
  });

  test("is nothing outside of it, and where a variable says so", () => {
    expect(provenanceOf({})).toBeUndefined();
    expect(
      provenanceOf({ GITHUB_ACTIONS: "", TRAVIS: "false", CIRCLECI: undefined, GIT_COMMIT: COMMIT }),
    ).toBeUndefined();
  });

  test("counts empty variables as not set: GitHub sets a head only in pull requests", () => {
    const env = { GITHUB_ACTIONS: "true", GITHUB_HEAD_REF: "", GITHUB_REF: "refs/heads/main", GITHUB_SHA: "nonsense" };
    expect(provenanceOf(env)).toEqual({ branch: "main", build: { system: "GitHub Actions" } });
  });

  test("holds no credentials, whichever variable brings them", () => {
    const secret = "hunter2";
    const planted = [`https://user:${secret}@git.example/a`, `https://git.example/a?token=${secret}#${secret}`];
    let seen = 0;
    for (const value of [...planted, `user:${secret}@git.example:a/b`, `see https://x:${secret}@git.example/a`])
      for (const [env] of BUILDS) {
        const marks = Object.keys(env)[0] as string;
        const hostile = Object.fromEntries(Object.keys(env).map((name) => [name, name === marks ? env[name] : value]));
        const told = JSON.stringify(provenanceOf({ ...hostile, GITHUB_SERVER_URL: value.split("/a")[0] }));
        if (told.includes("git.example")) seen += 1;
        // A name or a branch is no address: only an address with a scheme is seen within one.
        if (/\/\/\S*:\S*@/.test(value)) expect(told).not.toContain(secret);
        else for (const key of ["repository", "url"]) expect(told).not.toMatch(new RegExp(`"${key}":"[^"]*${secret}`));
      }
    expect(seen).toBeGreaterThan(20);
  });
});

test.each([
  [{ GITHUB_SHA: "0123abc4567" }, "0123abc4567"],
  [{ CI_COMMIT_SHA: "a".repeat(40), OTHER: "b" }, "a".repeat(40)],
  [{ GITHUB_SHA: "$(rm -rf)" }, undefined],
  [{ GITHUB_SHA: "HEAD", GIT_COMMIT: COMMIT }, COMMIT],
  [{}, undefined],
])("the commit of %j is %s", (env, commit) => {
  expect(commitOf(env as Variables)).toBe(commit);
});
