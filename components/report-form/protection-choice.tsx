import { RadioField } from "@/components/forms/fields";
import { Fingerprint } from "@/components/pgp/fingerprint";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { pgpPath } from "@/lib/policy/paths";
import type { ProgramKey } from "@/lib/program-keys/types";

/** How the technical part will travel, asked before anything is typed, with what each way costs. */
export function ProtectionChoice({
  programKey,
  programSlug,
  zone,
}: {
  programKey: ProgramKey;
  programSlug: string;
  zone: string;
}) {
  return (
    <section aria-labelledby="protection-heading" className="flex flex-col gap-4">
      <h2 id="protection-heading" className="text-xl font-semibold">
        How it reaches us
      </h2>
      <RadioField
        name="protection"
        label="How should the technical part travel?"
        hint="The vulnerability, how to reproduce it, and its impact. It cannot be changed later in the same report"
        defaultValue="https"
        options={[
          {
            value: "https",
            label: "Over https",
            hint: "Kept encrypted here, saved while you write. The fastest way to an answer",
          },
          {
            value: "browser",
            label: "Encrypt it in my browser",
            hint: "Needs JavaScript. You write it on one page, and we get only the encrypted message. Nothing of that page is saved: a closed tab loses it",
          },
          {
            value: "armoured",
            label: "I encrypt it myself",
            hint: "You paste a message that you made with your own program",
          },
        ]}
      />
      <div className="flex flex-col gap-3 border-s-2 border-line-strong ps-4">
        <p>
          Encrypted, only the team’s own key opens it, and not this portal. So the team answers more slowly, cannot
          search in it, and we cannot look for duplicates.
        </p>
        <p className="flex flex-col gap-1">
          <span className="text-ink-soft">
            The team’s key, valid{" "}
            {programKey.expiresAt ? (
              <>
                until <When at={programKey.expiresAt} zone={zone} style="date" />
              </>
            ) : (
              "without an end"
            )}{" "}
            (<TextLink href={pgpPath(programSlug)}>more about it</TextLink>):
          </span>
          <Fingerprint fingerprint={programKey.fingerprint} />
        </p>
      </div>
    </section>
  );
}
