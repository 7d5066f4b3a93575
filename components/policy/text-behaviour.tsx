"use client";

import { useEffect } from "react";
import { behaveAsText } from "@/components/ui/page-behaviour";

/** For a text on a page that has the framework's scripts; a still page has its own. */
export function TextBehaviour() {
  useEffect(() => behaveAsText(), []);
  return null;
}
