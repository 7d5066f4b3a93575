import { connect } from "@/db/client";
import { findRunningDatabase, startEmbeddedDatabase } from "@/db/embedded";
import { migrate } from "@/db/migrate";
import { completeDatabase, missingInstallation, prepareEnvironment } from "@/lib/env/prepare";
import { type Installation, UsageError } from "./command";
import { dataDirectoryOwner, lockDataDirectory } from "./lock";

/**
 * Opens the installation for one command. A portal that runs is used as it is; otherwise its database runs meanwhile,
 * brought up to date unless the command only looks.
 */
export async function withInstallation<T>(
  work: (installation: Installation) => Promise<T>,
  { migrates }: { migrates: boolean } = { migrates: true },
): Promise<T> {
  const absent = missingInstallation();
  if (absent !== undefined)
    throw new UsageError(`There is no portal in ${absent} yet. Start it once with npm start, or set DATA_DIR.`);
  const environment = prepareEnvironment();
  const closing: (() => Promise<unknown> | unknown)[] = [];
  try {
    let appUrl = environment.DATABASE_URL ?? "";
    let ownerUrl = environment.DATABASE_OWNER_URL ?? appUrl;
    if (environment.embedded) {
      const running = dataDirectoryOwner(environment.DATA_DIR)
        ? await findRunningDatabase(environment.DATA_DIR)
        : undefined;
      if (running) {
        ({ app: appUrl, owner: ownerUrl } = running);
      } else {
        closing.push(lockDataDirectory(environment.DATA_DIR));
        const database = await startEmbeddedDatabase({ dataDir: environment.DATA_DIR });
        closing.push(database.stop);
        ({ app: appUrl, owner: ownerUrl } = database.urls);
        if (migrates) await migrate({ ownerUrl, appUrl });
      }
    }
    completeDatabase(appUrl, ownerUrl);
    const db = connect(appUrl, { max: 2, name: "portal-command" });
    closing.push(() => db.$client.end({ timeout: 2 }));
    const { clockOffsetMs } = environment;
    return await work({
      environment,
      ctx: { actor: { kind: "system", job: "operator" }, db, clockOffsetMs },
      appUrl,
      ownerUrl,
    });
  } finally {
    for (const close of closing.reverse()) await close();
  }
}
