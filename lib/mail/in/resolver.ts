import { promises as dns } from "node:dns";
import { env } from "@/lib/env/env";
import type { DNSResolver } from "@/lib/mail-in/authenticity";

const SECONDS = 5;

/** Who is asked for the keys of senders' domains: the server that MAIL_IN_DNS names, else the system's. */
export function mailResolver(): DNSResolver {
  const resolver = new dns.Resolver({ timeout: SECONDS * 1000, tries: 2 });
  const { MAIL_IN_DNS } = env();
  if (MAIL_IN_DNS) resolver.setServers([MAIL_IN_DNS]);
  return (name, type) => resolver.resolve(name, type) as Promise<string[][]>;
}
