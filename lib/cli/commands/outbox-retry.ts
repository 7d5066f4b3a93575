import { retryDeadLetters } from "@/lib/mail/dead-letters";
import type { Command } from "../command";

export const outboxRetry: Command = {
  name: "outbox retry",
  usage: "outbox retry",
  summary: "Sends mails again that were given up: news of a report as one, all else under its old Message-ID",
  run: async (_args, { ctx }) => {
    const { retried } = await retryDeadLetters(ctx);
    const text = retried === 1 ? "1 mail is sent again" : `${retried} mails are sent again`;
    return { code: 0, json: { retried }, text };
  },
};
