import { setTimeout as delay } from "node:timers/promises";
import { type Browser, hiddenFields, signedIn } from "../browser";
import type { ClientLedger } from "./client-ledger";
import type { Written } from "./drafts";
import { attach, type SentFile } from "./files";

const ACKNOWLEDGED = /^(?:https?:\/\/[^/]+)?\/reports\/([A-Z]{3}-[0-9A-Z*~$=]{4}-[0-9A-Z*~$=]{4})\/receipt$/;
/** Sent anew until it is answered; nobody waits longer for a portal that was killed. */
const PATIENCE_MS = 120_000;

export type Sending = { draft: string; tries: number; acknowledged: boolean };

/** A researcher's browser without scripts, who sends a draft and tries again when nothing came back. */
export class Client {
  #browser: Browser | undefined;
  /** Called when the request to send is on its way. */
  onSend: (() => void) | undefined;
  /** Called when a file sets out, with true, and when it has arrived or was cut, with false. */
  onUpload: ((underWay: boolean) => void) | undefined;

  constructor(
    private readonly origin: () => string,
    private readonly email: string,
    private readonly ledger: ClientLedger,
  ) {}

  async send({ draft, files }: Written, { givesUp }: { givesUp: boolean }): Promise<Sending> {
    const from = Date.now();
    let tries = 0;
    let sentAt = "";
    const attached: SentFile[] = [];
    while (Date.now() - from < PATIENCE_MS) {
      tries += 1;
      try {
        const browser = await this.#signedIn();
        for (let file = files[attached.length]; file; file = files[attached.length]) {
          this.onUpload?.(true);
          attached.push(await attach(browser, draft, file).finally(() => this.onUpload?.(false)));
        }
        const path = `/report/${draft}/check`;
        const page = await browser.get(path);
        // A draft that was sent leads to its receipt: the answer that was lost on its way.
        let location = page.location;
        if (page.status === 200) {
          const fields = hiddenFields(page.body, "Send report");
          sentAt = new Date().toISOString();
          this.onSend?.();
          location = (await browser.post(path, fields)).location;
        }
        const reference = ACKNOWLEDGED.exec(decodeURIComponent(location))?.[1];
        if (reference) {
          const answeredAt = new Date().toISOString();
          this.ledger.write({ draft, reference, sentAt: sentAt || answeredAt, answeredAt, tries, files: attached });
          return { draft, tries, acknowledged: true };
        }
        if (page.status === 303 || page.status === 307) this.#forget();
      } catch {
        // Reset, refused, or a page of a portal that has just lost its database: none of them is an answer.
        this.#forget();
      }
      if (givesUp && sentAt !== "") return { draft, tries, acknowledged: false };
      await delay(100 + Math.random() * 200);
    }
    return { draft, tries, acknowledged: false };
  }

  close(): void {
    this.#browser?.close();
  }

  async #signedIn(): Promise<Browser> {
    this.#browser ??= await signedIn(this.origin(), this.email);
    return this.#browser;
  }

  /** Its connections are dead, and its session may have died uncommitted. */
  #forget(): void {
    this.#browser?.close();
    this.#browser = undefined;
  }
}
