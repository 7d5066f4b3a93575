"use client";

import type { ComponentProps } from "react";
import { ArrivedBar, useSteadyRows } from "@/components/live/live-list";
import { ReportRows } from "./report-rows";
import type { RowView } from "./row-view";

const keyOf = ({ reference }: RowView) => reference;

/** The rows of a list that takes up what changes without moving under its reader's hand; `list`: its address. */
export function LiveRows({ list, rows, ...rest }: ComponentProps<typeof ReportRows> & { list: string }) {
  const steady = useSteadyRows(rows, list, keyOf);
  const left = steady.rows.filter((one) => one.left).length;
  return (
    <>
      <ArrivedBar arrived={steady.arrived} left={left} showAll={steady.showAll} />
      <ReportRows {...rest} rows={steady.rows.map(({ row }) => row)} />
    </>
  );
}
