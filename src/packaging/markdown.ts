import { visible } from "../model/present.js";

/** Text in a Markdown table or paragraph: what Markdown and HTML would take as markup is escaped. */
export function plain(text: string): string {
  return visible(text).replace(/[\\`*_{}[\]<>|]/g, "\\$&");
}

/** A value as code in a Markdown table, where a pipe would end the cell. */
export function code(value: unknown): string {
  const text = visible(JSON.stringify(value) ?? "nothing").replaceAll("|", "\\|");
  const fence = "`".repeat(1 + Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length)));
  return fence.length === 1 ? `\`${text}\`` : `${fence} ${text} ${fence}`;
}

/** A Markdown table, its cells escaped already; nothing when there are no rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)];
}
