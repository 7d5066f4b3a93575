import { connect } from "@/db/client";
import { loadDemonstration } from "@/db/seed/demonstration";
import { demonstrationKeyFile } from "@/db/seed/demonstration-key";

export type DemonstrationAccounts = {
  emails: readonly string[];
  password: string;
  privateKeyFile: string;
  guest: { reference: string; code: string } | null;
};

/** Loads the demonstration into an empty database; a second start finds it there. */
export async function loadDemonstrationOnce(appUrl: string): Promise<DemonstrationAccounts> {
  const db = connect(appUrl, { max: 2, name: "portal-demonstration" });
  try {
    return { ...(await loadDemonstration(db)), privateKeyFile: demonstrationKeyFile() };
  } finally {
    await db.$client.end();
  }
}
