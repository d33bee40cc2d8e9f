/** The tag of an image reference; undefined without one. A colon before the last slash belongs to the registry's port. */
export function tagOf(image: string): string | undefined {
  const name = image.slice(image.lastIndexOf("/") + 1);
  const colon = name.indexOf(":");
  return colon < 0 ? undefined : name.slice(colon + 1);
}

/** The reference names the image by its digest, whatever tag stands beside it. */
export function hasDigest(image: string): boolean {
  return image.includes("@");
}
