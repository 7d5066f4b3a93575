CREATE TABLE "account_keys" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"key_sealed" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "program_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"program_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"fingerprint" text NOT NULL,
	"armored" text NOT NULL,
	"algorithm" text NOT NULL,
	"user_ids" text[] NOT NULL,
	"key_ids" text[] NOT NULL,
	"expires_at" timestamp with time zone,
	"uploaded_by" uuid,
	"rotated_from" uuid,
	"warned_days" integer,
	"created_at" timestamp with time zone NOT NULL,
	"retired_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "program_keys_fingerprint" UNIQUE("program_id","fingerprint"),
	CONSTRAINT "program_keys_purpose" CHECK ("program_keys"."purpose" in ('pgp_intake'))
);
--> statement-breakpoint
CREATE TABLE "signed_security_txts" (
	"program_id" uuid PRIMARY KEY NOT NULL,
	"program_key_id" uuid NOT NULL,
	"signed" text NOT NULL,
	"content_hash" char(64) NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"uploaded_by" uuid,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "key_sealed" "bytea";--> statement-breakpoint
ALTER TABLE "report_drafts" ADD COLUMN "protection" text DEFAULT 'https' NOT NULL;--> statement-breakpoint
ALTER TABLE "account_keys" ADD CONSTRAINT "account_keys_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "program_keys" ADD CONSTRAINT "program_keys_program_id_programs_id_fk" FOREIGN KEY ("program_id") REFERENCES "public"."programs"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "program_keys" ADD CONSTRAINT "program_keys_uploaded_by_accounts_id_fk" FOREIGN KEY ("uploaded_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "program_keys" ADD CONSTRAINT "program_keys_rotated_from_program_keys_id_fk" FOREIGN KEY ("rotated_from") REFERENCES "public"."program_keys"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signed_security_txts" ADD CONSTRAINT "signed_security_txts_program_id_programs_id_fk" FOREIGN KEY ("program_id") REFERENCES "public"."programs"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signed_security_txts" ADD CONSTRAINT "signed_security_txts_program_key_id_program_keys_id_fk" FOREIGN KEY ("program_key_id") REFERENCES "public"."program_keys"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signed_security_txts" ADD CONSTRAINT "signed_security_txts_uploaded_by_accounts_id_fk" FOREIGN KEY ("uploaded_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "program_keys_in_use" ON "program_keys" USING btree ("program_id","purpose") WHERE "program_keys"."retired_at" is null and "program_keys"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "program_keys_ending" ON "program_keys" USING btree ("expires_at") WHERE "program_keys"."retired_at" is null and "program_keys"."revoked_at" is null;--> statement-breakpoint
ALTER TABLE "report_drafts" ADD CONSTRAINT "report_drafts_protection" CHECK ("report_drafts"."protection" in ('https','browser','armoured'));--> statement-breakpoint

-- A key stays the one whose fingerprint people compared. Its owner may extend it; a standing that ended stays ended.
create function refuse_key_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a published key is kept for ever' using errcode = '42501';
  end if;
  if new.program_id is distinct from old.program_id
    or new.fingerprint is distinct from old.fingerprint
    or (old.retired_at is not null and new.retired_at is distinct from old.retired_at)
    or (old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at)
  then
    raise exception 'a published key never becomes another' using errcode = '42501';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger program_keys_immutable before update or delete on program_keys
  for each row execute function refuse_key_change();
