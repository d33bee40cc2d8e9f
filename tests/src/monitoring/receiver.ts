/** A receiver on this machine that answers as it is told, and keeps what it was sent. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Server as SecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { afterAll } from "vitest";

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A status with what goes with it; or no answer, half of one, or an end of the connection. */
export type Answer =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | "hang"
  | "half"
  | "cut";

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
}

/** @param answers in turn; the last one goes on */
export async function receiver(...answers: readonly Answer[]): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void take(request).then((one) => {
      received.push(one);
      answer(answers[Math.min(received.length, answers.length) - 1] ?? { status: 200 }, response);
    });
  });
  await listening(server);
  return { url: urlOf(server, "http"), received };
}

export async function listening(server: Server | SecureServer): Promise<void> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
}

export function urlOf(server: Server | SecureServer, scheme: string): string {
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function take(request: IncomingMessage): Promise<Received> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const bytes = Buffer.concat(pieces);
  const { method = "", url = "", headers } = request;
  const body = (headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes).toString("utf8");
  return { method, path: url, headers, body };
}

function answer(told: Answer, response: ServerResponse): void {
  if (told === "hang") return;
  if (told === "cut") response.socket?.destroy();
  else if (told === "half") response.writeHead(200, { "content-length": "100" }).write("half");
  else response.writeHead(told.status, told.headers).end(told.body ?? "");
}

/** An address at which nobody listens. */
export async function nobody(): Promise<string> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = urlOf(server, "http");
  server.close();
  await once(server, "close");
  return url;
}
