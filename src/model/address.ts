/**
 * An address of the web as RFC 3986 writes it, without a name and password that it may hold; undefined where it is none, or
 * its host is no name of the DNS and no IP address.
 */
export function webAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, host, pathname, search, hash } = new URL(text);
  if (!/^https?:$/.test(protocol) || !/^([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d+)?$/.test(host)) return undefined;
  const [query, fragment] = [search, hash].map((part) => part && part.charAt(0) + escaped(part.slice(1)));
  return `${protocol}//${host}${escaped(pathname)}${query}${fragment}`;
}

/** What neither a path, a query nor a fragment may hold becomes octets. */
function escaped(part: string): string {
  return part.replace(/%(?![0-9a-f]{2})|[^\w\-.~:/?@!$&'()*+,;=%]/gi, encodeURIComponent);
}
