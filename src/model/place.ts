/** Where a resource stands, as far as its stack tells. */
export interface Place {
  /** Partition of AWS that the account is in; absent for `aws` itself. */
  readonly partition?: string;
  /** The account of AWS, twelve digits. Absent where it is not known, or the provider has no accounts. */
  readonly account?: string;
  /** `global` for a service that has no regions. Absent where it is not known, or the provider has no regions. */
  readonly region?: string;
}

export const GLOBAL = "global";
