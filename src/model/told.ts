import { cut } from "./present.js";

/** Schemes of repositories and of pages about builds; others could run something when they are followed. */
const SCHEMES: ReadonlySet<string> = new Set(["https:", "http:", "ssh:", "git:"]);
/** A user, with or without a password, behind a scheme: addresses may stand within others. */
const USERS = /([a-z][a-z0-9+.-]*:\/\/)[^\s/]*@/gi;
const LONGEST_ADDRESS = 2000;
const LONGEST_LINE = 300;

/**
 * An address without what could be a credential: user, password, fragment, and every parameter that is more than a number.
 * `user@host:path` and plain paths are taken too. Undefined for what is no address.
 */
export function withoutCredentials(text: string | undefined): string | undefined {
  const address = text?.trim().replace(USERS, "$1") ?? "";
  if (address === "" || address.length > LONGEST_ADDRESS || /[\s\p{Cc}]/u.test(address)) return undefined;
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(address)) {
    // Up to the last sign, since a password may hold one. A path from a root or a folder has no user.
    return /^[./]/.test(address) ? address : address.slice(address.lastIndexOf("@") + 1) || undefined;
  }
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !SCHEMES.has(url.protocol) || url.host === "") return undefined;
  // A third slash would have hidden them.
  url.username = "";
  url.password = "";
  url.hash = "";
  for (const [name, value] of [...url.searchParams]) if (!/^\d{1,20}$/.test(value)) url.searchParams.delete(name);
  return url.href;
}

/** The first line of a text, cut where it is long, without credentials in the addresses that it names. Undefined when it is empty. */
export function plainLine(text: string | undefined): string | undefined {
  const first =
    text
      ?.trim()
      .split(/[\r\n]/, 1)[0]
      ?.trim() ?? "";
  return first === "" ? undefined : cut(first.replace(USERS, "$1"), LONGEST_LINE);
}

/** A commit's hash; undefined for what does not look like one. */
export function commitHash(text: string | undefined): string | undefined {
  return text !== undefined && /^[0-9a-f]{7,64}$/i.test(text) ? text.toLowerCase() : undefined;
}

/** `refs/heads/main` is the branch main; other references stay whole. */
export function branchName(text: string | undefined): string | undefined {
  return plainLine(text?.replace(/^refs\/heads\//, ""));
}

/** The object without the entries that are undefined. */
export function present<T extends object>(entries: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as T;
}
