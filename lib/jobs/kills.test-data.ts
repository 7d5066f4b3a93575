import { appendFileSync } from "node:fs";
import { connect } from "@/db/client";
import { startWorker } from "./worker";

/*
 * A worker in a process of its own, for a test to kill. Its mail server is a file, one for each process, with a line of
 * JSON a mail: what stands there was taken.
 */
const { WORKER_DATABASE = "", WORKER_BOOK = "" } = process.env;

/** As long as a mail server may think; a kill is to meet mails that are on their way. */
const SENDING_MS = 100;
const pause = () => new Promise((resolve) => setTimeout(resolve, SENDING_MS));

await startWorker({
  connectionString: WORKER_DATABASE,
  db: connect(WORKER_DATABASE),
  transport: {
    close: () => undefined,
    send: async ({ bytes }) => {
      await pause();
      appendFileSync(WORKER_BOOK, `${JSON.stringify(bytes.toString("utf8"))}\n`);
      await pause();
    },
  },
});
process.stdout.write("ready\n");
