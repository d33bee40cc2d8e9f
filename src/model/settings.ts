/** What is known of a resource's tags. */
export interface TagReading {
  readonly tags: Readonly<Record<string, string>>;
  /** True where the resource may have tags that are not known here. */
  readonly open: boolean;
}
