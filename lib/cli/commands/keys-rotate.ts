import { rotateReceiptKey } from "@/lib/receipts/mutations";
import type { Command } from "../command";
import { withInstallation } from "../installation";

export const keysRotate: Command = {
  name: "keys rotate",
  usage: "keys rotate --receipts",
  summary: "A new key to sign receipts; receipts of the old one stay valid. Without --receipts: not available",
  options: { receipts: { type: "boolean" } },
  offline: async (args) => {
    // Wrapping data keys anew comes later: it says so and fails, rather than seem to succeed.
    if (args.values.receipts !== true) {
      return { code: 2, json: { error: "not available" }, text: "keys rotate: not available" };
    }
    const { retired, created } = await withInstallation(({ ctx }) => rotateReceiptKey(ctx));
    const text = `New receipts are signed with ${created}.\nReceipts signed with ${retired} stay valid: its public key stays published.`;
    return { code: 0, json: { retired, created }, text };
  },
};
