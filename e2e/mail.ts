import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { type ParsedMail, simpleParser } from "mailparser";

/** Where the portal under test keeps its data; chosen in playwright.config.ts. */
export const dataDir = process.env.E2E_DATA_DIR ?? "";

function spooled(template: string, from: string): string[] {
  const directory = join(from, "mail");
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith(".eml") && name.includes(`-${template}-`))
      .sort()
      .map((name) => join(directory, name));
  } catch {
    return [];
  }
}

/** All mails of this kind to this address, oldest first. */
export async function mailsTo(address: string, template: string, from: string = dataDir): Promise<ParsedMail[]> {
  const mine = spooled(template, from).flatMap((path) => {
    const bytes = readFileSync(path);
    return bytes.includes(`To: ${address}\r\n`) || bytes.includes(`To: ${address}\n`) ? [bytes] : [];
  });
  return Promise.all(mine.map((bytes) => simpleParser(bytes)));
}

/** The newest mail of this kind to this address, once it is there. */
export async function mailTo(address: string, template: string, from: string = dataDir): Promise<ParsedMail> {
  await expect
    .poll(async () => (await mailsTo(address, template, from)).length, {
      message: `a mail ${template} to ${address}`,
      timeout: 15_000,
      intervals: [50, 100, 200],
    })
    .toBeGreaterThan(0);
  const newest = (await mailsTo(address, template, from)).at(-1);
  if (!newest) throw new Error(`the mail ${template} to ${address} is gone`);
  return newest;
}

/** The path of the link in a mail that leads to this page. */
export function linkIn(mail: ParsedMail, page: string): string {
  const found = new RegExp(`https?://\\S+?(${page}\\S*)`).exec(mail.text ?? "")?.[1];
  if (!found) throw new Error(`no link to ${page} in the mail "${mail.subject}"`);
  return found;
}
