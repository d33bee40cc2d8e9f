/** What a part of the shop is, by the names that tools know, and whose it is; `app` is what selectors go by. */
export function labels(name: string): Record<string, string> {
  return {
    app: name,
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/instance": "shop",
    owner: "shop-team",
    environment: "production",
    "data-classification": "internal",
  };
}
