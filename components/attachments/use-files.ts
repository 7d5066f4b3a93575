"use client";

import { useRouter } from "next/navigation";
import { type RefObject, useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { AttachmentView } from "@/lib/attachments/types";
import type { Press } from "./file-rows";
import { type Sending, uploads } from "./upload-store";

const none: readonly Sending[] = [];
const NOT_REMOVED = "The file could not be removed – try again";
const NOT_REWRITTEN = "The picture could not be written anew – try again";
const noSubscription = () => () => {};

type Prepare = (
  chosen: readonly File[],
  present: number,
) => Promise<{ files: readonly File[]; refused: string | null }>;

/** The pictures of a paste that brought no text, under names of their own. */
function picturesIn(data: DataTransfer | null, from: number): File[] {
  if (!data || data.types.includes("text/plain")) return [];
  return [...data.files]
    .filter(({ type }) => type.startsWith("image/"))
    .map((picture, index) => {
      const end = picture.type.split("/")[1];
      return new File([picture], `pasted-${from + index + 1}.${end}`, { type: picture.type });
    });
}

/** What a place holds and what is on its way there, and how that is changed: with scripts here, without them by the form. */
export function useFiles({
  place,
  files,
  form,
  prepare,
  takesPaste,
}: {
  /** lib/attachments/place.ts */
  place: string;
  files: readonly AttachmentView[];
  /** Where the form is sent without scripts. */
  form: string;
  prepare?: Prepare | undefined;
  /** Whether a picture that is pasted now is meant for here. */
  takesPaste: (input: HTMLInputElement) => boolean;
}) {
  const router = useRouter();
  const scripted = useSyncExternalStore(
    noSubscription,
    () => true,
    () => false,
  );
  const all = useSyncExternalStore(uploads.subscribe, uploads.snapshot, () => none);
  const mine = all.filter((one) => one.place === place);
  const sending = mine.filter((one) => !(one.phase === "done" && files.some(({ id }) => id === one.id)));
  const [sentence, setSentence] = useState("");
  const [problem, setProblem] = useState<{ id: string | null; sentence: string } | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const input: RefObject<HTMLInputElement | null> = useRef(null);
  const pasted = useRef(0);
  const done = mine.filter(({ phase }) => phase === "done").length;

  const add = async (chosen: readonly File[]) => {
    setProblem(null);
    if (!prepare) return uploads.add(place, chosen, files);
    const made = await prepare(chosen, files.length + mine.length);
    if (made.refused) setProblem({ id: null, sentence: made.refused });
    uploads.add(place, made.files, files);
  };
  const now = useRef({ add, takesPaste });
  useEffect(() => {
    now.current = { add, takesPaste };
  });

  useEffect(() => uploads.onSaid(setSentence), []);
  // What arrived before this page was made stands in its list, or was sent since.
  useEffect(() => uploads.forgetDone(place), [place]);
  // What the server made of a file stands in its list: the page is asked for it again.
  useEffect(() => {
    if (done > 0) router.refresh();
  }, [done, router]);
  const scanning = files.some(({ state }) => state === "scanning");
  useEffect(() => {
    if (!scanning) return;
    const later = setTimeout(() => router.refresh(), 3000);
    return () => clearTimeout(later);
  }, [scanning, router]);

  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (!input.current || !now.current.takesPaste(input.current)) return;
      const pictures = picturesIn(event.clipboardData, pasted.current);
      if (pictures.length === 0) return;
      event.preventDefault();
      pasted.current += pictures.length;
      void now.current.add(pictures);
    };
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  }, []);

  const remove = useCallback(
    async (id: string) => {
      // One that has arrived is still known here; left there, it would come back as soon as the server lists it no more.
      const own = uploads.snapshot().find((one) => one.id === id);
      if (own) await uploads.drop(own.key);
      const answer = await fetch(`/api/uploads/${id}`, {
        method: "DELETE",
        headers: { "Tus-Resumable": "1.0.0" },
      }).catch(() => null);
      const gone = answer !== null && (answer.ok || answer.status === 404);
      setProblem(gone ? null : { id, sentence: NOT_REMOVED });
      setSentence(gone ? "The file is removed" : NOT_REMOVED);
      if (!gone) return;
      input.current?.focus();
      router.refresh();
    },
    [router],
  );

  const rewrite = useCallback(
    async (id: string) => {
      setBusy(id);
      const answer = await fetch(`/api/uploads/${id}/metadata`, { method: "DELETE" }).catch(() => null);
      const words = answer?.status === 422 ? (await answer.text()).trim() : NOT_REWRITTEN;
      setBusy(null);
      setProblem(answer?.ok ? null : { id, sentence: words });
      setSentence(answer?.ok ? "The picture is written anew without that" : words);
      router.refresh();
    },
    [router],
  );

  const plain = { formAction: form, formEncType: "multipart/form-data", formMethod: "post" } as const;
  const press: Press = (field, id) =>
    scripted
      ? { type: "button", onClick: () => void (field === "_remove" ? remove(id) : rewrite(id)) }
      : { type: "submit", ...plain, name: field, value: id };
  return {
    scripted,
    input,
    listed: files.filter(({ id }) => !sending.some((one) => one.id === id)),
    sending,
    add,
    drop: (one: Sending) => void (one.id && one.phase !== "refused" ? remove(one.id) : uploads.drop(one.key)),
    sentence,
    say: setSentence,
    problem,
    busy,
    press,
    /** Of the button that uploads without scripts. */
    plain,
  };
}
