import { readFileSync } from "node:fs";
import { readGiven } from "@/lib/receipts/given";
import { compareAnswers } from "@/lib/receipts/leaves";
import { allReceiptKeys } from "@/lib/receipts/queries";
import type { SignedPayload } from "@/lib/receipts/schema";
import { verifySigned } from "@/lib/receipts/verify";
import { type Command, positional, UsageError } from "../command";
import { withInstallation } from "../installation";

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw new UsageError(`The file ${path} cannot be read.`);
  }
}

function readKeys(path: string): unknown {
  try {
    return JSON.parse(read(path).toString("utf8"));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`The file ${path} is not JSON.`);
  }
}

export const receiptVerify: Command = {
  name: "receipt verify",
  usage: "receipt verify FILE [--keys FILE]",
  summary: "Whether a receipt is genuine, by the portal's receipt-keys.json or else by this installation's keys",
  options: { keys: { type: "string" } },
  offline: async (args) => {
    const receipt = read(positional(args, 0, "FILE"));
    const keyFile = args.values.keys;
    const keys =
      typeof keyFile === "string" ? readKeys(keyFile) : await withInstallation(({ ctx }) => allReceiptKeys(ctx));
    const given = readGiven(receipt);
    const verdict = verifySigned(given.receipt, keys);
    if (!verdict.ok)
      return { code: 1, json: { valid: false, reason: verdict.reason }, text: `Not valid: ${verdict.reason}` };
    const { payload, kid } = verdict;
    const what = whatItIs(payload);
    const text = `Valid. ${what} by ${payload.portal}, signed with key ${kid}.`;
    if (!given.answers || payload.type !== "report-receipt") {
      return { code: 0, json: { valid: true, kid, payload }, text };
    }
    const answers = compareAnswers(payload.answers.leaves, given.answers);
    const wrong = Object.values(answers).some((word) => word === "changed" || word === "not_in_receipt");
    const lines = Object.entries(answers).map(([key, word]) => `  ${key}: ${word.replaceAll("_", " ")}`);
    return { code: wrong ? 1 : 0, json: { valid: true, kid, payload, answers }, text: [text, ...lines].join("\n") };
  },
};

function whatItIs(payload: SignedPayload): string {
  switch (payload.type) {
    case "report-receipt":
      return `${payload.reference}, received ${payload.receivedAt}`;
    case "scope-answer":
      return `Scope answer under version ${payload.policy.version} of the policy of ${payload.program}, given ${payload.answeredAt}`;
    case "compliance-statement":
      return `Compliance statement for ${payload.reference} under version ${payload.policy.version} of the policy of ${payload.program}, issued ${payload.issuedAt}`;
  }
}
