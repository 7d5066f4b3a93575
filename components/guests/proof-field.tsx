"use client";

import { useEffect, useState } from "react";

/**
 * Works out a proof of work while the page is read. Each digest is a task of its own, so that the page stays quick.
 * A browser that cannot, or is not done yet, sends without: the report is taken then too.
 */
export function ProofField({ challenge }: { challenge: string }) {
  const [proof, setProof] = useState("");
  useEffect(() => {
    const controller = new AbortController();
    void solve(challenge, controller).then(
      (found) => {
        if (found !== null && !controller.signal.aborted) setProof(found);
      },
      () => undefined,
    );
    return () => controller.abort();
  }, [challenge]);
  return <input type="hidden" name="_proof" value={proof} />;
}

async function solve(text: string, controller: AbortController): Promise<string | null> {
  const [{ solveChallenge }, { deriveKey }] = await Promise.all([
    import("altcha-lib"),
    import("altcha-lib/algorithms/web/sha"),
  ]);
  const challenge = JSON.parse(text);
  const solution = await solveChallenge({ challenge, controller, deriveKey });
  return solution && JSON.stringify({ challenge, solution });
}
