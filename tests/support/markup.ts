/** Looks at a parsed page. */

import type { DefaultTreeAdapterTypes } from "parse5";
import { parse, parseFragment, defaultTreeAdapter as tree } from "parse5";

type Node = DefaultTreeAdapterTypes.Node;
export type Element = DefaultTreeAdapterTypes.Element;

export function elementsOf(html: string): Element[] {
  return collect(parse(html));
}

export function elementsOfFragment(html: string): Element[] {
  return collect(parseFragment(html));
}

function collect(root: Node): Element[] {
  const found: Element[] = [];
  const walk = (node: Node) => {
    if (tree.isElementNode(node)) found.push(node);
    if ("childNodes" in node) for (const child of node.childNodes) walk(child);
    if ("content" in node) walk(node.content);
  };
  walk(root);
  return found;
}

export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((attr) => attr.name === name)?.value;
}

/** The text in an element, as it is read. */
export function textOf(node: Node): string {
  if (tree.isTextNode(node)) return node.value;
  return "childNodes" in node ? node.childNodes.map(textOf).join("") : "";
}

/** Element and attribute names in order, without their values: what a page is made of. */
export function structure(elements: readonly Element[]): string[] {
  return elements
    .filter((element) => element.tagName !== "wbr")
    .map((element) => `${depth(element)} ${element.tagName} ${element.attrs.map((attr) => attr.name).join(" ")}`);
}

function depth(element: Element): number {
  let levels = 0;
  for (let node = element.parentNode; node && tree.isElementNode(node); node = node.parentNode) levels += 1;
  return levels;
}
