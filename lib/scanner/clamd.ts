import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** What the scanner says of a content. `error`: it looked and could not judge, for example because of its size limit. */
export type Verdict = { scan: "clean" } | { scan: "infected"; finding: string } | { scan: "error" };

/** The scanner gave no answer: away, overloaded, cut. The content stays to be scanned. */
export class ScannerAway extends Error {
  override readonly name = "ScannerAway";
}

/** Milliseconds without a sign of life. */
const SILENCE_MS = 60_000;
/** Longest answer that is read. */
const ANSWER_BYTES = 4096;

/**
 * Asks a clamd about a content as it streams (INSTREAM of clamd(8): each piece behind its length, a length of zero ends).
 * Writing waits for the socket, so that memory holds a few pieces whatever the size. @throws ScannerAway
 */
export async function scanContent(clamd: URL, source: AsyncIterable<Uint8Array>): Promise<Verdict> {
  const socket = connectTo(clamd);
  socket.setTimeout(SILENCE_MS, () => socket.destroy(new Error("silence")));
  const answer = answerOf(socket);
  try {
    await once(socket, "connect");
    const sent = await send(socket, source).then(
      () => true,
      (error: unknown) => {
        if (error instanceof SourceFailed) throw error;
        return false;
      },
    );
    const said = await answer;
    // A content past its limit makes it hang up while it is sent to, and its words may be lost with the connection.
    if (said === "" && !sent && (await isThere(clamd))) return { scan: "error" };
    return verdictOf(said);
  } catch (error) {
    if (error instanceof SourceFailed) throw error.cause;
    throw error instanceof ScannerAway ? error : new ScannerAway("the virus scanner is not there", { cause: error });
  } finally {
    socket.destroy();
  }
}

async function isThere(clamd: URL): Promise<boolean> {
  const socket = connectTo(clamd);
  socket.setTimeout(SILENCE_MS, () => socket.destroy());
  const answer = answerOf(socket);
  socket.write("zPING\0");
  const said = await answer;
  socket.destroy();
  return said === "PONG\0";
}

function connectTo({ protocol, hostname, port, pathname }: URL): Socket {
  if (protocol === "unix:") return connect(decodeURIComponent(pathname));
  return connect(Number(port || 3310), hostname.replace(/^\[|\]$/g, ""));
}

async function send(socket: Socket, source: AsyncIterable<Uint8Array>): Promise<void> {
  await written(socket, Buffer.from("zINSTREAM\0"));
  for await (const piece of sourced(source)) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(piece.length);
    await written(socket, length);
    await written(socket, piece);
  }
  await written(socket, Buffer.alloc(4));
}

function written(socket: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.destroyed) reject(new Error("closed"));
    else socket.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

/** A failure of what is scanned is no failure of the scanner. */
class SourceFailed extends Error {}

async function* sourced(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of source) if (piece.length > 0) yield piece;
  } catch (error) {
    throw new SourceFailed("the content could not be read", { cause: error });
  }
}

/** Whatever was said until the end of the answer or of the connection. */
function answerOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let said = "";
    socket.on("data", (bytes) => {
      said += String(bytes);
      if (said.includes("\0") || said.length > ANSWER_BYTES) resolve(said);
    });
    socket.on("error", () => undefined);
    socket.once("close", () => resolve(said));
  });
}

function verdictOf(answer: string): Verdict {
  const line = answer.replace(/\0[\s\S]*$/, "").trim();
  if (line === "stream: OK") return { scan: "clean" };
  const finding = /^stream: (.{1,200}) FOUND$/.exec(line)?.[1];
  if (finding) return { scan: "infected", finding: finding.replace(/[^\w .:/+()-]/g, "_") };
  if (line.endsWith("ERROR")) return { scan: "error" };
  throw new ScannerAway(line === "" ? "the virus scanner gave no answer" : "that was no virus scanner");
}
