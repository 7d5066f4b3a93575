import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Fingerprint } from "@/components/pgp/fingerprint";
import { KeyFacts } from "@/components/pgp/key-facts";
import { KeyWarning } from "@/components/pgp/key-warning";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/auth/policy";
import { pgpPath } from "@/lib/policy/paths";
import { keySettings } from "@/lib/program-keys/settings/queries";
import type { KeySettings } from "@/lib/program-keys/types";
import { answerTitle } from "@/lib/request/answer-title";
import { address, type DeskContext, deskContext, orNotFound, type SearchParams, single } from "../../desk";
import { ChangeKey, EndKey } from "./change-key";
import { ReadingMail } from "./reading-mail";
import { Signature } from "./signature";

const TITLE = "Keys";
const PAGE_TITLE = `${TITLE} – Safe Harbour`;
const SAID: Record<string, string> = {
  key: "The key is in use",
  ended: "The key is out of use",
  reads: "Mail that is encrypted to the key is read here from now on",
  text: "Saved: it counts for mails from now on",
  forgotten: "The private half is gone; mail to it stays encrypted",
  signed: "The signed file is served",
  unsigned: "The file is served without a signature",
};

type Props = { searchParams: SearchParams };

async function readSettings(searchParams: SearchParams): Promise<{ ctx: DeskContext; settings: KeySettings }> {
  const program = single((await searchParams).program);
  const ctx = await deskContext(address("/staff/settings/keys", { program }));
  const first = ctx.actor.memberships.find((membership) => can(ctx.actor, "keys.read", membership));
  const slug = program ?? first?.programSlug;
  if (slug === undefined) notFound();
  return { ctx, settings: await orNotFound(keySettings(ctx, slug)) };
}

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  await readSettings(searchParams);
  // The page and its forms say the title, so that errors reach it without scripts.
  return { title: { absolute: "" } };
}

export default async function KeySettingsPage({ searchParams }: Props) {
  const { settings } = await readSettings(searchParams);
  const { current, former } = settings.keys;
  const said = SAID[single((await searchParams).said) ?? ""];
  return (
    <div className="flex max-w-measure flex-col gap-8">
      {said ? <Notice kind="success" title={said} live="status" /> : null}
      <PageHeading face="sans" lead={`${settings.programName}: the OpenPGP key that reports are encrypted to.`}>
        {TITLE}
      </PageHeading>
      <KeyWarning programKey={current} programName={settings.programName} />
      <section aria-labelledby="current" className="flex flex-col gap-4">
        <h2 id="current" className="text-lg font-semibold">
          In use
        </h2>
        {current ? (
          <KeyFacts {...current} zone={settings.zone} />
        ) : (
          <p>No key. Reports arrive over https only, and the public page says so.</p>
        )}
        <p>
          <TextLink href={pgpPath(settings.programSlug)}>The public page of the key</TextLink>
        </p>
        {settings.mayChange ? (
          <ChangeKey settings={settings} current={current} title={PAGE_TITLE} />
        ) : (
          <p className="text-ink-soft">An admin or the policy owner of this program changes it.</p>
        )}
      </section>
      {former.length > 0 ? (
        <section aria-labelledby="former" className="flex flex-col gap-3">
          <h2 id="former" className="text-lg font-semibold">
            No longer used
          </h2>
          <ul className="flex flex-col border-t border-line">
            {former.map((key) => (
              <li key={key.fingerprint} className="flex flex-col gap-2 border-b border-line py-3">
                <Fingerprint fingerprint={key.fingerprint} />
                <p className="text-ink-soft">
                  {key.standing === "revoked" ? "Revoked" : "Replaced; messages to it are still accepted"}
                </p>
                {settings.mayChange && key.standing === "retired" ? (
                  <EndKey
                    programSlug={settings.programSlug}
                    ended={key}
                    stepUp={settings.stepUp}
                    title={PAGE_TITLE}
                    revokeOnly
                  />
                ) : null}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <ReadingMail settings={settings} title={PAGE_TITLE} />
      <Signature settings={settings} title={PAGE_TITLE} />
      <title>{await answerTitle(PAGE_TITLE)}</title>
    </div>
  );
}
