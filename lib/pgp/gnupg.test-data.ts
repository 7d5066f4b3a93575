import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Debian's GnuPG with a home of its own. The check installs it; where it is missing, tests that need it fail. */
export class GnuPg {
  /** Short: the agent's socket lies in it, and its path may have 107 bytes. */
  readonly home = mkdtempSync(join(tmpdir(), "gpg-"));

  run(args: readonly string[], input: string | Buffer = ""): Buffer {
    try {
      return execFileSync("gpg", ["--homedir", this.home, "--batch", "--quiet", "--trust-model", "always", ...args], {
        input,
        stdio: ["pipe", "pipe", "pipe"],
      });
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") {
        throw new Error("There is no GnuPG: install the package gnupg.");
      }
      throw error;
    }
  }

  /** Makes a key without a passphrase and gives its armoured public half. `until` as gpg writes it: "1y", "never". */
  newKey(
    userId: string,
    algorithm: "ed25519" | "rsa3072" | "rsa2048" | "nistp256" | "brainpoolP256r1",
    until = "1y",
  ): string {
    this.run(["--passphrase", "", "--quick-generate-key", userId, algorithm, "sign", until]);
    const encrypting = algorithm === "ed25519" ? "cv25519" : algorithm;
    this.run(["--passphrase", "", "--quick-add-key", this.fingerprint(userId), encrypting, "encr", until]);
    return this.exported(userId);
  }

  fingerprint(userId: string): string {
    const listed = this.run(["--with-colons", "--list-keys", userId]).toString();
    return /^fpr:+([0-9A-F]{40}):/m.exec(listed)?.[1] ?? "";
  }

  exported(userId: string): string {
    return this.run(["--armor", "--export", userId]).toString();
  }

  revoke(userId: string): void {
    const certificate = join(this.home, "openpgp-revocs.d", `${this.fingerprint(userId)}.rev`);
    // GnuPG puts a colon before the block, so that nobody imports it by accident.
    this.import(readFileSync(certificate, "utf8").replace(":-----BEGIN", "-----BEGIN"));
  }

  import(armored: string): void {
    this.run(["--import"], armored);
  }

  decrypt(armored: string): string {
    return this.run(["--decrypt"], armored).toString();
  }

  remove(): void {
    try {
      execFileSync("gpgconf", ["--homedir", this.home, "--kill", "all"], { stdio: "ignore" });
    } finally {
      rmSync(this.home, { recursive: true, force: true });
    }
  }
}
