import { validateHeaderName, validateHeaderValue } from "node:http";
import { InputError } from "../model/index.js";

/**
 * The URL of a receiver.
 * @param from what names it, for messages, which never quote it: it may hold a secret
 * @throws InputError when it is none of HTTP, or has a password in it
 */
export function httpUrl(text: string, from: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new InputError(`${from} takes a URL that begins with https:// or http://`);
  if (url.username !== "" || url.password !== "")
    throw new InputError(`${from} has a user name or password in its URL: others could read it there, so leave it out`);
  url.hash = "";
  return url;
}

/**
 * Reads `key=value,key=value` with percent-encoded values, as OpenTelemetry writes lists in variables.
 * @param from the variable, for messages, which quote no value
 * @throws InputError for what is no such list
 */
export function keyValues(text: string | undefined, from: string): Readonly<Record<string, string>> {
  const pairs = (text ?? "").split(",").map((pair) => pair.trim());
  return Object.fromEntries(
    pairs
      .filter((pair) => pair !== "")
      .map((pair, i) => {
        const [, key, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
        const decoded = value === undefined ? undefined : percentDecoded(value.trim());
        if (key === undefined || decoded === undefined)
          throw new InputError(`${from} takes key=value,key=value with percent-encoded values; pair ${i + 1} is none`);
        return [key.trim(), decoded];
      }),
  );
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Header fields of a variable, as `keyValues` reads them. @throws InputError for what HTTP does not take */
export function headerFields(text: string | undefined, from: string): Readonly<Record<string, string>> {
  const fields = Object.entries(keyValues(text, from));
  fields.forEach(([name, value], i) => {
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch {
      throw new InputError(`${from}: pair ${i + 1} is no header field that HTTP takes`);
    }
  });
  return Object.fromEntries(fields.map(([name, value]) => [name.toLowerCase(), value]));
}
