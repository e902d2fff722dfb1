-- An organization that closes: when its own data was last handed to its admin, and when and why the operator closed it.

alter table party.organization
  add column exported_at timestamptz,
  add column closed_at timestamptz,
  add column closed_by uuid,
  add column closing_reason text,
  add constraint organization_closed_by foreign key (closed_by) references party.membership (id) on delete restrict,
  add constraint organization_is_closed_by_somebody check (num_nonnulls(closed_at, closed_by, closing_reason) in (0, 3)),
  add constraint closing_reason_is_short check (length(closing_reason) <= 500);
comment on column party.organization.exported_at is 'When an admin last took the export of the organization''s own data.';
comment on column party.organization.closed_at is 'When it was closed, for ever; its documents and disclosures stay.';
comment on column party.organization.closed_by is 'Who of the operator closed it.';
comment on column party.organization.closing_reason is 'Why, in the operator''s words; at most 500 characters.';
