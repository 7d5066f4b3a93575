import { z } from "zod";
import { KEY_MAX_BYTES } from "@/lib/pgp/read-key";

const fingerprint = z.string().regex(/^(|[0-9A-F]{40}|[0-9A-F]{64})$/);

/** `current`: the fingerprint in use when the page was made, empty for none: the second of two changes loses. */
export const newKeySchema = z.object({
  armored: z
    .string()
    .trim()
    .min(1, "Paste a public key block")
    .max(2 * KEY_MAX_BYTES, "This is longer than 100 kB"),
  current: fingerprint,
});

export const endKeySchema = z.object({
  fingerprint,
  how: z.enum(["retire", "revoke"], { error: "Select one" }),
  confirmed: z.literal("yes", { error: "Tick the box to confirm" }),
});

export const privateKeySchema = z.object({
  privateKey: z
    .string()
    .trim()
    .min(1, "Paste a private key block")
    .max(2 * KEY_MAX_BYTES, "This is longer than 100 kB"),
  passphrase: z.string().min(1, "Enter the passphrase of the key").max(1000, "This is longer than 1000 characters"),
  aware: z.literal("yes", { error: "Tick the box to say that you know what this means" }),
});

export const fullTextSchema = z.object({ on: z.enum(["yes", "no"]).transform((value) => value === "yes") });

export const forgetKeySchema = z.object({ fingerprint });

export const signedFileSchema = z.object({
  signed: z
    .string()
    .trim()
    .min(1, "Paste the signed file")
    .max(32_768, "This is longer than 32 kB (RFC 9116 §5.4)")
    .transform((text) => `${text.replaceAll("\r\n", "\n")}\n`),
});
