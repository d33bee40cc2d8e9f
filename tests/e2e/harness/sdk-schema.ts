import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

/** The shapes that a stub has to make values of. */
export type Shape = "string" | "number" | "boolean" | "list" | "object";

/** What an SDK's declarations tell of a resource type. */
export interface SdkSchema {
  /** Properties that a program can set. */
  readonly inputs: ReadonlySet<string>;
  /** Properties that the provider answers whether set or not: outputs, and inputs that are also computed. */
  readonly computed: ReadonlyMap<string, Shape>;
}

const cache = new Map<string, SdkSchema>();

/**
 * Reads the class of a type token such as `aws:s3/bucket:Bucket` from the declarations of @pulumi/aws. An output that
 * may be undefined is an optional input that the provider leaves alone; any other is answered by the provider.
 * @throws Error when the SDK has no such type
 */
export function sdkSchema(token: string): SdkSchema {
  const known = cache.get(token);
  if (known) return known;
  const [provider, module, name] = token.split(":") as [string, string, string];
  const root = dirname(require.resolve(`@pulumi/${provider}/package.json`));
  const file = join(root, `${module}.d.ts`);
  if (!existsSync(file)) throw new Error(`@pulumi/${provider} has no resource ${token}: ${file} is missing`);
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022);
  const computed = new Map<string, Shape>();
  const inputs = new Set<string>();
  for (const statement of source.statements) {
    if (ts.isClassDeclaration(statement) && statement.name?.text === name) {
      for (const member of statement.members) addComputed(member, source, computed);
    } else if (ts.isInterfaceDeclaration(statement) && statement.name.text === `${name}Args`) {
      for (const member of statement.members) if (member.name) inputs.add(member.name.getText(source));
    }
  }
  const schema = { inputs, computed };
  cache.set(token, schema);
  return schema;
}

function addComputed(member: ts.ClassElement, source: ts.SourceFile, computed: Map<string, Shape>): void {
  if (!ts.isPropertyDeclaration(member) || !member.type || !ts.isTypeReferenceNode(member.type)) return;
  const type = member.type.typeArguments?.[0];
  if (type === undefined || member.type.typeName.getText(source) !== "pulumi.Output") return;
  const optional = ts.isUnionTypeNode(type) && type.types.some((one) => one.kind === ts.SyntaxKind.UndefinedKeyword);
  if (!optional) computed.set(member.name.getText(source), shape(type));
}

function shape(type: ts.TypeNode): Shape {
  if (ts.isArrayTypeNode(type)) return "list";
  if (type.kind === ts.SyntaxKind.StringKeyword) return "string";
  if (type.kind === ts.SyntaxKind.NumberKeyword) return "number";
  return type.kind === ts.SyntaxKind.BooleanKeyword ? "boolean" : "object";
}
