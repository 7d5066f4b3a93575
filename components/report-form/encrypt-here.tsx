"use client";

import { type ComponentType, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { EncryptedWritingProps } from "./encrypted-writing";

/**
 * Steps 4 to 6 as one page that stays in the browser. Its fields are made by the script and stand in a form of their
 * own that cannot be sent; pressing Continue in the form `formId` first encrypts them into its `encryptedMessage`.
 * They are never in the server's HTML: without the script they would be an ordinary form, and be sent as typed.
 */
export function EncryptHere({ alreadyMade, ...writing }: EncryptHereProps) {
  const [again, setAgain] = useState(false);
  const [scripted, setScripted] = useState(false);
  useEffect(() => setScripted(true), []);
  if (!scripted) return null;
  if (again || !alreadyMade) return <FetchedWriting {...writing} />;
  return (
    <Notice kind="success" title="An encrypted message is saved">
      <p>Continue keeps it. To change what it says you have to write it again: nobody here can open it.</p>
      <div className="mt-3">
        <Button variant="secondary" onClick={() => setAgain(true)}>
          Write it again
        </Button>
      </div>
    </Notice>
  );
}

export type EncryptHereProps = EncryptedWritingProps & {
  /** Whether a message was made before: it is kept until another is. */
  alreadyMade: boolean;
};

/** Fetched by those who chose to encrypt, and by nobody else. */
function FetchedWriting(props: EncryptedWritingProps) {
  const [Writing, setWriting] = useState<ComponentType<EncryptedWritingProps>>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let left = false;
    void import("./encrypted-writing").then(
      ({ EncryptedWriting }) => {
        if (!left) setWriting(() => EncryptedWriting);
      },
      () => setFailed(true),
    );
    return () => {
      left = true;
    };
  }, []);
  if (Writing) return <Writing {...props} />;
  if (!failed) return null;
  return (
    <Notice kind="error" title="The questions could not be fetched" live="alert">
      Nothing was sent. Check your connection and load the page again.
    </Notice>
  );
}
