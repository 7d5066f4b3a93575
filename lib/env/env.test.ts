import { describe, expect, test } from "vitest";
import { EnvironmentError, isLoopbackHost, parseEnvironment } from "./env";

const SECRET = "0123456789abcdef0123456789abcdef";
const DB = "postgres://portal_app:pw@db.example.org/portal";

function problemsOf(source: Record<string, string>, readFile?: (path: string) => string) {
  try {
    parseEnvironment(source, readFile);
  } catch (error) {
    if (error instanceof EnvironmentError) return error;
    throw error;
  }
  throw new Error("was accepted");
}

describe("parseEnvironment", () => {
  test("needs nothing: every default is the contract's", () => {
    const e = parseEnvironment({});
    expect(e).toMatchObject({
      PORT: 3000,
      HOST: "127.0.0.1",
      APP_URL: "http://127.0.0.1:3000",
      DEMO: false,
      DEMO_UNSET: true,
    });
    expect(e.DATABASE_URL).toBeUndefined();
    expect(e.DATA_DIR).toBe(`${process.cwd()}/.data`);
    expect(e.KEYRING_FILE).toBe(`${process.cwd()}/.data/keyring.json`);
    expect(e.clockOffsetMs).toBe(0);
  });

  test("APP_URL follows PORT and loses its trailing slash", () => {
    expect(parseEnvironment({ PORT: "4010" }).APP_URL).toBe("http://127.0.0.1:4010");
    expect(parseEnvironment({ HOST: "::1" }).APP_URL).toBe("http://[::1]:3000");
    expect(parseEnvironment({ APP_URL: "https://Disclosure.Example.org/" }).APP_URL).toBe(
      "https://disclosure.example.org",
    );
  });

  test.each([
    ["127.0.0.1:2525", { protocol: "smtp", host: "127.0.0.1", port: 2525 }],
    ["lmtp://mail.example.org:24", { protocol: "lmtp", host: "mail.example.org", port: 24 }],
    ["smtp://[::1]:25", { protocol: "smtp", host: "::1", port: 25 }],
  ])("mail comes in at %s", (value, expected) => {
    expect(parseEnvironment({ MAIL_IN_LISTEN: value }).MAIL_IN_LISTEN).toEqual(expected);
  });

  test("an empty string counts as unset", () => {
    expect(parseEnvironment({ PORT: "", MAIL_URL: "", DEMO: "" })).toMatchObject({ PORT: 3000, DEMO: false });
  });

  test.each<[string, Record<string, string>, string, RegExp]>([
    ["a word for a port", { PORT: "http" }, "PORT", /port number/],
    ["a port too high", { PORT: "65536" }, "PORT", /65535/],
    ["a negative port", { PORT: "-1" }, "PORT", /port number/],
    ["a host with a scheme", { HOST: "http://x" }, "HOST", /address or a host name/],
    ["a mail port without an address", { MAIL_IN_LISTEN: "2525" }, "MAIL_IN_LISTEN", /address and a port/],
    ["mail over another protocol", { MAIL_IN_LISTEN: "pop3://h:110" }, "MAIL_IN_LISTEN", /address and a port/],
    ["a certificate without its key", { MAIL_IN_CERT_FILE: "/c" }, "MAIL_IN_KEY_FILE", /beside the other/],
    ["an address where an origin is asked for", { OUTBOUND_ALLOW: "https://h/x" }, "OUTBOUND_ALLOW", /https origins/],
    ["clear text to another machine", { OUTBOUND_ALLOW: "http://hooks.example.org" }, "OUTBOUND_ALLOW", /loopback/],
    ["a mailbox that is none", { MAIL_IN_IMAP_URL: "pop3://u:p@h" }, "MAIL_IN_IMAP_URL", /imap:\/\//],
    ["a name for a DNS server", { MAIL_IN_DNS: "dns.example.org" }, "MAIL_IN_DNS", /DNS server/],
    ["a relative origin", { APP_URL: "disclosure.example.org" }, "APP_URL", /absolute URL/],
    ["another scheme", { APP_URL: "ftp://example.org" }, "APP_URL", /http/],
    ["an origin with a path", { APP_URL: "https://example.org/portal" }, "APP_URL", /origin alone/],
    ["an origin with a query", { APP_URL: "https://example.org/?a=1" }, "APP_URL", /origin alone/],
    ["an origin with credentials", { APP_URL: "https://a:b@example.org" }, "APP_URL", /user name/],
    ["http in public", { APP_URL: "http://example.org" }, "APP_URL", /https/],
    ["a public host without APP_URL", { HOST: "192.0.2.7" }, "APP_URL", /links in mail/],
    ["another database", { DATABASE_URL: "mysql://a:b@c/d", APP_SECRET: SECRET }, "DATABASE_URL", /postgres:\/\//],
    ["a database without role", { DATABASE_URL: "postgres://h/d", APP_SECRET: SECRET }, "DATABASE_URL", /role/],
    [
      "a database without name",
      { DATABASE_URL: "postgres://a:b@h", APP_SECRET: SECRET },
      "DATABASE_URL",
      /name the database/,
    ],
    ["an owner alone", { DATABASE_OWNER_URL: DB }, "DATABASE_URL", /needed beside/],
    ["an own database without secret", { DATABASE_URL: DB }, "APP_SECRET", /missing/],
    ["a short secret", { APP_SECRET: "short" }, "APP_SECRET", /32/],
    ["mail over http", { MAIL_URL: "http://mail" }, "MAIL_URL", /smtp/],
    ["a word for DEMO", { DEMO: "yes" }, "DEMO", /0 or 1/],
    ["a public demonstration", { DEMO: "1", APP_URL: "https://example.org" }, "DEMO", /loopback/],
    ["a moved clock without DEMO", { DEMO: "0", PORTAL_NOW: "2026-03-02T14:00:00Z" }, "PORTAL_NOW", /DEMO=1/],
    [
      "a moved clock on an own database",
      { DATABASE_URL: DB, APP_SECRET: SECRET, PORTAL_NOW: "2026-03-02T14:00:00Z" },
      "PORTAL_NOW",
      /DEMO=1/,
    ],
    ["an instant without a zone", { DEMO: "1", PORTAL_NOW: "2026-03-02T14:00:00" }, "PORTAL_NOW", /zone/],
    ["an impossible instant", { DEMO: "1", PORTAL_NOW: "2026-13-02T14:00:00Z" }, "PORTAL_NOW", /ISO/],
  ])("refuses %s", (_name, source, variable, reason) => {
    const error = problemsOf(source);
    const problem = error.problems.find((p) => p.variable === variable);
    expect(problem?.reason).toMatch(reason);
    expect(problem?.example).not.toBe("…");
    expect(error.message).toContain(`for example ${variable}=`);
  });

  test("lists every wrong variable at once", () => {
    expect(problemsOf({ PORT: "x", DEMO: "maybe", APP_SECRET: "s" }).problems.map((p) => p.variable)).toEqual([
      "PORT",
      "APP_SECRET",
      "DEMO",
    ]);
  });

  test("never repeats the value of a secret", () => {
    expect(problemsOf({ APP_SECRET: "hunter2-hunter2" }).message).not.toContain("hunter2");
  });

  test("reads the first line of NAME_FILE, and refuses both forms together", () => {
    expect(parseEnvironment({ APP_SECRET_FILE: "/run/s" }, () => `${SECRET}\n\nrest`).APP_SECRET).toBe(SECRET);
    expect(problemsOf({ APP_SECRET: SECRET, APP_SECRET_FILE: "/run/s" }, () => SECRET).message).toMatch(/keep one/);
    const missing = problemsOf({ APP_SECRET_FILE: "/run/none" }, () => {
      throw new Error("ENOENT");
    });
    expect(missing.problems[0]).toMatchObject({ variable: "APP_SECRET_FILE" });
    expect(missing.problems[0]?.reason).toContain("/run/none");
  });

  test("PORTAL_NOW is accepted while the embedded demonstration is still undecided", () => {
    expect(parseEnvironment({ PORTAL_NOW: "2026-03-02T14:00:00Z" }).PORTAL_NOW).toBe("2026-03-02T14:00:00Z");
  });
});

test.each([
  ["localhost", true],
  ["127.0.0.1", true],
  ["127.8.9.1", true],
  ["[::1]", true],
  ["demo.localhost", true],
  ["127.0.0.1.example.org", false],
  ["localhost.example.org", false],
  ["0.0.0.0", false],
])("isLoopbackHost(%s) is %s", (host, expected) => expect(isLoopbackHost(host)).toBe(expected));
