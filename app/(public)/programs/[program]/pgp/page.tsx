import type { Metadata } from "next";
import { MessageTest } from "@/components/pgp/message-test";
import { ProgramKeyPage } from "@/components/pgp/program-key-page";
import { env } from "@/lib/env/env";
import { pgpKeyFilePath } from "@/lib/policy/paths";
import { loadCurrentPolicy, loadProgramKeys } from "../load";
import { testMessage } from "./actions";

type Props = { params: Promise<{ program: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { document } = await loadCurrentPolicy((await params).program);
  return { title: { absolute: `PGP key – ${document.organisation.tradeName}` } };
}

export default async function PgpPage({ params }: Props) {
  const { program } = await params;
  const { document } = await loadCurrentPolicy(program);
  return (
    <ProgramKeyPage
      document={document}
      keys={await loadProgramKeys(program)}
      keyAddress={`${env().APP_URL}${pgpKeyFilePath(program)}`}
    >
      <MessageTest action={testMessage.bind(null, program)} />
    </ProgramKeyPage>
  );
}
