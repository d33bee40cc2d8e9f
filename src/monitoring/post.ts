import * as http from "node:http";
import * as https from "node:https";
import type { Addressed } from "./target.js";

const LONGEST_REPLY = 1 << 16;

export interface Reply {
  readonly status: number;
  readonly retryAfter?: string;
  /** The beginning of what the receiver said. */
  readonly body: string;
}

/** Connections that are kept between the requests to a target; `close` them in the end. */
export class Connections {
  readonly #agents = {
    "http:": new http.Agent({ keepAlive: true, maxSockets: 1 }),
    "https:": new https.Agent({ keepAlive: true, maxSockets: 1 }),
  };

  /**
   * One exchange. Redirects are not followed: what is sent, and the headers that it is sent with, are for this receiver.
   * @param timeout milliseconds for all of it
   * @throws the error of the system, or an `AbortError` when time is up
   */
  post({ url, headers, body }: Addressed, timeout: number): Promise<Reply> {
    const { request } = url.protocol === "https:" ? https : http;
    const options: http.RequestOptions = {
      method: "POST",
      headers: { ...headers, "content-length": body.byteLength },
      agent: this.#agents[url.protocol as "http:" | "https:"],
      signal: AbortSignal.timeout(timeout),
    };
    return new Promise((resolve, reject) => {
      const sent = request(url, options, (response) => {
        const { statusCode = 0, headers: answered } = response;
        const after = answered["retry-after"];
        const pieces: Buffer[] = [];
        let length = 0;
        const finish = () =>
          resolve({
            status: statusCode,
            ...(after === undefined ? {} : { retryAfter: after }),
            body: Buffer.concat(pieces).toString("utf8"),
          });
        response.on("data", (piece: Buffer) => {
          pieces.push(piece);
          length += piece.length;
          if (length <= LONGEST_REPLY) return;
          finish();
          response.destroy();
        });
        response.on("end", finish);
        response.on("error", reject);
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }
}
