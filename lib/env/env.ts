import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { resolve } from "node:path";
import { z } from "zod";

type Source = Readonly<Record<string, string | undefined>>;

export type EnvironmentProblem = { variable: string; reason: string; example: string };

export class EnvironmentError extends Error {
  constructor(readonly problems: readonly EnvironmentProblem[]) {
    super(problems.map((p) => `${p.variable}: ${p.reason}\n    for example ${p.variable}=${p.example}`).join("\n"));
    this.name = "EnvironmentError";
  }
}

/** Each of these may also be given as NAME_FILE, a file whose first line is the value. */
const SECRETS = ["DATABASE_URL", "DATABASE_OWNER_URL", "APP_SECRET", "MAIL_URL", "STORAGE_URL", "MAIL_IN_IMAP_URL"];

const EXAMPLES: Record<string, string> = {
  PORT: "3000",
  HOST: "127.0.0.1",
  APP_URL: "https://disclosure.example.org",
  DATA_DIR: ".data",
  DATABASE_URL: "postgres://portal_app:password@db.example.org:5432/portal",
  DATABASE_OWNER_URL: "postgres://portal_owner:password@db.example.org:5432/portal",
  APP_SECRET: "(the output of: openssl rand -base64 48)",
  KEYRING_FILE: "/etc/safe-harbour/keyring.json",
  MAIL_URL: "smtp://user:password@mail.example.org:587",
  MAIL_CA_FILE: "/etc/safe-harbour/mail-ca.pem",
  DEMO: "1",
  PORTAL_NOW: "2026-03-02T14:00:00Z",
  METRICS_PORT: "9464",
  CLAMD_URL: "tcp://127.0.0.1:3310",
  STORAGE_URL: "s3://key:secret@storage.example.org/bucket",
  MAIL_IN_LISTEN: "127.0.0.1:2525",
  MAIL_IN_CERT_FILE: "/etc/safe-harbour/mail.crt",
  MAIL_IN_KEY_FILE: "/etc/safe-harbour/mail.key",
  MAIL_IN_DNS: "127.0.0.1:53",
  MAIL_IN_IMAP_URL: "imaps://user:password@mail.example.org",
  OUTBOUND_ALLOW: "https://siem.example.internal:8443",
  NODE_ENV: "production",
};

const port = z
  .string()
  .regex(/^\d{1,5}$/, "must be a port number")
  .transform(Number)
  .refine((n) => n <= 65_535, "must be at most 65535");

const origin = z.string().transform((value, ctx) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const fail = (message: string): never => {
    ctx.addIssue({ code: "custom", message });
    return z.NEVER;
  };
  if (!url) return fail("must be an absolute URL");
  if (url.protocol !== "http:" && url.protocol !== "https:") return fail("must start with http:// or https://");
  if (url.username || url.password) return fail("must not carry a user name or password");
  if (url.pathname !== "/" || url.search || url.hash)
    return fail("must be an origin alone: no path, query or fragment");
  if (url.protocol === "http:" && !isLoopbackHost(url.hostname)) {
    return fail("must be https, because sign-in cookies are only sent over it (http is accepted for loopback names)");
  }
  return url.origin;
});

const postgresUrl = z.string().superRefine((value, ctx) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const fail = (message: string) => ctx.addIssue({ code: "custom", message });
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) fail("must be a URL that starts with postgres://");
  else if (!url.username) fail("must name the role to connect as");
  else if (url.pathname.length < 2) fail("must name the database after the host");
});

const urlWith = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
      `must be a URL that starts with ${protocols.map((p) => `${p}//`).join(" or ")}`,
    );

const instant = z
  .string()
  .refine(
    (value) =>
      /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(value) &&
      !Number.isNaN(Date.parse(value)),
    "must be an ISO 8601 instant with a zone",
  );

/** Where mail comes in: an address and port, SMTP unless it says lmtp://. */
export type MailListen = { protocol: "smtp" | "lmtp"; host: string; port: number };

const listening = z.string().transform((value, ctx): MailListen => {
  const [, scheme, host = "", digits = ""] =
    /^(?:(smtp|lmtp):\/\/)?(\[[0-9a-f:]+\]|[^:/\s]+):(\d{1,5})\/?$/i.exec(value) ?? [];
  if (host === "" || Number(digits) < 1 || Number(digits) > 65_535) {
    ctx.addIssue({ code: "custom", message: "must be an address and a port, with lmtp:// before them for LMTP" });
    return z.NEVER;
  }
  return {
    protocol: scheme?.toLowerCase() === "lmtp" ? "lmtp" : "smtp",
    host: host.replace(/^\[|\]$/g, ""),
    port: Number(digits),
  };
});

/** Origins, separated by commas or spaces; http for this machine alone. */
const origins = z
  .string()
  .transform((value) => value.split(/[\s,]+/).filter((one) => one !== ""))
  .refine(
    (list) =>
      list.every((one) => {
        if (!URL.canParse(one) || new URL(one).origin !== one) return false;
        const { protocol, hostname } = new URL(one);
        return protocol === "https:" || (protocol === "http:" && isLoopbackHost(hostname));
      }),
    "must be https origins with commas between them (http is accepted for loopback names)",
  );

const isServer = (value: string) => isIP(value) !== 0 || /^(\d+\.\d+\.\d+\.\d+|\[[0-9a-f:]+\]):\d{1,5}$/i.test(value);

const shape = z.object({
  NODE_ENV: z.enum(["production", "development", "test"]).default("production"),
  PORT: port.default(3000),
  HOST: z
    .string()
    .refine((v) => isIP(v) !== 0 || /^[a-z0-9.-]+$/i.test(v), "must be an address or a host name to listen on")
    .default("127.0.0.1"),
  APP_URL: origin.optional(),
  DATA_DIR: z.string().default(".data"),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_OWNER_URL: postgresUrl.optional(),
  APP_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  KEYRING_FILE: z.string().optional(),
  MAIL_URL: urlWith("smtp:", "smtps:").optional(),
  MAIL_CA_FILE: z.string().optional(),
  DEMO: z.enum(["0", "1"], "must be 0 or 1").optional(),
  PORTAL_NOW: instant.optional(),
  PORTAL_CLOCK_OFFSET_MS: z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number)
    .default(0),
  METRICS_PORT: port.optional(),
  CLAMD_URL: urlWith("tcp:", "unix:").optional(),
  STORAGE_URL: urlWith("s3:", "https:", "http:").optional(),
  MAIL_IN_LISTEN: listening.optional(),
  MAIL_IN_CERT_FILE: z.string().optional(),
  MAIL_IN_KEY_FILE: z.string().optional(),
  MAIL_IN_DNS: z
    .string()
    .refine((value) => isServer(value), "must be the address of a DNS server, with or without a port")
    .optional(),
  MAIL_IN_IMAP_URL: urlWith("imap:", "imaps:").optional(),
  OUTBOUND_ALLOW: origins.default([]),
});

type Parsed = z.infer<typeof shape>;

export type Environment = Omit<Parsed, "APP_URL" | "DATA_DIR" | "KEYRING_FILE" | "DEMO" | "PORTAL_CLOCK_OFFSET_MS"> & {
  APP_URL: string;
  /** Absolute. */
  DATA_DIR: string;
  /** Absolute. */
  KEYRING_FILE: string;
  /** False when unset; the launcher decides the default of a new DATA_DIR and sets the variable. */
  DEMO: boolean;
  DEMO_UNSET: boolean;
  /** PORTAL_NOW minus real time, fixed by the launcher at start. */
  clockOffsetMs: number;
};

/** A process that the launcher prepared has these two, whether they were given or made for the embedded database. */
export type RunningEnvironment = Environment & { DATABASE_URL: string; APP_SECRET: string };

export function isLoopbackHost(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, "").toLowerCase();
  return bare === "localhost" || bare.endsWith(".localhost") || bare === "::1" || /^127\.\d+\.\d+\.\d+$/.test(bare);
}

/** Reads and checks every variable; throws EnvironmentError listing all that is wrong, never the value of a secret. */
export function parseEnvironment(
  source: Source,
  readSecretFile: (path: string) => string = (path) => readFileSync(path, "utf8"),
): Environment {
  const problems: EnvironmentProblem[] = [];
  const report = (variable: string, reason: string) =>
    problems.push({ variable, reason, example: EXAMPLES[variable] ?? EXAMPLES[variable.replace(/_FILE$/, "")] ?? "…" });

  const given: Record<string, string> = {};
  for (const name of Object.keys(shape.shape)) {
    const value = source[name];
    if (value !== undefined && value !== "") given[name] = value;
  }
  for (const name of SECRETS) {
    const path = source[`${name}_FILE`];
    if (!path) continue;
    if (given[name]) {
      report(name, `is set together with ${name}_FILE; keep one of them`);
      continue;
    }
    try {
      given[name] = readSecretFile(path).split(/\r?\n/, 1)[0]?.trim() ?? "";
    } catch {
      report(`${name}_FILE`, `names the file ${path}, which cannot be read`);
    }
  }

  const parsed = shape.safeParse(given);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) report(String(issue.path[0]), issue.message);
    throw new EnvironmentError(problems);
  }
  const value = parsed.data;
  const host = value.HOST === "0.0.0.0" || value.HOST === "::" ? "127.0.0.1" : value.HOST;
  const appUrl = value.APP_URL ?? `http://${host.includes(":") ? `[${host}]` : host}:${value.PORT}`;
  const loopback = isLoopbackHost(new URL(appUrl).hostname);

  if (!value.APP_URL && !loopback) {
    report("APP_URL", "is needed when HOST is not a loopback address: links in mail are built from it");
  }
  if (value.DEMO === "1" && !loopback) {
    report("DEMO", "must be 0 when APP_URL is not a loopback address: the demonstration signs anybody in");
  }
  if (value.PORTAL_NOW && value.DEMO === "0") report("PORTAL_NOW", "is refused unless DEMO=1");
  if (value.PORTAL_NOW && value.DEMO === undefined && value.DATABASE_URL) {
    report("PORTAL_NOW", "is refused unless DEMO=1");
  }
  if (value.DATABASE_OWNER_URL && !value.DATABASE_URL) {
    report("DATABASE_URL", "is needed beside DATABASE_OWNER_URL: the running portal connects with it");
  }
  if (Boolean(value.MAIL_IN_CERT_FILE) !== Boolean(value.MAIL_IN_KEY_FILE)) {
    const missing = value.MAIL_IN_CERT_FILE ? "MAIL_IN_KEY_FILE" : "MAIL_IN_CERT_FILE";
    report(missing, "is needed beside the other: a certificate and its key come together");
  }
  if (value.DATABASE_URL && !value.APP_SECRET) {
    report("APP_SECRET", "is missing; it is generated only for the embedded database");
  }
  if (problems.length > 0) throw new EnvironmentError(problems);

  const { PORTAL_CLOCK_OFFSET_MS: clockOffsetMs, ...rest } = value;
  const dataDir = resolve(value.DATA_DIR);
  return {
    ...rest,
    clockOffsetMs,
    APP_URL: appUrl,
    DATA_DIR: dataDir,
    KEYRING_FILE: value.KEYRING_FILE ? resolve(value.KEYRING_FILE) : resolve(dataDir, "keyring.json"),
    DEMO: value.DEMO === "1",
    DEMO_UNSET: value.DEMO === undefined,
  };
}

let memoised: RunningEnvironment | undefined;

/** The environment of this process, read once. The launcher completes process.env before anything else calls this. */
export function env(): RunningEnvironment {
  memoised ??= running(parseEnvironment(process.env));
  return memoised;
}

function running(parsed: Environment): RunningEnvironment {
  const needed = (variable: "DATABASE_URL" | "APP_SECRET") => {
    const value = parsed[variable];
    if (value) return value;
    throw new EnvironmentError([{ variable, reason: "is not set", example: EXAMPLES[variable] ?? "" }]);
  };
  return {
    ...parsed,
    // Read late, so that code which needs neither (a build, a unit test) runs without them.
    get DATABASE_URL() {
      return needed("DATABASE_URL");
    },
    get APP_SECRET() {
      return needed("APP_SECRET");
    },
  };
}

export function appSecret(): string {
  return env().APP_SECRET;
}
