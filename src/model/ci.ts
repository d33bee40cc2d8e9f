import type { Provenance } from "./provenance.js";
import { branchName, commitHash, plainLine, present, withoutCredentials } from "./told.js";

export type Variables = Readonly<Record<string, string | undefined>>;

/** Raw values of variables; cleaned when they are all there. */
interface Told {
  readonly actor?: string | undefined;
  readonly repository?: string | undefined;
  readonly branch?: string | undefined;
  readonly author?: string | undefined;
  readonly pullRequest?: string | undefined;
  readonly pullRequestUrl?: string | undefined;
  readonly build?: string | undefined;
  readonly buildUrl?: string | undefined;
}

interface System {
  readonly name: string;
  /** A variable that only this system sets. */
  readonly mark: string;
  /** The variable with the commit that it runs on. */
  readonly commit: string;
  /** The variables' values; those that are empty count as not set. */
  readonly told: (the: Variables) => Told;
}

/** Systems of continuous integration, by the variables that their documentation names. */
const SYSTEMS: readonly System[] = [
  {
    name: "GitHub Actions",
    mark: "GITHUB_ACTIONS",
    commit: "GITHUB_SHA",
    told: (the) => {
      const repository = joined(the["GITHUB_SERVER_URL"], "/", the["GITHUB_REPOSITORY"]);
      const pullRequest = /^refs\/pull\/(\d+)\//.exec(the["GITHUB_REF"] ?? "")?.[1];
      const run = joined(repository, "/actions/runs/", the["GITHUB_RUN_ID"]);
      return {
        // Who re-runs a workflow is not who began it.
        actor: the["GITHUB_TRIGGERING_ACTOR"] ?? the["GITHUB_ACTOR"],
        repository,
        branch: the["GITHUB_HEAD_REF"] ?? the["GITHUB_REF"],
        pullRequest,
        pullRequestUrl: joined(repository, "/pull/", pullRequest),
        build: the["GITHUB_RUN_ID"],
        buildUrl: joined(run, "/attempts/", the["GITHUB_RUN_ATTEMPT"]) ?? run,
      };
    },
  },
  {
    name: "GitLab CI/CD",
    mark: "GITLAB_CI",
    commit: "CI_COMMIT_SHA",
    told: (the) => ({
      actor: the["GITLAB_USER_LOGIN"],
      repository: the["CI_PROJECT_URL"],
      branch: the["CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"] ?? the["CI_COMMIT_BRANCH"],
      author: the["CI_COMMIT_AUTHOR"],
      pullRequest: the["CI_MERGE_REQUEST_IID"],
      pullRequestUrl: joined(the["CI_MERGE_REQUEST_PROJECT_URL"], "/-/merge_requests/", the["CI_MERGE_REQUEST_IID"]),
      build: the["CI_JOB_ID"],
      buildUrl: the["CI_JOB_URL"],
    }),
  },
  {
    name: "CircleCI",
    mark: "CIRCLECI",
    commit: "CIRCLE_SHA1",
    told: (the) => ({
      actor: the["CIRCLE_USERNAME"],
      repository: the["CIRCLE_REPOSITORY_URL"],
      branch: the["CIRCLE_BRANCH"],
      pullRequest: the["CIRCLE_PR_NUMBER"] ?? /\/(\d+)$/.exec(the["CIRCLE_PULL_REQUEST"] ?? "")?.[1],
      pullRequestUrl: the["CIRCLE_PULL_REQUEST"],
      build: the["CIRCLE_BUILD_NUM"],
      buildUrl: the["CIRCLE_BUILD_URL"],
    }),
  },
  {
    name: "Azure Pipelines",
    mark: "TF_BUILD",
    commit: "BUILD_SOURCEVERSION",
    told: (the) => ({
      actor: the["BUILD_REQUESTEDFOR"],
      repository: the["BUILD_REPOSITORY_URI"],
      branch: the["SYSTEM_PULLREQUEST_SOURCEBRANCH"] ?? the["BUILD_SOURCEBRANCH"],
      pullRequest: the["SYSTEM_PULLREQUEST_PULLREQUESTNUMBER"] ?? the["SYSTEM_PULLREQUEST_PULLREQUESTID"],
      build: the["BUILD_BUILDID"],
      buildUrl: joined(
        joined(the["SYSTEM_COLLECTIONURI"], "", the["SYSTEM_TEAMPROJECT"]),
        "/_build/results?buildId=",
        the["BUILD_BUILDID"],
      ),
    }),
  },
  {
    name: "Bitbucket Pipelines",
    mark: "BITBUCKET_BUILD_NUMBER",
    commit: "BITBUCKET_COMMIT",
    told: (the) => ({
      actor: the["BITBUCKET_STEP_TRIGGERER_UUID"],
      repository: the["BITBUCKET_GIT_HTTP_ORIGIN"],
      branch: the["BITBUCKET_BRANCH"],
      pullRequest: the["BITBUCKET_PR_ID"],
      pullRequestUrl: joined(the["BITBUCKET_GIT_HTTP_ORIGIN"], "/pull-requests/", the["BITBUCKET_PR_ID"]),
      build: the["BITBUCKET_BUILD_NUMBER"],
      buildUrl: joined(the["BITBUCKET_GIT_HTTP_ORIGIN"], "/pipelines/results/", the["BITBUCKET_BUILD_NUMBER"]),
    }),
  },
  {
    name: "Buildkite",
    mark: "BUILDKITE",
    commit: "BUILDKITE_COMMIT",
    told: (the) => ({
      actor: the["BUILDKITE_BUILD_CREATOR"],
      repository: the["BUILDKITE_REPO"],
      branch: the["BUILDKITE_BRANCH"],
      author: the["BUILDKITE_BUILD_AUTHOR"],
      pullRequest: numberIn(the["BUILDKITE_PULL_REQUEST"]),
      build: the["BUILDKITE_BUILD_NUMBER"],
      buildUrl: the["BUILDKITE_BUILD_URL"],
    }),
  },
  {
    name: "AWS CodeBuild",
    mark: "CODEBUILD_BUILD_ID",
    commit: "CODEBUILD_RESOLVED_SOURCE_VERSION",
    told: (the) => ({
      actor: the["CODEBUILD_INITIATOR"],
      repository: the["CODEBUILD_SOURCE_REPO_URL"],
      branch: the["CODEBUILD_WEBHOOK_HEAD_REF"],
      pullRequest: /^pr\/(\d+)$/.exec(the["CODEBUILD_WEBHOOK_TRIGGER"] ?? "")?.[1],
      build: the["CODEBUILD_BUILD_ID"],
      buildUrl: the["CODEBUILD_BUILD_URL"],
    }),
  },
  {
    name: "Travis CI",
    mark: "TRAVIS",
    commit: "TRAVIS_COMMIT",
    told: (the) => ({
      repository: the["TRAVIS_REPO_SLUG"],
      branch: the["TRAVIS_PULL_REQUEST_BRANCH"] ?? the["TRAVIS_BRANCH"],
      pullRequest: numberIn(the["TRAVIS_PULL_REQUEST"]),
      build: the["TRAVIS_BUILD_ID"],
      buildUrl: the["TRAVIS_BUILD_WEB_URL"],
    }),
  },
  // Last, since its agents may run what another system has started.
  {
    name: "Jenkins",
    mark: "JENKINS_URL",
    commit: "GIT_COMMIT",
    told: (the) => ({
      actor: the["BUILD_USER_ID"],
      repository: the["GIT_URL"],
      branch: the["CHANGE_BRANCH"] ?? the["BRANCH_NAME"] ?? the["GIT_BRANCH"],
      pullRequest: the["CHANGE_ID"],
      pullRequestUrl: the["CHANGE_URL"],
      build: joined(the["JOB_NAME"], " ", the["BUILD_NUMBER"]),
      buildUrl: the["BUILD_URL"],
    }),
  },
];

/** Names of the systems whose variables are understood. */
export const CI_SYSTEMS: readonly string[] = SYSTEMS.map(({ name }) => name);

/**
 * Who runs what, of which commit and in which build, as the variables of continuous integration tell it. No credentials
 * are in it. Undefined where none of the systems is recognised.
 */
export function provenanceOf(env: Variables): Provenance | undefined {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const system = SYSTEMS.find(({ mark }) => set[mark] !== undefined && !/^(false|0)$/i.test(set[mark]));
  if (system === undefined) return undefined;
  const told = system.told(set);
  const number = plainLine(told.pullRequest);
  return present<Provenance>({
    actor: plainLine(told.actor),
    repository: withoutCredentials(told.repository),
    commit: commitHash(set[system.commit]),
    branch: branchName(told.branch),
    author: plainLine(withoutEmail(told.author)),
    pullRequest: number === undefined ? undefined : present({ number, url: withoutCredentials(told.pullRequestUrl) }),
    build: present({ system: system.name, id: plainLine(told.build), url: withoutCredentials(told.buildUrl) }),
  });
}

/** The commit of the program's source, whichever system tells it; undefined where nothing that looks like one is told. */
export function commitOf(env: Variables): string | undefined {
  for (const { commit } of SYSTEMS) {
    const hash = commitHash(env[commit]);
    if (hash !== undefined) return hash;
  }
  return undefined;
}

/** Reports go to many readers: a name tells who it was. An address stays only where there is no name. */
export function withoutEmail(author: string | undefined): string | undefined {
  return author?.replace(/(\S)\s*<[^<>]*>\s*$/, "$1");
}

function joined(first: string | undefined, between: string, last: string | undefined): string | undefined {
  return first === undefined || last === undefined ? undefined : `${first}${between}${last}`;
}

/** "false" stands for no pull request. */
function numberIn(text: string | undefined): string | undefined {
  return text !== undefined && /^\d+$/.test(text) ? text : undefined;
}
