/**
 * What rules may declare parameters with: a part of zod by its own names, so that the bundle of a pack, which every
 * preview reads anew, holds no more of zod than this needs.
 */
export {
  array,
  boolean,
  enum,
  int,
  literal,
  number,
  type output,
  record,
  strictObject,
  string,
  tuple,
  union,
  type ZodObject,
  type ZodType,
} from "zod";
