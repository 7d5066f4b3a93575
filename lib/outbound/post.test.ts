import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { type AddressInfo, createServer as createTcp, type Socket, type Server as TcpServer } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { postGuarded, type Resolve } from "./post";
import { readTarget } from "./target";

const open: (Server | TcpServer)[] = [];
const sockets = new Set<Socket>();

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await Promise.all(open.splice(0).map((server) => new Promise((done) => server.close(done))));
});

async function listening<S extends Server | TcpServer>(server: S, host = "127.0.0.1", port = 0): Promise<number> {
  open.push(server);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  await new Promise<void>((done) => server.listen(port, host, done));
  return (server.address() as AddressInfo).port;
}

const receiver = (listener: RequestListener) => listening(createServer(listener));
const raw = (answer: (socket: Socket) => void) =>
  listening(createTcp((socket) => socket.once("data", () => answer(socket))));

const here: Resolve = async () => [{ address: "127.0.0.1", family: 4 }];

function posted(port: number, { path = "/hook", resolve = here, seconds = 2, body = "{}" } = {}): Promise<number> {
  const origin = `http://hooks.localhost:${port}`;
  const read = readTarget(`${origin}${path}`, [origin]);
  if (!read.ok) throw new Error(read.message);
  return postGuarded(read.target, { headers: { "Content-Type": "application/json" }, body }, { resolve, seconds });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

describe("a request", () => {
  test("arrives with its bytes under its own host name, at the address that was checked", async () => {
    const seen: { body: string; host: string | undefined; url: string | undefined }[] = [];
    const port = await receiver(async (request, response) => {
      seen.push({ body: await bodyOf(request), host: request.headers.host, url: request.url });
      response.writeHead(204).end();
    });
    expect(await posted(port, { path: "/hook?key=%20", body: '{"type":"ü"}' })).toBe(204);
    expect(seen).toEqual([{ body: '{"type":"ü"}', host: `hooks.localhost:${port}`, url: "/hook?key=%20" }]);
  });

  test("asks a name once: what it says afterwards is never connected to (SR-02)", async () => {
    const arrived: string[] = [];
    const port = await receiver((_request, response) => {
      arrived.push("the address that was checked");
      response.end();
    });
    const elsewhere = createServer((_request, response) => {
      arrived.push("another address");
      response.end();
    });
    await listening(elsewhere, "127.0.0.2", port);
    let asked = 0;
    const rebinding: Resolve = async () => {
      asked += 1;
      return [{ address: asked === 1 ? "127.0.0.1" : "127.0.0.2", family: 4 }];
    };
    expect(await posted(port, { resolve: rebinding })).toBe(200);
    expect({ asked, arrived }).toEqual({ asked: 1, arrived: ["the address that was checked"] });
  });

  test("connects to nothing when a name leads inside, at save or a day later (SR-02)", async () => {
    let connected = 0;
    const port = await listening(createTcp(() => (connected += 1)));
    const read = readTarget("https://hooks.example.com/", []);
    if (!read.ok) throw new Error(read.message);
    for (const addresses of [["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["::ffff:127.0.0.1"]]) {
      const resolve: Resolve = async () =>
        addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
      const sent = postGuarded({ ...read.target, port }, { headers: {}, body: "{}" }, { resolve });
      await expect(sent).rejects.toMatchObject({ failure: "private_address" });
    }
    expect(connected).toBe(0);
  });

  test("follows no redirect, wherever it leads (SR-03)", async () => {
    const paths: (string | undefined)[] = [];
    const port = await receiver((request, response) => {
      paths.push(request.url);
      const to = ["http://127.0.0.1:1/", "https://other.example.com/", "http://169.254.169.254/", "/again"];
      const status = Number(request.url?.slice(1));
      response.writeHead(status, { Location: to[status % to.length] }).end();
    });
    for (const status of [301, 302, 303, 307, 308]) {
      expect(await posted(port, { path: `/${status}` })).toBe(status);
    }
    expect(paths).toEqual(["/301", "/302", "/303", "/307", "/308"]);
  });
});

describe("a receiver that means harm ends in limits (SR-06)", () => {
  test("a body without an end, a bomb, one that never comes: nothing of it is read", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    let written = 0;
    const port = await receiver((request, response) => {
      response.writeHead(200, request.url === "/bomb" ? { "Content-Encoding": "gzip" } : {});
      if (request.url === "/never") response.flushHeaders();
      else if (request.url === "/bomb") response.end(bomb);
      else {
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536))) written += 65_536;
        };
        response.on("drain", more);
        more();
      }
    });
    const before = process.memoryUsage().rss;
    for (const path of ["/endless", "/bomb", "/never"]) {
      const started = performance.now();
      expect(await posted(port, { path })).toBe(200);
      expect(performance.now() - started).toBeLessThan(1500);
    }
    // What the kernel holds between two sockets, and no more.
    expect(written).toBeLessThan(32_000_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });

  test.each<[string, (socket: Socket) => void, string]>([
    [
      "a head of a megabyte",
      (socket) => void socket.end(`HTTP/1.1 200 OK\r\nX: ${"a".repeat(1_000_000)}\r\n\r\n`),
      "head_too_large",
    ],
    ["what is not HTTP", (socket) => void socket.end("SSH-2.0-OpenSSH_9.2\r\n"), "broken_answer"],
    ["nothing, and the end", (socket) => void socket.end(), "not_connected"],
    ["silence", () => undefined, "timeout"],
    [
      "a byte at a time",
      (socket) => {
        const rest = [..."HTTP/1.1 200 OK and so on and on and on"];
        const timer = setInterval(() => socket.write(rest.shift() ?? " "), 100);
        socket.once("close", () => clearInterval(timer));
      },
      "timeout",
    ],
  ])("%s", async (_name, answer, failure) => {
    const port = await raw(answer);
    await expect(posted(port, { seconds: 1 })).rejects.toMatchObject({ failure });
  });

  test("a name server that says nothing, a port that nobody listens on, a certificate that nobody signed", async () => {
    const silent: Resolve = () => new Promise(() => undefined);
    await expect(posted(1, { resolve: silent, seconds: 0.2 })).rejects.toMatchObject({ failure: "timeout" });
    const port = await receiver(() => undefined);
    for (const server of open.splice(0)) await new Promise((done) => server.close(done));
    await expect(posted(port)).rejects.toMatchObject({ failure: "not_connected" });
  });
});
