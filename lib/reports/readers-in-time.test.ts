import { expect, test } from "vitest";
import { deviceOf } from "../accounts/device";
import { parseEmailAddress } from "../accounts/email-address";
import { parseReceiptCode } from "../guests/receipt-code";
import { blockProblem } from "../pgp/blocks";
import { metricsSoFar, parseVector } from "../severity/vector";
import { suspicionsIn } from "./suspicion";
import { cleanText, tooLong, unstorable } from "./text";

const LONG = 50_000;
const HOSTILE = [
  "a".repeat(LONG),
  `${"a@".repeat(LONG / 2)}.`,
  `${"a.".repeat(LONG / 2)}@`,
  `CVSS:3.1/${"AV:N/".repeat(LONG / 5)}`,
  `https://${"a:".repeat(LONG / 2)}@`,
  `${" ".repeat(LONG)}x`,
  `${"\u0300".repeat(LONG)}`,
  `${"1.".repeat(LONG / 2)}`,
  `-----BEGIN PGP MESSAGE-----${"\n-".repeat(LONG / 2)}`,
  `Mozilla/5.0 (${"(".repeat(LONG)}`,
];

const readers: [string, (text: string) => unknown][] = [
  ["an address", parseEmailAddress],
  ["a vector", parseVector],
  ["a vector that is being typed", metricsSoFar],
  ["a receipt code", parseReceiptCode],
  ["a block of PGP", (text) => blockProblem(text, "message")],
  ["a browser's name", deviceOf],
  ["prose", (text) => [cleanText(text), unstorable(text), tooLong(text, 10)]],
  ["an answer that is looked through", (text) => [...suspicionsIn({ details: text })]],
];

test.each(readers)("50 kB of what is hostile to a reader of %s end in time (IN-11)", (_what, read) => {
  for (const text of HOSTILE) {
    read("warm up");
    const from = process.cpuUsage();
    read(text);
    const { user, system } = process.cpuUsage(from);
    expect((user + system) / 1000, text.slice(0, 20)).toBeLessThan(200);
  }
});
