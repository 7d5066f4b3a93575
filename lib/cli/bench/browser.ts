import { Agent, request } from "node:http";

export type Answer = { status: number; location: string; body: string; bytes: number; ms: number };
export type Fields = Readonly<Record<string, string>>;

const BOUNDARY = "----safe-harbour-bench";

/** A browser without scripts: keeps its cookies and its connections, and sends forms as HTML would. */
export class Browser {
  readonly #cookies = new Map<string, string>();
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 16 });

  constructor(readonly origin: string) {}

  /** For a client of another protocol that acts for the same person. */
  get cookie(): string {
    return Array.from(this.#cookies, ([name, value]) => `${name}=${value}`).join("; ");
  }

  get(path: string): Promise<Answer> {
    return this.#send("GET", path);
  }

  post(path: string, fields: Fields, file?: { field: string; name: string; bytes: Buffer }): Promise<Answer> {
    const head = (disposition: string) => `--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\n`;
    const parts = Object.entries(fields).map(([name, value]) => `${head(`name="${name}"`)}\r\n${value}\r\n`);
    const attached = file
      ? [
          `${head(`name="${file.field}"; filename="${file.name}"`)}Content-Type: application/octet-stream\r\n\r\n`,
          file.bytes,
          "\r\n",
        ]
      : [];
    const body = [...parts, ...attached, `--${BOUNDARY}--\r\n`];
    return this.#send("POST", path, Buffer.concat(body.map((piece) => Buffer.from(piece))));
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(method: string, path: string, body?: Buffer): Promise<Answer> {
    const started = performance.now();
    return new Promise((resolve, reject) => {
      const sent = request(
        new URL(path, this.origin),
        {
          method,
          agent: this.#agent,
          headers: {
            accept: "text/html",
            cookie: this.cookie,
            ...(body
              ? {
                  "content-type": `multipart/form-data; boundary=${BOUNDARY}`,
                  "content-length": body.length,
                  origin: this.origin,
                  "sec-fetch-site": "same-origin",
                }
              : {}),
          },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("error", reject);
          answer.on("end", () => {
            const ms = performance.now() - started;
            for (const cookie of answer.headers["set-cookie"] ?? []) this.#keep(cookie);
            const bytes = Buffer.concat(chunks);
            resolve({
              status: answer.statusCode ?? 0,
              location: answer.headers.location ?? "",
              body: bytes.toString("utf8"),
              bytes: bytes.length,
              ms,
            });
          });
        },
      );
      sent.on("error", reject);
      sent.end(body);
    });
  }

  #keep(cookie: string): void {
    const [pair = ""] = cookie.split(";", 1);
    const at = pair.indexOf("=");
    this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&quot;": '"',
  "&#x27;": "'",
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&",
};

const unescaped = (text: string) => text.replace(/&(?:quot|#x27|lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);

/** The hidden fields of the form that holds `marker`: what makes its POST reach its action without scripts. */
export function hiddenFields(html: string, marker: string): Fields {
  const form = html.match(/<form\b.*?<\/form>/gs)?.find((text) => text.includes(marker));
  if (!form) throw new Error(`the page has no form with ${marker}`);
  const fields: Record<string, string> = {};
  for (const [input] of form.matchAll(/<input type="hidden"[^>]*>/g)) {
    const name = /\bname="([^"]*)"/.exec(input)?.[1];
    if (name !== undefined) fields[unescaped(name)] = unescaped(/\bvalue="([^"]*)"/.exec(input)?.[1] ?? "");
  }
  return fields;
}

/** Signs in by a button of the demonstration. */
export async function signedIn(origin: string, email: string): Promise<Browser> {
  const browser = new Browser(origin);
  const { body } = await browser.get("/sign-in");
  const answer = await browser.post("/sign-in", { ...hiddenFields(body, `value="${email}"`), email });
  if (answer.status !== 303) throw new Error(`signing in as ${email} was answered with ${answer.status}`);
  return browser;
}
