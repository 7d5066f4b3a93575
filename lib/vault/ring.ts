import { env } from "@/lib/env/env";
import { loadKeyRing } from "./keyring";
import type { KeyRing } from "./seal";

const kept = globalThis as typeof globalThis & { portalKeyRing?: KeyRing };

/** The process's key ring, read once from KEYRING_FILE; refuses to run without it. */
export function ring(): KeyRing {
  kept.portalKeyRing ??= loadKeyRing(env().KEYRING_FILE);
  return kept.portalKeyRing;
}

/** Gives the process its ring: the launcher that just made it, and tests. */
export function useKeyRing(given: KeyRing): void {
  kept.portalKeyRing = given;
}
