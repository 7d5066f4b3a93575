import { createSocket } from "node:dgram";
import type { AddressInfo } from "node:net";

const TXT = 16;
const NO_SUCH_NAME = 3;

const text = (value: string) => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
const short = (...numbers: number[]) => Buffer.concat(numbers.map((n) => Buffer.from([n >> 8, n & 0xff])));

/** A name server for one record of text, over UDP (RFC 1035 §4): the key by which a sender's mails are proven. */
export async function serveName(name: string, value: string): Promise<{ port: number; close: () => void }> {
  const socket = createSocket("udp4");
  socket.on("message", (asked, from) => {
    // The question: labels, each after its length, up to a length of zero; then type and class.
    const labels: string[] = [];
    let at = 12;
    for (let size = asked[at] ?? 0; size > 0; size = asked[at] ?? 0) {
      labels.push(asked.toString("latin1", at + 1, at + 1 + size).toLowerCase());
      at += 1 + size;
    }
    const question = asked.subarray(12, at + 5);
    const known = labels.join(".") === name && asked.readUInt16BE(at + 1) === TXT;
    const record = text(value);
    const answer = Buffer.concat([short(0xc00c, TXT, 1, 0, 60, record.length), record]);
    const head = short(asked.readUInt16BE(0), known ? 0x8580 : 0x8580 | NO_SUCH_NAME, 1, known ? 1 : 0, 0, 0);
    socket.send(Buffer.concat([head, question, ...(known ? [answer] : [])]), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return { port: (socket.address() as AddressInfo).port, close: () => socket.close() };
}
