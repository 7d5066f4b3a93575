import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, test } from "vitest";
import { LOCAL_TLS } from "./in/tls.test-data";
import { smtpTransport } from "./transport";

type Taken = { secure: boolean; user: string | undefined; from: string; to: string[]; bytes: string };
const open: SMTPServer[] = [];

afterEach(() => Promise.all(open.splice(0).map((server) => new Promise<void>((done) => server.close(() => done())))));

/** A real mail server that takes one user's mail. */
async function server(options: SMTPServerOptions = {}): Promise<{ port: number; taken: Taken[] }> {
  const taken: Taken[] = [];
  const made = new SMTPServer({
    ...LOCAL_TLS,
    disableReverseLookup: true,
    onAuth: ({ username, password }, _session, answer) =>
      password === "right & proper" ? answer(null, { user: username }) : answer(new Error("no")),
    onData: (stream, session, answer) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        taken.push({
          secure: session.secure,
          user: session.user,
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map(({ address }) => address),
          bytes: Buffer.concat(chunks).toString(),
        });
        answer();
      });
    },
    ...options,
  });
  made.on("error", () => undefined);
  open.push(made);
  await new Promise<void>((done) => made.listen(0, "127.0.0.1", done));
  return { port: ((made.server as { address: () => unknown }).address() as AddressInfo).port, taken };
}

const mail = {
  from: "security+b.token@example.org",
  to: "ann@example.org",
  bytes: Buffer.from("Subject: x\r\n\r\n..a line with a dot\r\n"),
  fileName: "x.eml",
};

async function sent(url: string, ca?: string): Promise<void> {
  const transport = smtpTransport(url, ca);
  try {
    await transport.send(mail);
  } finally {
    transport.close();
  }
}

const LOGIN = "portal:right%20%26%20proper";

describe("a mail server with a certificate of its own", () => {
  test.each([
    ["STARTTLS", "smtp", {}],
    ["TLS from the first byte", "smtps", { secure: true }],
  ])("%s and a sign-in: the mail is taken whole, encrypted on its way", async (_name, protocol, options) => {
    const { port, taken } = await server(options);
    await sent(`${protocol}://${LOGIN}@localhost:${port}`, LOCAL_TLS.cert);
    expect(taken).toEqual([
      { secure: true, user: "portal", from: mail.from, to: [mail.to], bytes: mail.bytes.toString() },
    ]);
  });

  test("a certificate that nobody vouches for, a wrong password, a server that asks for one: nothing is sent", async () => {
    const { port, taken } = await server();
    await expect(sent(`smtp://${LOGIN}@localhost:${port}`)).rejects.toMatchObject({ code: "ESOCKET" });
    const implicit = await server({ secure: true });
    await expect(sent(`smtps://${LOGIN}@localhost:${implicit.port}`)).rejects.toMatchObject({ code: "ESOCKET" });
    await expect(sent(`smtp://portal:wrong@localhost:${port}`, LOCAL_TLS.cert)).rejects.toMatchObject({
      code: "EAUTH",
      responseCode: 535,
    });
    await expect(sent(`smtp://localhost:${port}`, LOCAL_TLS.cert)).rejects.toMatchObject({ responseCode: 530 });
    expect([...taken, ...implicit.taken]).toEqual([]);
  });

  test("a server that is away is said to be", async () => {
    const { port } = await server();
    for (const one of open.splice(0)) await new Promise<void>((done) => one.close(() => done()));
    await expect(sent(`smtp://localhost:${port}`)).rejects.toMatchObject({ code: "ESOCKET" });
  });
});
