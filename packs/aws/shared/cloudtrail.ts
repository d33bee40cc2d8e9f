import type * as aws from "@pulumi/aws";
import { all, any, type Check, kind, type Ref } from "../../../src/authoring/index.js";
import { bucket } from "./s3.js";

export const trail = kind<aws.cloudtrail.TrailArgs>({
  name: "trail",
  types: ["aws:cloudtrail/trail:Trail"],
  references: { s3BucketName: () => bucket },
});

export const logGroup = kind<aws.cloudwatch.LogGroupArgs>({
  name: "log group",
  types: ["aws:cloudwatch/logGroup:LogGroup"],
});

type Selector = aws.types.input.cloudtrail.TrailEventSelector;
type AdvancedSelector = aws.types.input.cloudtrail.TrailAdvancedEventSelector;
type Field = aws.types.input.cloudtrail.TrailAdvancedEventSelectorFieldSelector;

const OBJECT = "AWS::S3::Object";

/** Some event selector of the trail, plain or advanced, records these accesses to S3 objects. */
export function recordsObjects(t: Ref<aws.cloudtrail.TrailArgs>, access: "ReadOnly" | "WriteOnly"): Check {
  const expected = `a selector for S3 objects that records ${access === "ReadOnly" ? "reads" : "writes"}`;
  return any(
    t.get("eventSelectors").some((selector) => plainlySelects(selector as Ref<Selector>, access), expected),
    t.get("advancedEventSelectors").some((s) => selects(s as Ref<AdvancedSelector>, access), expected),
  );
}

function plainlySelects(selector: Ref<Selector>, access: "ReadOnly" | "WriteOnly"): Check {
  return all(
    selector.get("readWriteType").or("All").oneOf(["All", access]),
    selector
      .get("dataResources")
      .some((resource) => all(resource.get("type").is(OBJECT), resource.get("values").isSet("ARNs")), "S3 objects"),
  );
}

function selects(selector: Ref<AdvancedSelector>, access: "ReadOnly" | "WriteOnly"): Check {
  const fields = selector.get("fieldSelectors");
  const equals = (name: string, value: string) =>
    fields.some((field) => all(field.get("field").is(name), field.get("equals").includes(value)), `${name} ${value}`);
  return all(
    equals("eventCategory", "Data"),
    equals("resources.type", OBJECT),
    fields.every((field) => keeps(field, access)),
  );
}

/** The field leaves none of the accesses out, except those to other buckets. */
function keeps(field: Ref<Field>, access: "ReadOnly" | "WriteOnly"): Check {
  const name = field.get("field");
  return any(
    name.oneOf(["eventCategory", "resources.type", "resources.ARN", "eventSource"]),
    all(name.is("readOnly"), field.get("equals").includes(access === "ReadOnly" ? "true" : "false")),
  );
}
