"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** The portal lets a message go a moment after its time; then the page says so. */
const AFTER_MS = 2500;

export function RefreshWhenOut({ inMs }: { inMs: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setTimeout(() => router.refresh(), inMs + AFTER_MS);
    return () => clearTimeout(timer);
  }, [router, inMs]);
  return null;
}
