import { visible } from "../model/present.js";

/** Text as OSCAL's strings and titles have to be: one line, not empty, not padded; nothing in it hides. */
export function line(text: string): string {
  const shown = visible(text).trim();
  return shown === "" ? "(empty)" : shown;
}

/** Text as plain words of OSCAL's Markdown: nothing in it is markup, a link or the insertion of a parameter. */
export function words(text: string): string {
  return line(text)
    .replace(/[\\`*_{}[\]()#|~^$!<>&@]/g, "\\$&")
    .replace(/^[-+=]/, "\\$&")
    .replace(/^(\d+)([.)])/, "$1\\$2");
}

/** Text as a token: letters that show, digits, `.`, `-` and `_`, the first no digit. What a token may not hold becomes `-`. */
export function token(text: string): string {
  const plain = text.replace(/[^\p{L}\p{N}._-]|\p{Default_Ignorable_Code_Point}/gu, "-");
  return /^[\p{L}_]/u.test(plain) ? plain : `_${plain}`;
}

/** An address of the web as a URI; anything else is taken for a path. */
export function address(url: string): string {
  const parsed = /^https?:\/\/[^/]/i.test(url) && URL.canParse(url) ? new URL(url).href : undefined;
  // What is escaped already is not escaped again.
  return parsed === undefined ? reference(url) : encodeURI(parsed).replace(/%25/g, "%");
}

/** A URN, or the path of a file, as a URI reference. */
export function reference(text: string): string {
  const whole = text.replace(/\p{Cs}/gu, "\uFFFD");
  const escaped = encodeURI(whole).replace(/[#?]/g, encodeURIComponent);
  if (escaped.startsWith("urn:pulumi:")) return escaped;
  // What stands before a colon would be taken for a scheme, and two slashes for a host.
  return /^[^/]*:|^\/\/|^$/.test(escaped) ? `./${escaped.replace(/^\/+/, "")}` : escaped;
}
