import { randomBytes } from "node:crypto";
import { mkdir, open, rename } from "node:fs/promises";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import { isLoopbackHost } from "@/lib/env/env";

/** Where finished messages go. */
export type MailTransport = {
  send: (mail: { from: string; to: string; bytes: Buffer; fileName: string }) => Promise<void>;
  close: () => void;
};

/** One `.eml` file a mail: complete or absent, and written over by a repetition. */
export function fileTransport(directory: string): MailTransport {
  return {
    close: () => undefined,
    send: async ({ bytes, fileName }) => {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const temporary = join(directory, `.${fileName}.${randomBytes(4).toString("hex")}.tmp`);
      const file = await open(temporary, "wx", 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, join(directory, fileName));
      const folder = await open(directory, "r");
      try {
        await folder.sync();
      } finally {
        await folder.close();
      }
    },
  };
}

/** Seconds until a server that says nothing counts as away. */
const SILENT_SECONDS = 30;

/** `smtps:` encrypts from the first byte; with a password `smtp:` insists on STARTTLS, except on this machine. */
export function smtpTransport(given: string, ca?: string): MailTransport {
  const url = new URL(given);
  const secure = url.protocol === "smtps:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const user = decodeURIComponent(url.username);
  const transporter = createTransport({
    host,
    port: url.port ? Number(url.port) : secure ? 465 : 587,
    secure,
    ...(user ? { auth: { user, pass: decodeURIComponent(url.password) } } : {}),
    requireTLS: user !== "" && !secure && !isLoopbackHost(host),
    // In the place of the system's authorities: a server of one's own has a certificate of one's own.
    ...(ca === undefined ? {} : { tls: { ca } }),
    connectionTimeout: SILENT_SECONDS * 1000,
    greetingTimeout: SILENT_SECONDS * 1000,
    socketTimeout: SILENT_SECONDS * 1000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    close: () => transporter.close(),
    send: async ({ from, to, bytes }) => {
      await transporter.sendMail({ envelope: { from, to: [to] }, raw: bytes });
    },
  };
}
