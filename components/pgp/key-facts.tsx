import { DefinitionList } from "@/components/ui/definition-list";
import { When } from "@/components/ui/when";
import type { ProgramKey } from "@/lib/program-keys/types";
import { Fingerprint } from "./fingerprint";

/** What people compare and look for in a key. */
export function KeyFacts({
  zone,
  ...key
}: Pick<ProgramKey, "fingerprint" | "algorithm" | "userIds" | "expiresAt"> & { zone: string }) {
  return (
    <DefinitionList
      items={[
        { term: "Fingerprint", description: <Fingerprint fingerprint={key.fingerprint} copy /> },
        {
          term: "Valid until",
          description: key.expiresAt ? <When at={key.expiresAt} zone={zone} style="date" /> : "no end",
        },
        {
          term: "Belongs to",
          description: <span className="wrap-anywhere">{key.userIds.join(", ") || "nobody named"}</span>,
        },
        { term: "Kind", description: key.algorithm },
      ]}
    />
  );
}
