-- Consents as people make them: one signed form carries several; drafted, completed and activated; verified by the district,
-- withdrawn, decided on, renewed. What is signed never changes: only what happened to it does.

create table document.consent_document (
  id uuid primary key,
  organization_id uuid not null,
  form_key text,
  evidence text not null,
  evidence_file_id uuid,
  contact text,
  identification text,
  attested_by uuid,
  recorded_by uuid not null,
  recorded_at timestamptz not null default transaction_timestamp(),
  version integer not null default 1,
  constraint consent_document_of_an_organization foreign key (organization_id) references party.organization (id) on delete restrict,
  constraint consent_document_evidence foreign key (evidence_file_id) references document.file (id) on delete restrict,
  constraint consent_document_attested_by foreign key (attested_by) references party.membership (id) on delete restrict,
  constraint consent_document_recorded_by foreign key (recorded_by) references party.membership (id) on delete restrict,
  constraint consent_document_evidence_kind check (evidence in ('PAPER', 'LINK', 'IN_PERSON')),
  constraint consent_document_attested_with_identification check ((attested_by is null) = (identification is null)),
  constraint consent_document_texts_are_short check (
    length(form_key) <= 100 and length(contact) <= 100 and length(identification) <= 200)
);
comment on table document.consent_document is 'A signed form, as one organization entered it. It carries one or more consents, each withdrawable alone.';
comment on column document.consent_document.id is 'Identifies the document.';
comment on column document.consent_document.organization_id is 'The organization that entered it.';
comment on column document.consent_document.form_key is 'What is printed on the form, so that several organizations can refer to the same one.';
comment on column document.consent_document.evidence is 'How it was signed: PAPER, with a scan; LINK, sent to a phone or mailbox; IN_PERSON.';
comment on column document.consent_document.evidence_file_id is 'The scan.';
comment on column document.consent_document.contact is 'With LINK, where the link was sent. It proves a phone, not a parent.';
comment on column document.consent_document.identification is 'Which identification the attesting person has seen.';
comment on column document.consent_document.attested_by is 'The member who attests having seen identification of the signer.';
comment on column document.consent_document.recorded_by is 'Who entered it.';
comment on column document.consent_document.recorded_at is 'When it was entered.';
comment on column document.consent_document.version is 'Counts the changes; an edit names the one it was made from.';
create index consent_document_by_file on document.consent_document (evidence_file_id);
comment on index document.consent_document_by_file is 'Who may read a scan: the organization and the districts of its consents.';

alter table document.signer
  add column restricted_at timestamptz,
  add column restricted_by uuid,
  add column restriction_reason text,
  add constraint signer_restricted_by foreign key (restricted_by) references party.membership (id) on delete restrict,
  add constraint signer_restriction_is_short check (length(restriction_reason) <= 500);
comment on column document.signer.restricted_at is 'Since when a court order takes the signer''s rights; absent: it does not.';
comment on column document.signer.restricted_by is 'The district''s steward who recorded the order.';
comment on column document.signer.restriction_reason is 'Which order, in the steward''s words.';

-- Consents that were there before this are in force: whoever entered them had checked them.
alter table document.consent
  add column state text not null default 'ACTIVE',
  add column document_id uuid,
  add column evidence text not null default 'PAPER',
  add column attested_by uuid,
  add column proof text,
  add column recorded_by uuid,
  add column activated_by uuid,
  add column activated_at timestamptz,
  add column renews_id uuid,
  add column verified_by uuid,
  add column refused_at timestamptz,
  add column refused_by uuid,
  add column refusal_reason text,
  add column revoked_by_signer_id uuid,
  add column withdrawal_decision text,
  add column withdrawal_decided_at timestamptz,
  add column withdrawal_decided_by uuid,
  add column withdrawal_reason text,
  add constraint consent_state check (state in ('DRAFT', 'ACTIVE')),
  add constraint consent_evidence check (evidence in ('PAPER', 'LINK', 'IN_PERSON')),
  add constraint consent_texts_are_short check (
    length(proof) <= 200 and length(refusal_reason) <= 500 and length(withdrawal_reason) <= 500),
  add constraint consent_withdrawal_decision check (withdrawal_decision in ('REOPEN', 'KEEP_CLOSED')),
  add constraint consent_withdrawal_decided_whole check (num_nonnulls(withdrawal_decision, withdrawal_decided_at) in (0, 2)),
  add constraint consent_on_a_document foreign key (document_id) references document.consent_document (id) on delete restrict,
  add constraint consent_attested_by foreign key (attested_by) references party.membership (id) on delete restrict,
  add constraint consent_recorded_by foreign key (recorded_by) references party.membership (id) on delete restrict,
  add constraint consent_activated_by foreign key (activated_by) references party.membership (id) on delete restrict,
  add constraint consent_renews foreign key (renews_id) references document.consent (id) on delete restrict,
  add constraint consent_verified_by foreign key (verified_by) references party.membership (id) on delete restrict,
  add constraint consent_refused_by foreign key (refused_by) references party.membership (id) on delete restrict,
  add constraint consent_revoked_by_signer foreign key (revoked_by_signer_id) references document.signer (id) on delete restrict,
  add constraint consent_withdrawal_decided_by foreign key (withdrawal_decided_by) references party.membership (id) on delete restrict;
comment on column document.consent.state is 'DRAFT: entered, opens nothing; ACTIVE: checked as complete.';
comment on column document.consent.document_id is 'The form on which it stands; absent where it was not entered here.';
comment on column document.consent.evidence is 'How it was signed, as on its document.';
comment on column document.consent.attested_by is 'Who attests having seen identification, as on its document.';
comment on column document.consent.proof is 'What proves the signer''s capacity, such as the number of a court''s order.';
comment on column document.consent.recorded_by is 'Who entered it.';
comment on column document.consent.activated_by is 'Who activated it.';
comment on column document.consent.activated_at is 'When it was activated.';
comment on column document.consent.renews_id is 'The consent that it renews or supersedes.';
comment on column document.consent.verified_by is 'The district''s steward who verified it.';
comment on column document.consent.refused_at is 'When the district refused it.';
comment on column document.consent.refused_by is 'The district''s steward who refused it.';
comment on column document.consent.refusal_reason is 'Why the district refused it.';
comment on column document.consent.revoked_by_signer_id is 'Who asked for the withdrawal; absent: the signer.';
comment on column document.consent.withdrawal_decision is 'What the district decided about another parent''s withdrawal: REOPEN or KEEP_CLOSED.';
comment on column document.consent.withdrawal_decided_at is 'When it decided.';
comment on column document.consent.withdrawal_decided_by is 'The steward who decided.';
comment on column document.consent.withdrawal_reason is 'Why.';
create index consent_by_document on document.consent (document_id);
comment on index document.consent_by_document is 'The consents on one form.';

create table document.consent_question (
  id uuid primary key,
  consent_id uuid not null,
  organization_id uuid not null,
  participant_id uuid not null,
  asked_by uuid not null,
  asked_at timestamptz not null default transaction_timestamp(),
  question text not null,
  answered_by uuid,
  answered_at timestamptz,
  answer text,
  version integer not null default 1,
  constraint question_about_a_consent foreign key (consent_id) references document.consent (id) on delete restrict,
  constraint question_about_a_participant foreign key (organization_id, participant_id) references roster.participant (organization_id, id) on delete restrict,
  constraint question_asked_by foreign key (asked_by) references party.membership (id) on delete restrict,
  constraint question_answered_by foreign key (answered_by) references party.membership (id) on delete restrict,
  constraint question_answered_whole check (num_nonnulls(answered_by, answered_at, answer) in (0, 3)),
  constraint question_is_short check (length(question) between 1 and 500 and length(answer) between 1 and 500)
);
comment on table document.consent_question is 'What a district''s steward asks the organization about a consent, and the answer.';
comment on column document.consent_question.id is 'Identifies the question.';
comment on column document.consent_question.consent_id is 'The consent.';
comment on column document.consent_question.organization_id is 'The organization that is asked.';
comment on column document.consent_question.participant_id is 'The child.';
comment on column document.consent_question.asked_by is 'The steward.';
comment on column document.consent_question.asked_at is 'When.';
comment on column document.consent_question.question is 'The question.';
comment on column document.consent_question.answered_by is 'Who answered.';
comment on column document.consent_question.answered_at is 'When.';
comment on column document.consent_question.answer is 'The answer.';
comment on column document.consent_question.version is 'Counts the changes; an edit names the one it was made from.';
create index consent_question_by_consent on document.consent_question (consent_id, asked_at);
comment on index document.consent_question_by_consent is 'The questions about a consent.';

-- What is signed stays as it was signed: after the activation only what happens to it is written.
create function document.signed_stays() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_happens text[] := array[
    'version', 'verified_on', 'verified_by', 'refused_at', 'refused_by', 'refusal_reason', 'revoked_at', 'revoked_by',
    'revocation_note', 'revoked_by_signer_id', 'withdrawal_decision', 'withdrawal_decided_at', 'withdrawal_decided_by',
    'withdrawal_reason'];
begin
  if (old.state = 'ACTIVE' and (old.activated_at is not null or current_user = 'link_request')
      or new.revoked_at is distinct from old.revoked_at and current_user = 'link_request')
    and to_jsonb(new) - v_happens is distinct from to_jsonb(old) - v_happens then
    raise exception 'A signed consent does not change' using errcode = 'check_violation';
  end if;
  -- A new withdrawal, after the district reopened an earlier one, is decided anew.
  if old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at then
    new.withdrawal_decision := null;
    new.withdrawal_decided_at := null;
    new.withdrawal_decided_by := null;
    new.withdrawal_reason := null;
  end if;
  return new;
end
$$;
comment on function document.signed_stays() is 'Refuses to change what a consent in force says.';
revoke all on function document.signed_stays() from public;
create trigger signed_stays before update on document.consent for each row execute function document.signed_stays();

-- Recorded like every other document: a child's values and a person's own words are kept out.
set role link_policy;
grant execute on function audit.record_change() to link_owner; -- until the triggers below are made
reset role;
drop trigger record_change on document.consent;
create trigger record_change after insert or update or delete on document.consent
  for each row execute function audit.record_change(
    'student_birth_date', 'revocation_note', 'proof', 'refusal_reason', 'withdrawal_reason');
drop trigger record_change on document.signer;
create trigger record_change after insert or update or delete on document.signer
  for each row execute function audit.record_change('name', 'restriction_reason');
create trigger record_change after insert or update or delete on document.consent_document
  for each row execute function audit.record_change('contact', 'identification');
create trigger record_change after insert or update or delete on document.consent_question
  for each row execute function audit.record_change('question', 'answer');
create trigger next_version before update on document.consent_document
  for each row execute function audit.next_version();
create trigger next_version before update on document.consent_question
  for each row execute function audit.next_version();
set role link_policy;
revoke execute on function audit.record_change() from link_owner;
reset role;
create trigger tell_access_changed after insert or update or delete or truncate on document.consent_document
  for each statement execute function party.tell_access_changed();
