import { readingOf } from "./reading";
import type { Receipt } from "./schema";

/** The receipt as plain text, for a file or a printer: what the page says, with the address where its keys are. */
export function receiptText(
  { payload, kid }: Receipt,
  { hash, programName, zone }: { hash: string; programName: string; zone: string },
): string {
  const reading = readingOf(payload, zone);
  const lines = [
    "REPORT RECEIVED",
    "",
    `Reference   ${reading.reference}`,
    ...(reading.splitFrom === null ? [] : [`Split from  ${reading.splitFrom}, whose time of receipt counts`]),
    `Sent to     ${programName}`,
    `Sent at     ${reading.receivedAt.local}`,
    `            ${reading.receivedAt.utc}`,
    `Policy      version ${reading.policy.version}`,
    `            SHA-256 ${reading.policy.hash}`,
    "",
    "What we promise",
    ...(reading.promises.length === 0
      ? ["  This policy publishes no response times."]
      : reading.promises.map(({ sentence }) => `  ${sentence}`)),
    "",
    `Commits to ${reading.answers} answers and ${reading.attachments} files; business days by calendar version ${reading.calendarVersion}.`,
    "",
    ...(payload.attachments.length === 0
      ? []
      : ["Files", ...payload.attachments.map(({ sha256, size }) => `  SHA-256 ${sha256}, ${size} bytes`), ""]),
    "This text is for reading. What proves your report is the signed file receipt.json:",
    `  SHA-256 ${hash}`,
    `  Key     ${kid}`,
    `  Keys    ${payload.portal}/.well-known/receipt-keys.json`,
    `  Verify  ${payload.portal}/verify`,
  ];
  return `${lines.join("\n")}\n`;
}
