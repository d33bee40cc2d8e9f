/** The stub providers as the real engine talks to them: over gRPC, in its order. */
import providerRpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { UNKNOWN } from "../../src/model/index.js";
import { fromStruct, grpc, type Properties, toStruct } from "./harness/protobuf.js";
import { serveProvider } from "./harness/provider-server.js";

type Server = Awaited<ReturnType<typeof serveProvider>>;
const servers: Record<string, Server> = {};

beforeAll(async () => {
  for (const name of ["aws", "kubernetes"]) servers[name] = await serveProvider(name, "1.2.3");
});
afterAll(() => {
  for (const server of Object.values(servers)) server.stop();
});

type Client = InstanceType<typeof providerRpc.ResourceProviderClient>;
const clients = new Map<string, Client>();

/** A connection of its own, as each provider resource has one. */
function connect(name: string): Client {
  const options = { "grpc.use_local_subchannel_pool": 1 };
  const { address } = servers[name] as Server;
  return new providerRpc.ResourceProviderClient(address, grpc.credentials.createInsecure(), options);
}

function call<R>(name: string, method: string, request: unknown): Promise<R> {
  const client = clients.get(name) ?? connect(name);
  clients.set(name, client);
  const unary = client[method as "check"].bind(client) as unknown as (
    request: unknown,
    callback: (error: Error | null, response: R) => void,
  ) => void;
  return new Promise((resolve, reject) =>
    unary(request, (error, response) => (error ? reject(error) : resolve(response))),
  );
}

async function check(name: string, urn: string, inputs: Properties): Promise<Properties> {
  const request = new provider.CheckRequest();
  request.setUrn(urn);
  request.setNews(toStruct(inputs));
  return fromStruct((await call<provider.CheckResponse>(name, "check", request)).getInputs());
}

async function create(name: string, urn: string, inputs: Properties, preview: boolean) {
  const request = new provider.CreateRequest();
  request.setUrn(urn);
  request.setProperties(toStruct(inputs));
  request.setPreview(preview);
  const response = await call<provider.CreateResponse>(name, "create", request);
  return { id: response.getId(), outputs: fromStruct(response.getProperties()) };
}

const BUCKET = "urn:pulumi:dev::p::aws:s3/bucket:Bucket::uploads";
const POD = "urn:pulumi:dev::p::kubernetes:core/v1:Pod::one";

test("a bucket is named by Check, unknown in a preview, known after the update", async () => {
  const checked = await check("aws", BUCKET, { tags: { team: "web" } });
  expect(checked["bucket"]).toMatch(/^uploads-[0-9a-f]{7}$/);
  expect(checked["__defaults"]).toEqual(["bucket", "forceDestroy"]);
  expect(await check("aws", BUCKET, { tags: { team: "web" } })).toEqual(checked);

  const planned = await create("aws", BUCKET, checked, true);
  expect([planned.id, planned.outputs["arn"], planned.outputs["acl"]]).toEqual(["", UNKNOWN, UNKNOWN]);
  expect(planned.outputs["bucket"]).toBe(checked["bucket"]);

  const made = await create("aws", BUCKET, checked, false);
  expect(made.id).toBe(checked["bucket"]);
  expect(made.outputs["arn"]).toBe(`arn:aws:s3:::${made.id}`);
  expect(JSON.stringify(made.outputs)).not.toContain(UNKNOWN);
});

test("the region is that of the provider", async () => {
  const configure = new provider.ConfigureRequest();
  configure.setArgs(toStruct({ region: "eu-west-1" }));
  expect((await call<provider.ConfigureResponse>("aws", "configure", configure)).getSupportspreview()).toBe(true);
  const made = await create("aws", BUCKET, await check("aws", BUCKET, {}), false);
  expect(made.outputs["region"]).toBe("eu-west-1");
  clients.set("aws", connect("aws"));
  const elsewhere = await create("aws", BUCKET, await check("aws", BUCKET, {}), false);
  expect(elsewhere.outputs["region"]).toBe("eu-central-1");
});

test("a pod gets a name, a namespace and the API server's defaults", async () => {
  const checked = await check("kubernetes", POD, { spec: { containers: [{ name: "c", image: "i:1" }] } });
  expect(checked["metadata"]).toMatchObject({ namespace: "default", annotations: { "pulumi.com/autonamed": "true" } });
  const made = await create("kubernetes", POD, checked, false);
  expect(made.id).toMatch(/^default\/one-[0-9a-f]{8}$/);
  expect(made.outputs["spec"]).toMatchObject({
    restartPolicy: "Always",
    containers: [{ imagePullPolicy: "IfNotPresent" }],
  });
});

test("a function that the stub does not have is an error with its name", async () => {
  const request = new provider.InvokeRequest();
  request.setTok("aws:ec2/getAmi:getAmi");
  request.setArgs(toStruct({}));
  await expect(call("aws", "invoke", request)).rejects.toThrow("aws:ec2/getAmi:getAmi");
});

test("a resource that the SDK does not have is an error with its type", async () => {
  await expect(check("aws", "urn:pulumi:dev::p::aws:s3/nothing:Nothing::x", {})).rejects.toThrow(
    "aws:s3/nothing:Nothing",
  );
});
