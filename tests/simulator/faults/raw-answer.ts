import { request as httpRequest, type IncomingMessage } from "node:http";
import type { Azure } from "../support/open-azure.ts";

interface RawAnswer {
  /** 0 where none came. */
  status: number;
  text: string;
  promisedBytes: number;
  /** `whole`, or the code of the error that ended it. */
  end: string;
}

/** What came over the wire, to the byte: `fetch` hides how an answer ended. */
export async function rawAnswer(azure: Azure, path: string): Promise<RawAnswer> {
  const authorization = `Bearer ${await azure.token("https://management.azure.com")}`;
  return new Promise((resolve) => {
    const gone = (error: NodeJS.ErrnoException) =>
      resolve({ status: 0, text: "", promisedBytes: 0, end: error.code ?? error.message });
    const read = (message: IncomingMessage) => {
      let text = "";
      const done = (end: string) =>
        resolve({
          status: message.statusCode ?? 0,
          text,
          promisedBytes: Number(message.headers["content-length"]),
          end,
        });
      message.setEncoding("utf8").on("data", (part: string) => (text += part));
      message
        .on("end", () => done("whole"))
        .on("error", (error: NodeJS.ErrnoException) => done(error.code ?? ""));
    };
    httpRequest(`${azure.simulator.url}${path}?api-version=2024-01-01`, { headers: { authorization } }, read)
      .on("error", gone)
      .end();
  });
}
