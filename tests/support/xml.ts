/** Reads XML strictly: whatever is not well-formed throws. */
import { SaxesParser, type SaxesTagPlain } from "saxes";

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  /** The text that stands in it, its children's not. */
  text: string;
}

/** The root element. */
export function parseXml(xml: string): XmlElement {
  const parser = new SaxesParser();
  const top: XmlElement = { name: "", attributes: {}, children: [], text: "" };
  const open = [top];
  const current = () => open.at(-1) as XmlElement;
  parser.on("error", (error) => {
    throw error;
  });
  for (const bad of ["doctype", "processinginstruction", "cdata", "comment"] as const)
    parser.on(bad, () => {
      throw new Error(`${bad} in ${xml.slice(0, 200)}`);
    });
  parser.on("opentag", ({ name, attributes }: SaxesTagPlain) => {
    const element: XmlElement = { name, attributes, children: [], text: "" };
    current().children.push(element);
    open.push(element);
  });
  parser.on("text", (text) => {
    current().text += text;
  });
  parser.on("closetag", () => open.pop());
  parser.write(xml).close();
  return top.children[0] as XmlElement;
}

/** All elements of that name, in order. */
export function descendants(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...descendants(child, name)]);
}
