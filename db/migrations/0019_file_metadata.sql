ALTER TABLE "attachments" ADD COLUMN "tells" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "rewritten_at" timestamp with time zone;