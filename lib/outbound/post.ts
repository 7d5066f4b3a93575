import { lookup } from "node:dns/promises";
import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { isPublicAddress } from "./address";
import type { Target } from "./target";

/** Seconds for all of it: names, connection, request and the head of the answer. */
const WHOLE_SECONDS = 15;
/** Bytes of an answer's head. Of its body nothing is read. */
const HEAD_MAX = 16 * 1024;

/** Why nothing arrived, as a word that may be stored and shown. */
export const OUTBOUND_FAILURES = [
  "private_address",
  "no_such_host",
  "timeout",
  "certificate",
  "not_connected",
  "head_too_large",
  "broken_answer",
] as const;
export type OutboundFailure = (typeof OUTBOUND_FAILURES)[number];

/** Carries a word of ours and nothing that the other side said. */
export class NotSent extends Error {
  override readonly name = "NotSent";
  constructor(readonly failure: OutboundFailure) {
    super(`an outgoing request failed: ${failure}`);
  }
}

export type Address = { address: string; family: number };
/** Every address of a name, asked once. */
export type Resolve = (host: string) => Promise<Address[]>;

const systemResolve: Resolve = (host) => lookup(host, { all: true });

/**
 * The addresses that a target may be connected at. One that is not public makes all of them suspect, so the whole
 * name is refused. @throws NotSent
 */
export async function addressesOf(target: Target, resolve: Resolve = systemResolve): Promise<Address[]> {
  const family = isIP(target.host);
  const found = family
    ? [{ address: target.host, family }]
    : await resolve(target.host).catch(() => {
        throw new NotSent("no_such_host");
      });
  if (found.length === 0) throw new NotSent("no_such_host");
  if (!target.trusted && !found.every(({ address }) => isPublicAddress(address))) throw new NotSent("private_address");
  return found;
}

/** Gives a connection the addresses that were checked: a name is never asked twice. */
function only(addresses: readonly Address[]): LookupFunction {
  return (_host, options, answer) => {
    const [first] = addresses;
    if (options.all) answer(null, [...addresses]);
    else answer(null, first?.address ?? "", first?.family);
  };
}

export type Posted = { headers: Readonly<Record<string, string>>; body: string };

/**
 * The one way by which the portal calls an address that somebody typed. Sends to an address that was checked, follows
 * no redirect, reads no body and ends in time; the answer is its status alone. @throws NotSent
 */
export async function postGuarded(
  target: Target,
  { headers, body }: Posted,
  { resolve = systemResolve, seconds = WHOLE_SECONDS }: { resolve?: Resolve; seconds?: number } = {},
): Promise<number> {
  const signal = AbortSignal.timeout(seconds * 1000);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(new NotSent("timeout")), { once: true });
  });
  // Whoever is first has answered; what comes after is nobody's.
  late.catch(() => undefined);
  const addresses = await Promise.race([addressesOf(target, resolve), late]);
  return Promise.race([send(target, addresses, { headers, body }, signal), late]);
}

function send(target: Target, addresses: readonly Address[], { headers, body }: Posted, signal: AbortSignal) {
  const { url, host, port } = target;
  const tls = url.protocol === "https:";
  return new Promise<number>((resolve, reject) => {
    const request = (tls ? tlsRequest : plainRequest)({
      host,
      port,
      path: `${url.pathname}${url.search}`,
      method: "POST",
      headers: {
        ...headers,
        Host: url.host,
        "Content-Length": String(Buffer.byteLength(body)),
        "Accept-Encoding": "identity",
        Connection: "close",
      },
      lookup: only(addresses),
      // No connection outlives its request, so none is found again under another name.
      agent: false,
      ...(tls && isIP(host) === 0 ? { servername: host } : {}),
      maxHeaderSize: HEAD_MAX,
      signal,
    });
    request.once("response", (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    // Destroying the answer may still report: by then nobody listens for the promise.
    request.on("error", (error) => reject(new NotSent(failureOf(error, signal))));
    request.end(body);
  });
}

const NOT_CONNECTED = /^(ECONN|EHOST|ENET|EPIPE|EADDR|ETIMEDOUT|ENOENT)/;

function failureOf(error: Error & { code?: string }, signal: AbortSignal): OutboundFailure {
  const code = error.code ?? "";
  if (signal.aborted) return "timeout";
  if (code === "HPE_HEADER_OVERFLOW") return "head_too_large";
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO/.test(code)) return "certificate";
  return NOT_CONNECTED.test(code) ? "not_connected" : "broken_answer";
}
