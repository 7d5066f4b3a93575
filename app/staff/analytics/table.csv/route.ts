import { csvOf } from "@/lib/csv";
import { loadAnalytics } from "../load";

export const dynamic = "force-dynamic";

/** One chart of the page as a table. */
export async function GET(request: Request): Promise<Response> {
  const parameters = Object.fromEntries(new URL(request.url).searchParams);
  const { analytics } = await loadAnalytics(Promise.resolve(parameters));
  const chart = analytics.charts.find(({ id }) => id === parameters.chart);
  if (!chart) return new Response("Not found\n", { status: 404 });
  return new Response(csvOf([chart.columns, ...chart.rows]), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${chart.id}.csv"`,
      "cache-control": "private, no-store",
    },
  });
}
