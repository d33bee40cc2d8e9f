/** The tags of one resource, as far as they can be read. */
export interface TagReading {
  readonly tags: Readonly<Record<string, string>>;
  /** Some tags cannot be read: the tag may be there after all. */
  readonly open: boolean;
}
