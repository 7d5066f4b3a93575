import { randomBytes } from "node:crypto";
import { mkdir, open, rename } from "node:fs/promises";
import { join } from "node:path";
import { createTransport } from "nodemailer";

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

export function smtpTransport(url: string): MailTransport {
  const transporter = createTransport(url, {
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    close: () => transporter.close(),
    send: async ({ from, to, bytes }) => {
      await transporter.sendMail({ envelope: { from, to }, raw: bytes });
    },
  };
}
