import type Handlebars from "handlebars/runtime";

/** The helpers of the templates; scripts/generate-templates.ts knows them by these names. */
export function registerHelpers(handlebars: typeof Handlebars): void {
  const { SafeString, escapeExpression } = handlebars;
  // The shape of a status or verdict; its word stands beside it.
  handlebars.registerHelper("icon", (name: string) => {
    const id = escapeExpression(name);
    return new SafeString(`<svg class="i i-${id}" aria-hidden="true"><use href="#i-${id}"/></svg>`);
  });
  // The place of a value, in the blanks that the script fills in; nothing elsewhere.
  handlebars.registerHelper("slot", (name: string, { data }: Handlebars.HelperOptions) =>
    data.root.blank === true ? new SafeString(` data-slot="${escapeExpression(name)}"`) : "",
  );
  // A URN, which may be broken after its separators.
  handlebars.registerHelper("urn", (urn: string) => new SafeString(escapeExpression(urn).replaceAll("::", "::<wbr>")));
}
