import type { PublicKey } from "openpgp";

/**
 * The only way to OpenPGP.js: loaded when something is to be read or encrypted, so that in the browser it is a chunk
 * of its own (it is LGPL) and on the server it costs a start nothing.
 */
export const openpgp = () => import("openpgp");

export type OpenPgp = Awaited<ReturnType<typeof openpgp>>;

/**
 * The instant to judge a key at: now, or when it was last signed if that is later. A clock that runs ahead by seconds,
 * and a portal whose clock was set back, must not make a fresh key useless.
 */
export function judgedAt(key: PublicKey, now: Date): Date {
  const bindings = key.users
    .flatMap((user) => user.selfCertifications)
    .concat(key.subkeys.flatMap((subkey) => subkey.bindingSignatures));
  const signed = bindings.map(({ created }) => created?.getTime() ?? 0);
  return new Date(Math.max(now.getTime(), ...signed));
}
