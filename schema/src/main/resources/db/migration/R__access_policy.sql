-- THE ACCESS POLICY, WHOLE.
--
-- Access is an intersection of date ranges and of category sets: a staff member sees a category of a student's record
-- on a day only if that day lies inside every range below and the category inside every set. Anything missing, empty
-- or failed is a denial. Read this file from top to bottom; every gate is one paragraph, in the order in which the
-- first closed one gives the reason. Nothing outside this file decides: the application asks, the browser shows.
--
--   1  categories, days            4  decide: viewer and windows together     7  for the pull engine
--   2  who asks                    5  enter, open, opened: the ledger is      8  row-level security
--   3  windows: the child's gates     the permission                          9  grants
--                                  6  lists: roster, disclosures, participation, the district's, watch
--
-- A further gate is one lateral paragraph and one line of the case in `windows` (or `decide`, for the staff's own);
-- a further category is told step by step in schema/README.md.

drop schema if exists access cascade;
create schema access;
comment on schema access is 'The access policy: who sees what, and the functions through which it is asked.';

-- With an empty search_path PostgreSQL still looks for types in the caller's temporary schema first: a domain named
-- uuid there would run the caller's code with the policy's rights. So the functions name pg_temp last, and nobody has one.
-- Nor does another role of the cluster come in at all: whoever signs in here is named.
do $$
begin
  execute format('revoke connect, temporary on database %I from public', current_database());
  execute format('grant connect on database %I to link_request, link_engine, link_sealer', current_database());
end
$$;
revoke usage on schema public from public;

-- Functions below belong to the policy role, which reads what the rules need and nobody can sign in as.
grant usage, create on schema access to link_policy;
grant usage on schema party, roster, document, record, sync, ledger to link_policy;
grant select on
  party.confidentiality_statement, party.district, party.membership, party.operator, party.organization, party.program,
  party.service_account, party.staff, party.statement_acceptance, party.training_record,
  roster.caseload_assignment, roster.participant, roster.participant_import, roster.program_attendance,
  roster.program_enrollment, roster.student,
  document.agreement_signature, document.consent, document.consent_document, document.consent_question,
  document.designation, document.destroyed, document.destruction, document.district_agreement, document.file, document.hold,
  document.match_decision, document.named_staff, document.operator_agreement, document.principal, document.sharing_opt_in,
  document.signer
  to link_policy;
grant select on record.student, record.student_match, record.enrollment, record.school, record.calendar_day,
  record.attendance_summary, record.grade_summary to link_policy;
grant select on sync.feed, sync.freshness, sync.lease to link_policy; -- the lease, as sync.leased_district asks for it
grant select, insert, update, delete on sync.broken_match, sync.match_candidate to link_policy;
grant insert on document.match_decision to link_policy;
grant select, insert on ledger.statistic, ledger.statistic_reading to link_policy;
grant execute on function sync.leased_district() to link_policy;
grant select, insert on ledger.request, ledger.release, ledger.subject to link_policy;
grant insert (id, given_name, family_name, email), update (issuer, subject) on party.staff to link_policy;
grant insert (id, staff_id, organization_id, district_id, role, kind, programs, school_codes, categories, active, invited_at,
  invited_by, invited_until, accepted_at) on party.membership to link_policy;
grant update (role, kind, programs, school_codes, categories, active, background_check, invited_at, invited_by, invited_until,
  accepted_at, reactivated_at) on party.membership to link_policy;
grant select (membership_id, written_at, sent_at, given_up_at), insert (membership_id, recipient, inviter, place, host)
  on party.mail to link_policy;
grant insert (membership_id, subject, subject_id, action, fields, before, after) on audit.change to link_policy;
grant update (ordered_by, ordered_over, first_received, not_found) on ledger.request to link_policy;
set role link_policy;

------------------------------------------------------------------------------------------------------------------------
-- 1  Categories; days and ranges. Ranges are half-open; adjacent ones join, so a gap of one day stays a gap.

-- The one list of categories, in the order in which they are shown. None implies another.
create function access.categories() returns text[]
language sql immutable
return array[
  'ENROLLMENT', 'CONTACT', 'SCHEDULE', 'DEMOGRAPHICS', 'ATTENDANCE', 'ATTENDANCE_REASON', 'GRADES', 'ASSIGNMENTS',
  'ASSESSMENTS', 'DISCIPLINE', 'SPECIAL_EDUCATION', 'SECTION_504', 'MULTILINGUAL', 'HOUSING_FOSTER', 'MEAL_STATUS',
  'PARTICIPATION'];
comment on function access.categories() is 'The data categories, in the order in which they are shown.';

-- Eligibility for free or reduced-price meals is disclosed by a consent of its own alone (7 CFR 245.6(f)). So is that a
-- child has no home or lives in foster care: who signs a long list would not notice it there. Never by a general consent,
-- whatever that names.
create function access.consent_kind(p_category text) returns text
language sql immutable
return case when p_category in ('MEAL_STATUS', 'HOUSING_FOSTER') then p_category else 'GENERAL' end;
comment on function access.consent_kind(text) is 'The kind of consent that a category needs.';

-- The living situation of a child is part of the education record (42 USC 11432(g)(3)(G)), which 34 CFR 99.31(a)(1) lets a
-- district disclose to a school official: the district has named the category in the agreement and the child on its
-- roster, which is no general word. Meal status it may not give so: 7 CFR 245.6(f) says to whom without consent.
create function access.designable(p_category text) returns boolean
language sql immutable
return p_category <> 'MEAL_STATUS';
comment on function access.designable(text) is 'Whether a district may open a category to a school official by its roster.';

create function access.ends(p_ranges datemultirange, p_day date) returns date
language sql immutable
return (select nullif(upper(r), 'infinity') from unnest(p_ranges) r where r @> p_day);
comment on function access.ends(datemultirange, date) is 'First day after the range that holds the day; null when it has no end or no range holds the day.';

create function access.begins_next(p_ranges datemultirange, p_day date) returns date
language sql immutable
return (select min(lower(r)) from unnest(p_ranges) r where lower(r) > p_day);
comment on function access.begins_next(datemultirange, date) is 'First later day on which a range begins.';

-- The birthday rule, stated once. 29 February: a parent's consent lapses on 28 February, the student's own counts
-- from 1 March; the day between is closed.
create function access.parent_lapses_on(p_birth_date date) returns date
language sql immutable
return (p_birth_date + interval '18 years')::date;
comment on function access.parent_lapses_on(date) is 'Day from which a parent''s consent no longer counts (34 CFR 99.5(a)).';

create function access.is_adult(p_birth_date date, p_day date) returns boolean
language sql immutable
return coalesce(extract(year from age(p_day::timestamp, p_birth_date::timestamp)) >= 18, false);
comment on function access.is_adult(date, date) is 'Whether the student''s own signature counts on that day (34 CFR 99.3, eligible student).';

------------------------------------------------------------------------------------------------------------------------
-- 2  Who asks: the account, and the role with its caseload.

-- Last use: the newest request of the person's own; before the first one, the day on which the account could be used.
-- A service account that asks every night keeps nobody's account in use.
create function access.last_used(p_membership uuid, p_at timestamptz) returns timestamptz
language sql stable as $$
  select greatest(
    m.accepted_at,
    m.reactivated_at,
    lower(m.active)::timestamp at time zone (select zone from party.operator),
    (select max(r.at) from ledger.request r where r.membership_id = m.id and r.service_account_id is null and r.at <= p_at))
  from party.membership m
  where m.id = p_membership
$$;
comment on function access.last_used(uuid, timestamptz) is 'From when on the days without use count.';

-- Standing: only ACTIVE asks for anything. 45 days without use close an account by themselves.
create function access.standing(p_membership uuid, p_at timestamptz) returns text
language sql stable as $$
  select case
      when m.accepted_at is null and m.withdrawn_at is not null then 'WITHDRAWN'
      when m.accepted_at is null and m.invited_until <= p_at then 'LAPSED'
      when m.accepted_at is null then 'INVITED'
      when m.deactivated_at <= p_at then 'DEACTIVATED'
      when day.today < lower(m.active) then 'NOT_YET'
      when not m.active @> day.today then 'ENDED'
      when day.today >= (access.last_used(m.id, p_at) at time zone o.zone)::date + 45 then 'UNUSED'
      else 'ACTIVE'
    end
  from party.membership m
  cross join party.operator o
  cross join lateral (select (p_at at time zone o.zone)::date as today) day
  where m.id = p_membership
$$;
comment on function access.standing(uuid, timestamptz) is 'Where a membership stands: INVITED, LAPSED, WITHDRAWN, NOT_YET, ACTIVE, UNUSED, DEACTIVATED or ENDED.';

-- Account: active today in the organization, district or operator whose address is being used. A token of nobody's may be
-- that of a service account of the organization: it asks as its owner, who must be active, in the role of a case worker.
create function access.find_viewer(p_issuer text, p_subject text, p_host text, p_at timestamptz)
returns table (
  staff_id uuid, membership_id uuid, organization_id uuid, district_id uuid, role text, service_account_id uuid, refusal text
)
language sql stable
begin atomic
  with address as (
    select o.id as organization_id, null::uuid as district_id from party.organization o where o.host = p_host
    union all
    select null, d.id from party.district d where d.host = p_host
    union all
    select null, null from party.operator o where o.host = p_host
  )
  select coalesce(s.id, m.staff_id), m.id, m.organization_id, m.district_id,
    case when account.id is null then m.role when m.id is not null then 'CASE_WORKER' end,
    account.id,
    case
      when (select count(*) from address) <> 1 then 'UNKNOWN_ADDRESS' -- an address of two is nobody's
      when s.id is null and account.id is null then 'UNKNOWN_PERSON'
      when m.id is null then 'NOT_ACTIVE_HERE'
    end
  from (values (1)) one
  left join party.staff s on s.issuer = p_issuer and s.subject = p_subject
  left join lateral (
    select x.id, x.owner_id
    from address a
    join party.service_account x on x.organization_id = a.organization_id
    where s.id is null
      and x.client_id = p_subject
      and x.ended_at is null
  ) account on true
  left join lateral (
    select m.*
    from address a
    join party.membership m
      on m.organization_id is not distinct from a.organization_id
      and m.district_id is not distinct from a.district_id
    where (m.staff_id = s.id or m.id = account.owner_id)
      and access.standing(m.id, p_at) = 'ACTIVE'
    order by lower(m.active) desc, m.id
    limit 1
  ) m on true;
end;
comment on function access.find_viewer(text, text, text, timestamptz) is 'The membership in which a signed-in person, or a service account for its owner, asks at an address, or why there is none.';

-- Caseload: by name, by program, by the site of a program, or what a covered colleague is assigned on the day. Covering
-- does not go further: what the colleague covers is not covered.
create function access.assignments(p_membership uuid) returns table (participant_id uuid, days daterange)
language sql stable as $$
  with own as (
    select c.organization_id, c.participant_id, c.program_id, c.site, c.assigned
    from party.membership m
    join roster.caseload_assignment c on c.membership_id = m.id and c.organization_id = m.organization_id
    where m.id = p_membership
      and c.cover_for is null
    union all
    select covered.organization_id, covered.participant_id, covered.program_id, covered.site, c.assigned * covered.assigned
    from party.membership m
    join roster.caseload_assignment c on c.membership_id = m.id and c.organization_id = m.organization_id
    join roster.caseload_assignment covered
      on covered.membership_id = c.cover_for
      and covered.organization_id = c.organization_id
      and covered.cover_for is null
    where m.id = p_membership
  )
  select o.participant_id, o.assigned
  from own o
  where o.participant_id is not null
  union all
  select e.participant_id, p.assigned * e.served
  from (
    select o.program_id, o.assigned
    from own o
    where o.program_id is not null
    union all
    select p.id, o.assigned
    from own o
    join party.program p on p.organization_id = o.organization_id and p.site = o.site
    where o.site is not null
  ) p
  join roster.program_enrollment e on e.program_id = p.program_id
$$;
comment on function access.assignments(uuid) is 'Participants assigned to a member, with the days on which each one is.';

create function access.assigned(p_membership uuid, p_at timestamptz) returns table (participant_id uuid)
language sql stable as $$
  select distinct a.participant_id
  from access.assignments(p_membership) a
  where a.days @> (p_at at time zone (select zone from party.operator))::date
$$;
comment on function access.assigned(uuid, timestamptz) is 'Participants assigned to a member today.';

-- Hold of kind REMOVE (death): the child is on no list, for nobody. Nor is a duplicate that was merged, or what was destroyed.
create function access.removed(p_at timestamptz) returns table (participant_id uuid)
language sql stable as $$
  select s.participant_id
  from document.hold h
  join record.student r on r.district_id = h.district_id and btrim(r.district_student_id) = btrim(h.district_student_id)
  join record.student_match m on m.district_id = r.district_id and m.record_id = r.id
  join roster.student s on s.id = m.student_id and s.district_id = h.district_id
  where h.kind = 'REMOVE'
    and h.begins <= p_at
    and (h.ends is null or h.ends > p_at)
  union
  select s.participant_id -- without a match, by the number that the organization has typed
  from document.hold h
  join roster.student s on s.district_id = h.district_id and btrim(s.district_student_id) = btrim(h.district_student_id)
  where h.kind = 'REMOVE'
    and h.begins <= p_at
    and (h.ends is null or h.ends > p_at)
    and not exists (select from record.student_match m where m.student_id = s.id)
  union
  select h.participant_id -- an organization's own word about a participant of its own
  from document.hold h
  where h.kind = 'REMOVE'
    and h.participant_id is not null
    and h.begins <= p_at
    and (h.ends is null or h.ends > p_at)
  union all
  select p.id from roster.participant p where p.merged_into is not null or p.destroyed_at is not null
$$;
comment on function access.removed(timestamptz) is 'Participants on no list: a hold has taken them off, another one stands for them, or what was known is destroyed.';

-- Hold on the person who asks, everywhere or in this one place: of their own side or of the operator.
create function access.viewer_held(p_membership uuid, p_at timestamptz) returns boolean
language sql stable as $$
  select exists (
    select
    from party.membership m
    join document.hold h on h.staff_id = m.staff_id or h.membership_id = m.id
    where m.id = p_membership
      and h.district_student_id is null -- those on children may be many
      and h.participant_id is null
      and h.begins <= p_at
      and (h.ends is null or h.ends > p_at))
$$;
comment on function access.viewer_held(uuid, timestamptz) is 'Whether a hold on the member, or on the person behind it, is in force.';

-- Whether this transaction asks by a service account of the member. Read from the header that it has written, so no
-- caller can forget to tell.
create function access.by_service_account(p_membership uuid) returns boolean
language sql stable as $$
  select exists (
    select
    from ledger.request r
    where r.xid = pg_current_xact_id_if_assigned()
      and r.at = transaction_timestamp()
      and r.membership_id = p_membership
      and r.service_account_id is not null)
$$;
comment on function access.by_service_account(uuid) is 'Whether it is a service account of the member that asks in this transaction.';

-- Role: ADMIN and PROGRAM_MANAGER know all participants of the organization, a limited manager those of the programs,
-- a CASE_WORKER those assigned; everybody else no child at all. A service account knows of these only the owner's own
-- roster: those assigned.
create function access.known(p_membership uuid, p_at timestamptz) returns table (participant_id uuid)
language sql stable as $$
  select k.participant_id
  from (
    select p.id as participant_id
    from party.membership m
    join roster.participant p on p.organization_id = m.organization_id
    where m.id = p_membership
      and (m.role = 'ADMIN' or m.role = 'PROGRAM_MANAGER' and m.programs is null)
    union all
    select distinct e.participant_id
    from party.membership m
    join roster.program_enrollment e on e.program_id = any(m.programs) and e.organization_id = m.organization_id
    where m.id = p_membership
      and m.role = 'PROGRAM_MANAGER'
      and lower(e.served) <= (p_at at time zone (select zone from party.operator))::date
    union all
    -- Not joined with the participants: the caseload was made anew for each of them.
    select a.participant_id
    from party.membership m
    cross join lateral access.assigned(m.id, p_at) a
    where m.id = p_membership
      and m.role = 'CASE_WORKER'
  ) k
  where not exists (select from access.removed(p_at) r where r.participant_id = k.participant_id)
    and (
      not (select access.by_service_account(p_membership)) -- asked once, and not for each participant
      or k.participant_id in (select a.participant_id from access.assigned(p_membership, p_at) a))
$$;
comment on function access.known(uuid, timestamptz) is 'Participants that a member may know of. Whoever is not in it does not exist for the member.';

------------------------------------------------------------------------------------------------------------------------
-- 3  Windows: the gates that lie with the child and its documents, per student and category.

-- The agreement of a day, stated once: of two in force the one that began later rules.
create function access.agreement_on(p_organization uuid, p_district uuid, p_day date) returns setof document.district_agreement
language sql stable rows 1 as $$
  select a.*
  from document.district_agreement a
  where a.organization_id = p_organization
    and a.district_id = p_district
    and a.in_force @> p_day
  order by lower(a.in_force) desc, a.id
  limit 1
$$;
comment on function access.agreement_on(uuid, uuid, date) is 'The district agreement of an organization that rules on a day; no row when none is in force.';

-- What a consent lacks of what 34 CFR 99.30(b) asks, stated once: the decision and the activation ask here.
create function access.consent_lacks(
  p_kind text, p_signed_on date, p_categories text[], p_audiences text[], p_purpose text, p_parties text[],
  p_operator_is_agent boolean, p_today date
)
returns text[]
language sql immutable as $$
  select array_remove(array[
    case when not coalesce(p_signed_on <= p_today, false) then 'SIGNATURE_DATE' end,
    case when cardinality(case p_kind when 'SHARING' then p_audiences else p_categories end) = 0 then 'RECORDS' end,
    case when not coalesce(p_purpose ~ '[^[:space:]]', false) then 'PURPOSE' end,
    case when not 'ORGANIZATION' = any(p_parties) then 'ORGANIZATION_NAMED' end,
    case when not ('OPERATOR' = any(p_parties) or coalesce(p_operator_is_agent, false)) then 'OPERATOR_NAMED' end], null)
$$;
comment on function access.consent_lacks(text, date, text[], text[], text, text[], boolean, date) is 'What of 34 CFR 99.30(b) is missing: signed, dated, records, purpose, parties.';

-- Who signs for an adult: a guardian whom a court has appointed over the adult, with the order; never a parent as such.
create function access.guards_adult(p_capacity text, p_proof text, p_signed_on date, p_birth_date date) returns boolean
language sql immutable as $$
  select coalesce(
    p_capacity = 'COURT_ORDER' and p_proof ~ '[^[:space:]]' and p_signed_on >= access.parent_lapses_on(p_birth_date), false)
$$;
comment on function access.guards_adult(text, text, date, date) is 'Whether a consent is that of a court-appointed guardian of an adult, signed after the 18th birthday with the order as proof.';

-- A withdrawal counts until the district reopens it, and not when a court order takes the rights of who asked for it.
create function access.withdrawn(p_consent document.consent, p_at timestamptz) returns boolean
language sql stable as $$
  select coalesce(
    p_consent.revoked_at <= p_at
    and not coalesce(p_consent.withdrawal_decision = 'REOPEN' and p_consent.withdrawal_decided_at <= p_at, false)
    and not exists (
      select
      from document.signer r
      join party.membership b on b.id = r.restricted_by and b.district_id = p_consent.district_id
      where r.id = coalesce(p_consent.revoked_by_signer_id, p_consent.signer_id)
        and r.restricted_at <= p_at), false)
$$;
comment on function access.withdrawn(document.consent, timestamptz) is 'Whether the withdrawal of a consent counts at an instant.';

-- The sample is drawn when the consent is written: the same for everybody who looks, and nobody can choose it.
-- The contacts that the district has of its parents are not here: so a link waits, whatever was agreed. Who acts as a
-- parent in the absence of one does so by a paper that proves it, or by the word of the district's liaison.
create function access.waits_for_district(
  p_verification text, p_drawn boolean, p_evidence text, p_attested_by uuid, p_capacity text, p_proof text
)
returns boolean
language sql immutable as $$
  select case coalesce(p_verification, 'EACH') when 'EACH' then true when 'SAMPLE' then p_drawn else false end
    or p_evidence = 'LINK' and p_attested_by is null
    or p_capacity = 'ACTING_PARENT' and not coalesce(p_proof ~ '[^[:space:]]', false)
$$;
comment on function access.waits_for_district(text, boolean, text, uuid, text, text) is 'Whether a consent needs the district''s verification: as agreed; and always one signed by a link that nobody attests, or by an acting parent without proof.';

-- Written consent of one kind, for participant x organization x district: of those that cover today the latest signed
-- rules. One row always: which it is, and why it does not stand.
create function access.consent_today(
  p_kind text, p_participant uuid, p_organization uuid, p_district uuid, p_at timestamptz, p_birth_date date,
  p_operator_is_agent boolean, p_verification text
)
returns table (
  id uuid, reason text, parent_lapsed boolean, categories text[], audiences text[], since date, begins_next date, until date
)
language sql stable as $$
  select
    consent.id,

    case
      when revocation.on_day is not null
        then 'CONSENT_REVOKED'
      when consent.id is null and consents.begins_next is not null
        then 'CONSENT_NOT_YET_IN_FORCE'
      when consent.id is null and consents.ended_on is not null
        then 'CONSENT_EXPIRED'
      when consent.id is null
        then 'CONSENT_MISSING'
      when consent.state = 'DRAFT' or consent.refused_at <= p_at
        or cardinality(access.consent_lacks(
          p_kind, consent.signed_on, consent.categories, consent.audiences, consent.purpose, consent.parties,
          p_operator_is_agent, day.today)) > 0
        or consent.capacity = 'STUDENT' and not coalesce(
          access.is_adult(child.birth_date, consent.signed_on) or p.entered_college_on <= consent.signed_on, false)
        then 'CONSENT_INCOMPLETE' -- a draft, refused by the district, or 34 CFR 99.30(b)
      when access.waits_for_district(
          p_verification, consent.drawn, consent.evidence, consent.attested_by, consent.capacity, consent.proof)
        and not coalesce(consent.verified_on <= day.today, false)
        then 'AWAITING_DISTRICT_VERIFICATION'
    end,

    -- A parent's consent counts until the 18th birthday, or until the child leaves K-12 for college.
    not child.adult_signs and not coalesce(
      day.today < access.parent_lapses_on(child.birth_date)
      and (p.entered_college_on is null or day.today < p.entered_college_on), false),

    consent.categories,
    consent.audiences,
    coalesce(revocation.on_day, case when consent.id is null and consents.begins_next is null then consents.ended_on end),
    consents.begins_next,
    least(
      nullif(upper(consent.in_force), 'infinity'),
      consents.begins_next,
      case when not child.adult_signs then p.entered_college_on end,
      case when not child.adult_signs then access.parent_lapses_on(child.birth_date) end)
  from roster.participant p
  join party.district d on d.id = p_district
  cross join lateral (select (p_at at time zone d.zone)::date as today) day
  left join lateral (
    select c.*, g.capacity
    from document.consent c
    join document.signer g on g.id = c.signer_id
    where c.participant_id = p_participant
      and c.organization_id = p_organization
      and c.district_id = p_district
      and c.kind = p_kind
      and c.in_force @> day.today
      and (g.restricted_at is null or g.restricted_at > p_at)
      and not (c.state = 'DRAFT' and c.revoked_at is not null)
    -- One withdrawn, refused or not yet activated gives way to one that stands; whether a withdrawal still closes is asked
    -- below. What somebody signed whose rights a court order takes does not count at all.
    -- So does what a parent signed after the student's 18th birthday, or entry into college: it cannot replace the student's own.
    order by
      access.withdrawn(c, p_at) or c.state = 'DRAFT' or coalesce(c.refused_at <= p_at, false),
      g.capacity <> 'STUDENT'
        and not access.guards_adult(g.capacity, c.proof, c.signed_on, coalesce(p_birth_date, c.student_birth_date))
        and coalesce(
          c.signed_on >= least(access.parent_lapses_on(coalesce(p_birth_date, c.student_birth_date)), p.entered_college_on), false),
      c.signed_on desc nulls last,
      c.recorded_at desc,
      c.id
    limit 1
  ) consent on true
  left join lateral (
    select
      min(lower(c.in_force)) filter (
        where lower(c.in_force) > day.today and not access.withdrawn(c, p_at) and (c.refused_at is null or c.refused_at > p_at)
      ) as begins_next,
      max(upper(c.in_force)) filter (where upper(c.in_force) <= day.today) as ended_on
    from document.consent c
    join document.signer g on g.id = c.signer_id and (g.restricted_at is null or g.restricted_at > p_at)
    where c.participant_id = p_participant
      and c.organization_id = p_organization
      and c.district_id = p_district
      and c.kind = p_kind
      and c.state = 'ACTIVE'
      and not isempty(c.in_force)
  ) consents on true

  -- A withdrawal closes, whichever parent's, until the same person signs again, with the right to; the end of what was
  -- withdrawn does not undo it. What a parent withdrew does not bind the student who signs after the 18th birthday; the
  -- student's own consent, withdrawn in whoever's name, is closed like any other.
  left join lateral (
    select min((w.revoked_at at time zone d.zone)::date) as on_day
    from document.consent w
    join document.signer g on g.id = coalesce(w.revoked_by_signer_id, w.signer_id)
    where w.participant_id = p_participant
      and w.organization_id = p_organization
      and w.district_id = p_district
      and w.kind = p_kind
      and lower(w.in_force) <= day.today
      and coalesce((w.revoked_at at time zone d.zone)::date < upper(w.in_force), true)
      and w.state = 'ACTIVE'
      and access.withdrawn(w, p_at)
      and consent.id is not null -- where nothing covers today there is nothing to close: it has ended, or begins later
      and (consent.capacity <> 'STUDENT' or g.capacity = 'STUDENT' or w.id = consent.id)
      and not exists (
        select
        from document.consent again
        where again.participant_id = w.participant_id
          and again.organization_id = w.organization_id
          and again.district_id = w.district_id
          and again.kind = p_kind
          and again.signer_id = g.id
          and (g.restricted_at is null or g.restricted_at > p_at)
          and again.state = 'ACTIVE'
          and (again.refused_at is null or again.refused_at > p_at)
          and again.in_force @> day.today
          and not access.withdrawn(again, p_at)
          and again.signed_on >= (w.revoked_at at time zone d.zone)::date
          and again.recorded_at > w.revoked_at
      )
  ) revocation on true

  -- Birth date: the district's; without one the consent form's; none at all, or one in the future, denies.
  cross join lateral (
    select
      case when known.birth_date <= day.today then known.birth_date end as birth_date,
      consent.capacity = 'STUDENT'
        or access.guards_adult(consent.capacity, consent.proof, consent.signed_on, known.birth_date) as adult_signs
    from (select coalesce(p_birth_date, consent.student_birth_date) as birth_date) known
  ) child
  where p.id = p_participant
$$;
comment on function access.consent_today(text, uuid, uuid, uuid, timestamptz, date, boolean, text) is 'The consent of a kind that rules today, why it does not stand (null: it does), and until when. Without a word of the district on verification each one needs it.';

-- Opt-in: the organization has chosen, in its agreement in force with the operator, to share participation in a program.
create function access.opted_in(p_organization uuid, p_program uuid, p_audience text, p_at timestamptz)
returns table (operator_agreement_id uuid)
language sql stable as $$
  select x.operator_agreement_id
  from document.sharing_opt_in x
  join document.operator_agreement a on a.id = x.operator_agreement_id and a.organization_id = x.organization_id
  join party.program g on g.id = x.program_id
  cross join party.operator o
  where x.organization_id = p_organization
    and (p_program is null or x.program_id = p_program)
    and x.audience = p_audience
    and x.agreed_at <= p_at
    and (x.withdrawn_at is null or x.withdrawn_at > p_at)
    and a.in_force @> (p_at at time zone o.zone)::date
    and g.sharing = 'ALLOWED'
  limit 1
$$;
comment on function access.opted_in(uuid, uuid, text, timestamptz) is 'The agreement by which an organization shares a program, or any program, with an audience; no row when it does not.';

create function access.windows(p_at timestamptz, p_students uuid[], p_categories text[])
returns table (
  student_id uuid,
  category text,
  reason text,
  closed text[],
  since date,
  until date,
  basis text,
  purpose text,
  consent_id uuid,
  operator_agreement_id uuid,
  district_agreement_id uuid,
  enrollments uuid[],
  records_from integer
)
language sql stable as $$
  select
    s.id,
    asked.category,
    gate.reason,
    gate.closed,

    -- Since when it is closed, where a document says so.
    case when gate.reason in ('CONSENT_REVOKED', 'CONSENT_EXPIRED') then consent.since end,

    -- The first day on which the answer may change by itself.
    case gate.reason
      when 'NOT_SERVED_TODAY' then service.begins_next
      when 'OPERATOR_AGREEMENT_NOT_IN_FORCE' then operator_agreements.begins_next
      when 'DISTRICT_AGREEMENT_NOT_IN_FORCE' then agreements.begins_next
      when 'CONSENT_NOT_YET_IN_FORCE' then consent.begins_next
      else case when gate.reason is null then least(
        service.ends,
        operator_agreements.ends,
        nullif(upper(agreement.in_force), 'infinity'),
        case agreement.basis when 'WRITTEN_CONSENT' then consent.until else nullif(upper(designation.in_force), 'infinity') end,
        agreements.begins_next
      ) end
    end,

    agreement.basis,
    agreement.purpose,
    case when agreement.basis = 'WRITTEN_CONSENT' then consent.id end,
    operator_agreements.current_id,
    agreement.id,
    coalesce(records.covered, '{}'),
    (select min(y) from unnest(agreement.school_years) y)
  from roster.student s
  join roster.participant p on p.id = s.participant_id
  join party.district d on d.id = s.district_id
  cross join party.operator o

  -- "Today" is the civil date in the district's zone; for service and the operator's agreement in the operator's.
  cross join lateral (
    select (p_at at time zone d.zone)::date as district, (p_at at time zone o.zone)::date as operator
  ) day

  -- District agreement: in force.
  left join lateral access.agreement_on(s.organization_id, s.district_id, day.district) agreement on true
  left join lateral (
    select min(lower(a.in_force)) filter (where lower(a.in_force) > day.district) as begins_next
    from document.district_agreement a
    where a.organization_id = s.organization_id
      and a.district_id = s.district_id
      and not isempty(a.in_force)
  ) agreements on true

  -- Service: in a program today, plus the wind-down days of the district agreement.
  left join lateral (
    select x.days, access.ends(x.days, day.operator) as ends, access.begins_next(x.days, day.operator) as begins_next
    from (
      select coalesce(range_agg(daterange(lower(e.served), upper(e.served) + coalesce(agreement.wind_down_days, 30))), '{}') as days
      from roster.program_enrollment e
      where e.participant_id = s.participant_id
        and not isempty(e.served)
    ) x
    offset 0
  ) service on true

  -- Operator agreement: the organization's agreement with the operator.
  left join lateral (
    select x.days, x.current_id, access.ends(x.days, day.operator) as ends,
      access.begins_next(x.days, day.operator) as begins_next
    from (
      select
        coalesce(range_agg(a.in_force), '{}') as days,
        (array_agg(a.id order by lower(a.in_force) desc) filter (where a.in_force @> day.operator))[1] as current_id
      from document.operator_agreement a
      where a.organization_id = s.organization_id
        and not isempty(a.in_force)
    ) x
    offset 0
  ) operator_agreements on true

  -- Match: proved at the last publish, with the enrollments of the record that the agreement's schools and years cover.
  left join lateral (
    select m.record_id, r.birth_date, r.district_student_id
    from record.student_match m
    join record.student r on r.district_id = m.district_id and r.id = m.record_id
    where m.student_id = s.id
      and m.district_id = s.district_id
  ) match on true
  left join lateral (
    select
      count(*) filter (where agreement.school_codes is null or sc.code = any(agreement.school_codes)) as at_covered_schools,
      array_agg(e.id) filter (
        where (agreement.school_codes is null or sc.code = any(agreement.school_codes))
          and (agreement.school_years is null or e.school_year = any(agreement.school_years))
      ) as covered
    from record.enrollment e
    join record.school sc on sc.district_id = e.district_id and sc.id = e.school_id
    where e.district_id = s.district_id
      and e.student_id = match.record_id
  ) records on true

  -- Written consent, of the kind that the categories asked need.
  cross join (
    select access.consent_kind(c) as kind, array_agg(c) as categories from unnest(p_categories) c group by 1
  ) needed
  cross join lateral access.consent_today(
    needed.kind, s.participant_id, s.organization_id, s.district_id, p_at, match.birth_date,
    agreement.operator_is_agent, agreement.verification) consent

  -- School official: the district, or the principal it names, has put the student on the roster for today.
  left join lateral (
    select g.id, g.in_force
    from document.designation g
    where g.district_agreement_id = agreement.id
      and g.district_student_id = btrim(coalesce(match.district_student_id, s.district_student_id))
      and g.in_force @> day.district
    order by upper(g.in_force) desc nulls first, g.id
    limit 1
  ) designation on agreement.basis = 'SCHOOL_OFFICIAL'

  cross join unnest(needed.categories) as asked(category)

  -- The closed gates, in the order of the rules; the first one gives the reason. What hangs on a document that is not
  -- there is not asked. Here and below "offset 0" is a fence: without it the planner writes the expression out wherever its
  -- value is used, and it is computed again each time.
  cross join lateral (
    select x.closed, x.closed[1] as reason
    from (select array_remove(array[
      case when not service.days @> day.operator
        then 'NOT_SERVED_TODAY' end,
      case when not operator_agreements.days @> day.operator
        then 'OPERATOR_AGREEMENT_NOT_IN_FORCE' end,
      case when agreement.id is null
        then 'DISTRICT_AGREEMENT_NOT_IN_FORCE' end,
      case
        when agreement.id is not null and not coalesce(asked.category = any(agreement.categories), false)
          then 'NOT_IN_DISTRICT_AGREEMENT'
        when agreement.school_codes is not null and match.record_id is not null and records.at_covered_schools = 0
          then 'NOT_IN_DISTRICT_AGREEMENT' -- also while no enrollment is delivered: then no school is known that it covers
        when agreement.basis = 'SCHOOL_OFFICIAL' and not coalesce(asked.category = any(agreement.designated_categories), false)
          then 'NOT_IN_DISTRICT_AGREEMENT' -- only the categories so designated
        when agreement.basis = 'SCHOOL_OFFICIAL' and not access.designable(asked.category)
          then 'NOT_IN_DISTRICT_AGREEMENT'
      end,
      case when agreement.basis = 'SCHOOL_OFFICIAL' and designation.id is null
        then 'NOT_ON_DISTRICT_ROSTER' end,
      case when agreement.basis = 'WRITTEN_CONSENT'
        then consent.reason end,
      case when agreement.basis = 'WRITTEN_CONSENT' and consent.id is not null
          and not coalesce(asked.category = any(consent.categories), false)
        then 'NOT_IN_CONSENT' end,
      case when agreement.basis = 'WRITTEN_CONSENT' and consent.id is not null and consent.parent_lapsed
        then 'ELIGIBLE_STUDENT_MUST_CONSENT' end,
      case when match.record_id is null
        then 'NOT_MATCHED' end,
      case when asked.category = 'PARTICIPATION' and not exists (select from access.opted_in(s.organization_id, null, 'WITH_PARTNERS', p_at))
        then 'SHARING_NOT_OPTED_IN' end -- who sees what partners share, shares too
    ], null) as closed offset 0) x
  ) gate
  where s.id = any(p_students)
$$;
comment on function access.windows(timestamptz, uuid[], text[]) is 'Per student and category the intersection of the child''s gates: the closed ones, the reason of the first, or none and what it rests on.';

-- Hold on the child: set by a district on one of its students, or on all of them by the district's own switch. It closes
-- the child everywhere: another district's record would tell where a hidden child is.
create function access.child_held(p_participant uuid, p_at timestamptz) returns boolean
language sql stable as $$
  select exists (
    select
    from roster.student s
    left join record.student_match m on m.student_id = s.id
    left join record.student r on r.district_id = m.district_id and r.id = m.record_id
    join document.hold h
      on h.district_id = s.district_id
      and btrim(h.district_student_id) in (btrim(s.district_student_id), btrim(r.district_student_id))
    where s.participant_id = p_participant
      and h.begins <= p_at
      and (h.ends is null or h.ends > p_at))
  or exists (
    select
    from document.hold h
    where h.participant_id = p_participant
      and h.begins <= p_at
      and (h.ends is null or h.ends > p_at))
$$;
comment on function access.child_held(uuid, timestamptz) is 'Whether a hold on one of the child''s records, or of the organization on its participant, is in force.';

-- Shared participation: what organizations recorded about the child of one district record, as far as their opt-in for
-- the program and the second consent of that child share it with the audience. Not transitive: only what an organization
-- recorded itself.
create function access.shared_enrollments(p_at timestamptz, p_district uuid, p_record uuid, p_audience text)
returns table (
  program_enrollment_id uuid, student_id uuid, organization_id uuid, consent_id uuid, operator_agreement_id uuid
)
-- Planned by itself (a function with settings is not inlined): in place it read all matches for each record, 46 s instead
-- of 0.2 s for a page of a district with 6,000 second consents.
language sql stable rows 2 set search_path = pg_catalog, pg_temp as $$
  select e.id, s.id, s.organization_id, consent.id, opt_in.operator_agreement_id
  from record.student_match m
  join record.student r on r.district_id = m.district_id and r.id = m.record_id
  join roster.student s on s.id = m.student_id
  join party.district d on d.id = s.district_id
  cross join party.operator o
  left join lateral access.agreement_on(s.organization_id, s.district_id, (p_at at time zone d.zone)::date) agreement on true
  cross join lateral access.consent_today(
    'SHARING', s.participant_id, s.organization_id, s.district_id, p_at, r.birth_date,
    coalesce(agreement.operator_is_agent, false), agreement.verification) consent
  join roster.program_enrollment e on e.participant_id = s.participant_id
  cross join lateral access.opted_in(s.organization_id, e.program_id, p_audience, p_at) opt_in
  where m.district_id = p_district
    and m.record_id = p_record
    and consent.reason is null
    and not consent.parent_lapsed
    and case p_audience when 'WITH_PARTNERS' then 'PARTNERS' when 'WITH_DISTRICT' then 'DISTRICT' end = any(consent.audiences)
    and lower(e.served) <= (p_at at time zone o.zone)::date
    and not access.child_held(s.participant_id, p_at)
    and not exists (
      select
      from document.hold h
      where (
          h.organization_id = s.organization_id and (h.district_id is null or h.district_id = s.district_id)
          or h.district_id = s.district_id and h.district_student_id is null and h.organization_id is null
          or exists (
            select from document.operator_agreement x where x.id = h.operator_agreement_id and x.organization_id = s.organization_id)
          or exists (
            select
            from document.district_agreement x
            where x.id = h.district_agreement_id and x.organization_id = s.organization_id and x.district_id = s.district_id))
        and h.begins <= p_at
        and (h.ends is null or h.ends > p_at))
$$;
comment on function access.shared_enrollments(timestamptz, uuid, uuid, text) is 'Program enrollments of the child of a district''s record that organizations share with partners or with the district.';

create function access.participation_told(p_enrollment uuid)
returns table (organization_name text, program_name text, kind text, begins date, ends date, weeks date[], minutes integer[])
language sql stable as $$
  select o.name, g.name, g.kind, lower(e.served), nullif(upper(e.served), 'infinity'),
    coalesce(told.weeks, '{}'), coalesce(told.minutes, '{}')
  from roster.program_enrollment e
  join party.program g on g.id = e.program_id
  join party.organization o on o.id = e.organization_id
  cross join lateral (
    select array_agg(w.week order by w.week desc) as weeks, array_agg(w.minutes order by w.week desc) as minutes
    from (
      select date_trunc('week', a.attended_on)::date as week, sum(a.minutes)::integer as minutes
      from roster.program_attendance a
      where a.participant_id = e.participant_id
        and a.program_id = e.program_id
        and e.served @> a.attended_on
      group by 1
      having sum(a.minutes) > 0
      order by 1 desc
      limit 8
    ) w
  ) told
  where e.id = p_enrollment
$$;
comment on function access.participation_told(uuid) is 'What is told of a shared program enrollment: names, kind, dates and minutes of the last eight weeks with any. Never notes.';

------------------------------------------------------------------------------------------------------------------------
-- 4  Decide: who asks, the staff's own gates, the windows, the token; and then whether there is data at all.

create function access.decide(
  p_membership uuid, p_token_categories text[], p_at timestamptz, p_students uuid[], p_categories text[]
)
returns table (
  student_id uuid,
  category text,
  granted boolean,
  reason text,
  closed text[],
  since date,
  until date,
  basis text,
  purpose text,
  consent_id uuid,
  operator_agreement_id uuid,
  district_agreement_id uuid,
  enrollments uuid[],
  records_from integer
)
language sql stable as $$
  -- What is the same for all is computed once, what is the student's once a student, and only the rest for each category.
  with m as materialized (
    select m.*, day.operator as today, by_roster.value as by_roster, access.viewer_held(m.id, p_at) as held,
      training.days @> day.operator as trained, access.ends(training.days, day.operator) as training_ends,
      access.begins_next(training.days, day.operator) as training_begins,
      coalesce(statement.accepted, false) as statement_accepted,
      (select min(c.effective_on) from party.confidentiality_statement c where c.effective_on > day.operator) as next_statement
    from party.membership m
    cross join party.operator o
    cross join lateral (select (p_at at time zone o.zone)::date as operator) day
    cross join lateral (select m.role = 'CASE_WORKER' or access.by_service_account(m.id) as value) by_roster

    -- Staff terms: current FERPA / data-privacy training, and the confidentiality statement in its current version.
    left join lateral (
      select coalesce(range_agg(t.valid), '{}') as days
      from party.training_record t
      where t.staff_id = m.staff_id
        and not isempty(t.valid)
    ) training on true
    left join lateral (
      select exists (
          select
          from party.statement_acceptance a
          where a.statement_id = c.id and a.staff_id = m.staff_id and a.accepted_at <= p_at) as accepted
      from party.confidentiality_statement c
      where c.effective_on <= day.operator
      order by c.effective_on desc
      limit 1
    ) statement on true
    where m.id = p_membership
  ),

  -- Holds in force on an organization, a district, an agreement or a feed. Those on children may be many.
  held as materialized (
    select h.*
    from document.hold h
    where h.begins <= p_at
      and (h.ends is null or h.ends > p_at)
      and h.district_student_id is null
      and h.participant_id is null
  ),

  -- Existence comes first: whom the viewer may not know of is not among the answers. Asked for one at a time, so that an
  -- organization is not read whole.
  known as materialized (
    select s.id, s.participant_id, s.district_id, assignment.ends as assignment_ends,
      m.held or access.child_held(s.participant_id, p_at) or here.held as held
    from roster.student s
    cross join m
    cross join lateral (
      select
      from access.known(p_membership, p_at) k
      where k.participant_id = s.participant_id
      limit 1
    ) known

    -- Until when an assignment keeps the child in a case worker's caseload, or a service account's roster.
    left join lateral (
      select access.ends(range_agg(a.days), m.today) as ends
      from access.assignments(p_membership) a
      where m.by_roster
        and a.participant_id = s.participant_id
    ) assignment on true

    -- Hold: on the organization, the district, or an agreement; those on the person and on the child are asked above.
    cross join lateral (
      select exists (
        select
        from held h
        where h.organization_id = m.organization_id and (h.district_id is null or h.district_id = s.district_id)
          or h.district_id = s.district_id and h.organization_id is null
          or exists (
            select from document.operator_agreement x where x.id = h.operator_agreement_id and x.organization_id = m.organization_id)
          or exists (
            select
            from document.district_agreement x
            where x.id = h.district_agreement_id and x.organization_id = m.organization_id and x.district_id = s.district_id)
      ) as held
    ) here
    where s.id = any(p_students)
  ),

  -- What the districts deliver, whether it has arrived, and whether a hold is on one of the feeds.
  supply as materialized (
    select f.district_id, c.category,
      bool_or(exists (select from held h where h.feed_id = f.id)) as held,
      bool_or(exists (
        select from sync.freshness x where x.district_id = f.district_id and x.category = c.category)) as published
    from sync.feed f
    cross join unnest(f.categories) as c(category)
    where f.district_id in (select k.district_id from known k)
    group by f.district_id, c.category
  ),
  opened as materialized (
    select w.*
    from access.windows(p_at, array(select k.id from known k), p_categories) w
  )
  select
    w.student_id,
    w.category,
    gate.reason is null,
    gate.reason,
    gate.closed,
    case when gate.reason = w.reason then w.since end,
    case
      when gate.reason is null then least(
        w.until, m.training_ends, nullif(upper(m.active), 'infinity'), s.assignment_ends,
        case when agreement.requires_background_check then nullif(upper(m.background_check), 'infinity') end,
        case when agreement.requires_named_staff then nullif(upper(naming.named), 'infinity') end,
        m.next_statement)
      when gate.reason = 'TRAINING_REQUIRED' then m.training_begins
      when gate.reason = w.reason then w.until
    end,
    w.basis,
    w.purpose,
    w.consent_id,
    w.operator_agreement_id,
    w.district_agreement_id,
    case when gate.reason is null then w.enrollments else '{}' end,
    case when gate.reason is null then w.records_from end
  from m
  cross join known s
  join opened w on w.student_id = s.id
  left join supply on supply.district_id = s.district_id and supply.category = w.category

  -- Staff terms: what the district agreement asks of staff.
  left join document.district_agreement agreement on agreement.id = w.district_agreement_id
  left join document.named_staff naming on naming.district_agreement_id = agreement.id and naming.membership_id = m.id

  -- All closed gates, in the order of the rules: the child's own between those of the staff and the token.
  cross join lateral (
    select x.closed, x.closed[1] as reason
    from (select array_remove(
      array[
        case when s.held or supply.held
          then 'ON_HOLD' end,
        case when not m.trained
          then 'TRAINING_REQUIRED' end,
        case when not m.statement_accepted
            or agreement.staff_kinds is not null and not m.kind = any(agreement.staff_kinds)
            or agreement.requires_background_check and not coalesce(m.background_check @> m.today, false)
            or agreement.requires_named_staff and not coalesce(naming.named @> m.today, false)
          then 'STAFF_TERMS_MISSING' end,
        -- Staff scope: the categories that the organization allows this person.
        case when m.categories is not null and not coalesce(w.category = any(m.categories), false)
          then 'NOT_IN_YOUR_ACCESS' end]
      || w.closed
      || array[
        case when p_token_categories is not null and not coalesce(w.category = any(p_token_categories), false)
          then 'NOT_IN_TOKEN_SCOPE' end,
        case
          when w.category = 'PARTICIPATION'
            then null -- partners supply it, not the district
          when supply.category is null
            then 'NOT_SUPPLIED'
          when not supply.published
            then 'AWAITING_FIRST_PULL'
        end], null) as closed offset 0) x
  ) gate
$$;
comment on function access.decide(uuid, text[], timestamptz, uuid[], text[]) is 'What a member may see of which students as of an instant, and every gate that is closed. Decides only; records nothing and opens nothing.';

------------------------------------------------------------------------------------------------------------------------
-- 5  Enter and open. The ledger is the permission: what a transaction has recorded is what it can read. The record
--    stays when the transaction commits, so whoever asks answers only after the commit, as the application does.

-- Scopes: student-data opens every category, student-data:attendance one of them; without any, none.
create function access.token_categories(p_scopes text[]) returns text[]
language sql immutable
return case
  when 'student-data' = any(p_scopes) then null
  else array(select upper(substr(s, 14)) from unnest(p_scopes) s where s like 'student-data:%')
end;
comment on function access.token_categories(text[]) is 'Categories that a token''s scopes include; null: all.';

create function access.printable(p_text text) returns text
language sql immutable
return left(regexp_replace(p_text, '[[:cntrl:]]', '?', 'g'), 100);
comment on function access.printable(text) is 'What a client says of itself, fit for the record: at most 100 characters, none of control.';

-- First sign-in: the identity is bound to the one person who is invited at the e-mail that the sign-in server has verified.
-- It lasts for ever, so a second identity with that e-mail finds nobody. It is part of the request's transaction: a request
-- that is refused binds nothing.
create function access.bind_newcomer(p_issuer text, p_subject text, p_email text) returns void
language plpgsql volatile as $$
declare
  v_people uuid[];
begin
  if p_email is null then
    return;
  end if;
  update party.membership m
  set accepted_at = transaction_timestamp()
  from party.staff s
  where s.issuer = p_issuer and s.subject = p_subject and lower(s.email) = lower(p_email)
    and m.staff_id = s.id and m.accepted_at is null
    and access.standing(m.id, transaction_timestamp()) = 'INVITED';
  if exists (select from party.staff s where s.issuer = p_issuer and s.subject = p_subject) then
    return;
  end if;
  v_people := array(
    select s.id
    from party.staff s
    where lower(s.email) = lower(p_email)
      and (s.issuer is not null or exists (
        select
        from party.membership m
        where m.staff_id = s.id and access.standing(m.id, transaction_timestamp()) = 'INVITED')));
  if cardinality(v_people) <> 1 then
    return;
  end if;
  update party.staff s
  set issuer = p_issuer, subject = p_subject
  where s.id = v_people[1] and s.issuer is null;
  if found then
    update party.membership m
    set accepted_at = transaction_timestamp()
    where m.staff_id = v_people[1] and access.standing(m.id, transaction_timestamp()) = 'INVITED';
  end if;
end
$$;
comment on function access.bind_newcomer(text, text, text) is 'Binds an identity that nobody has to the one person invited at its verified e-mail; otherwise does nothing.';

create function access.enter(
  p_issuer text, p_subject text, p_host text, p_scopes text[], p_operation text, p_document_hash text, p_client text,
  p_email text default null
)
returns table (
  request_id uuid, membership_id uuid, organization_id uuid, district_id uuid, role text, service_account_id uuid, refusal text
)
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select access.bind_newcomer(p_issuer, p_subject, p_email);
  with viewer as materialized (
    select * from access.find_viewer(p_issuer, p_subject, p_host, transaction_timestamp())
  ),
  header as (
    insert into ledger.request (xid, at, staff_id, membership_id, organization_id, district_id, role, service_account_id,
      token_categories, host, operation, document_hash, client, outcome)
    select pg_current_xact_id(), transaction_timestamp(), v.staff_id, v.membership_id, v.organization_id, v.district_id,
      v.role, v.service_account_id, access.token_categories(p_scopes), left(p_host, 255), access.printable(p_operation), access.printable(p_document_hash), access.printable(p_client), 'ANSWERED'
    from viewer v
    where v.refusal is null
    returning id
  )
  select (select id from header), v.membership_id, v.organization_id, v.district_id, v.role, v.service_account_id, v.refusal
  from viewer v;
end;
comment on function access.enter(text, text, text, text[], text, text, text, text) is 'Opens the request: binds a newcomer by a verified e-mail, finds the viewer, writes the header of this transaction, or says why not. Once per transaction.';

create function access.record_failure(
  p_issuer text, p_subject text, p_host text, p_operation text, p_document_hash text, p_client text, p_outcome text, p_refusal text
)
returns uuid
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  insert into ledger.request (xid, at, staff_id, membership_id, organization_id, district_id, role, service_account_id,
    host, operation, document_hash, client, outcome, refusal)
  select pg_current_xact_id(), transaction_timestamp(), v.staff_id, v.membership_id, v.organization_id, v.district_id, v.role,
    v.service_account_id, left(p_host, 255), access.printable(p_operation), access.printable(p_document_hash), access.printable(p_client), p_outcome,
    access.printable(p_refusal)
  from access.find_viewer(p_issuer, p_subject, p_host, transaction_timestamp()) v
  where p_outcome <> 'ANSWERED'
  returning id;
end;
comment on function access.record_failure(text, text, text, text, text, text, text, text) is 'Records a request that was refused, invalid, failed or timed out, in a transaction of its own.';

create function access.current_request() returns setof ledger.request
language sql stable as $$
  select r.*
  from ledger.request r
  where r.xid = pg_current_xact_id_if_assigned()
    and r.at = transaction_timestamp()
    and r.outcome = 'ANSWERED'
$$;
comment on function access.current_request() is 'The header that this transaction wrote; no row when it entered nobody.';

-- What tells the district's own staff of its children by name or number: not with a token for no student data, and not
-- while a hold is on the person.
create function access.district_reader() returns setof ledger.request
language sql stable as $$
  select r.*
  from access.current_request() r
  where r.role in ('DISTRICT_STEWARD', 'SCHOOL_STAFF')
    and r.token_categories is distinct from '{}'
    and not access.viewer_held(r.membership_id, r.at)
$$;
comment on function access.district_reader() is 'The request of a member of a district''s staff who may be told of its children; no row for anybody else.';

create function access.open(p_students uuid[], p_categories text[])
returns table (
  student_id uuid, category text, granted boolean, reason text, since date, until date, enrollments uuid[], records_from integer
)
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with decision as materialized (
    -- A row of the ledger states one purpose: agreements with different purposes make rows of their own.
    select r.id as request_id, r.xid, r.at, r.organization_id, d.*,
      coalesce(d.purpose, min(d.purpose) over (partition by d.category)) as stated,
      coalesce(d.basis, min(d.basis) over (partition by d.category)) as legal
    from access.current_request() r
    cross join lateral access.decide(r.membership_id, r.token_categories, r.at, p_students, p_categories) d
  ),
  recorded as (
    insert into ledger.release (request_id, xid, at, organization_id, category, purpose, released, enrollments, bases,
      consents, agreements, withheld, reasons)
    select
      d.request_id, d.xid, d.at, d.organization_id, d.category,
      max(d.purpose) filter (where d.granted),
      coalesce(array_agg(d.student_id order by d.student_id) filter (where d.granted), '{}'),
      coalesce((
        select array_agg(distinct e)
        from decision x
        cross join unnest(x.enrollments) e
        where x.category = d.category
          and x.stated is not distinct from d.stated
          and x.legal is not distinct from d.legal), '{}'),
      coalesce(array_agg(distinct d.basis) filter (where d.granted), '{}'),
      coalesce(array_agg(distinct d.consent_id) filter (where d.granted and d.consent_id is not null), '{}'),
      coalesce(array_agg(distinct d.district_agreement_id) filter (where d.granted), '{}')
        || coalesce(array_agg(distinct d.operator_agreement_id) filter (where d.granted), '{}'),
      coalesce(array_agg(d.student_id order by d.student_id) filter (where not d.granted), '{}'),
      coalesce(array_agg(d.reason order by d.student_id) filter (where not d.granted), '{}')
    from decision d
    group by d.request_id, d.xid, d.at, d.organization_id, d.category, d.stated, d.legal
  )
  select d.student_id, d.category, d.granted, d.reason, d.since, d.until, d.enrollments, d.records_from
  from decision d;
end;
comment on function access.open(uuid[], text[]) is 'Decides, records the disclosure, and returns the decisions: the only way to a student''s data.';

-- What open would answer, for all categories. No data is released by it, so there is no disclosure to record.
create function access.gates(p_students uuid[])
returns table (student_id uuid, category text, reason text, since date, until date, records_from integer)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select d.student_id, d.category, d.reason, d.since, d.until, d.records_from
  from access.current_request() r
  cross join lateral access.decide(r.membership_id, r.token_categories, r.at, p_students, access.categories()) d
  order by d.student_id, array_position(access.categories(), d.category);
end;
comment on function access.gates(uuid[]) is 'Per student and category whether it is open to the viewer, or why not. Opens nothing.';

create function access.opened(p_category text) returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(array_agg(e), '{}')
  from ledger.release l
  cross join unnest(l.enrollments) e
  where l.xid = pg_current_xact_id_if_assigned()
    and l.at = transaction_timestamp()
    and l.category = p_category;
end;
comment on function access.opened(text) is 'Enrollments that this transaction has recorded as released in the category.';

-- What an account has taken on this day, by the operator's calendar, this request with it. What is new in the request its
-- header says from now on. Asked when everything is read and before the commit: whoever has taken too much is refused then,
-- and nothing of the request stays or leaves.
create function access.taken_today(p_not_found uuid[])
returns table (students integer, unknown_ids integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me ledger.request;
  v_since timestamptz;
  v_students uuid[];
  v_before uuid[] := '{}';
  v_asked uuid[] := '{}';
begin
  select r.* into v_me from access.current_request() r;
  select (v_me.at at time zone o.zone)::date::timestamp at time zone o.zone into v_since from party.operator o;
  v_students := array(
    select distinct s
    from ledger.release l
    cross join unnest(l.released) s
    where l.xid = v_me.xid
      and l.at = v_me.at
      and l.category = any(access.categories()));
  if cardinality(v_students) > 0 then
    v_before := array(
      select distinct s
      from ledger.request q
      cross join unnest(q.first_received) s
      where q.membership_id = v_me.membership_id
        and q.at >= v_since
        and (q.first_received is not null or q.not_found is not null));
    v_students := array(select s from unnest(v_students) s except select unnest(v_before));
  end if;
  if cardinality(p_not_found) > 0 then
    v_asked := array(
      select distinct n
      from ledger.request q
      cross join unnest(q.not_found) n
      where q.membership_id = v_me.membership_id
        and q.at >= v_since
        and (q.first_received is not null or q.not_found is not null));
    p_not_found := array(select n from unnest(p_not_found) n except select unnest(v_asked));
  end if;
  if cardinality(v_students) + cardinality(p_not_found) > 0 then
    update ledger.request q
    set first_received = nullif(v_students, '{}'), not_found = nullif(p_not_found, '{}')
    where q.id = v_me.id;
  end if;
  students := cardinality(v_before) + nullif(cardinality(v_students), 0);
  unknown_ids := cardinality(v_asked) + nullif(cardinality(p_not_found), 0);
  return next;
end
$$;
comment on function access.taken_today(uuid[]) is 'Of how many different students the account of this request has received something on this day, and how many ids have led it nowhere, the given ones among them; each is absent where this request adds nothing to it.';

-- What the policies of people and documents ask about the viewer of this transaction.
create function access.my_membership() returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select membership_id from access.current_request() where service_account_id is null;
end;
comment on function access.my_membership() is 'The membership in which the person of this transaction asks; null for a service account, to which nothing of its owner''s belongs and which writes nothing.';

create function access.is_held() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (select from access.current_request() r where access.viewer_held(r.membership_id, r.at));
end;
comment on function access.is_held() is 'Whether a hold is on the person who asks.';

create function access.my_organization() returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select organization_id from access.current_request();
end;
comment on function access.my_organization() is 'The organization whose address is being used; null elsewhere.';

create function access.my_district() returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select district_id from access.current_request() where role = 'DISTRICT_STEWARD';
end;
comment on function access.my_district() is 'The district whose steward asks; null for everybody else.';

create function access.districts() returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(array_agg(d.id), '{}')
  from access.current_request() r
  join party.district d on
    r.role = 'OPERATOR'
    or d.id = r.district_id
    or exists (
      select from document.district_agreement a where a.organization_id = r.organization_id and a.district_id = d.id)
    or exists (select from roster.student s where s.organization_id = r.organization_id and s.district_id = d.id);
end;
comment on function access.districts() is 'Districts that the address has to do with: its own, or those of the organization''s agreements and participants. For everybody who is active there; it tells of no child.';

create function access.is_operator() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (select from access.current_request() where role = 'OPERATOR');
end;
comment on function access.is_operator() is 'Whether the operator''s own staff asks.';

create function access.managed_organization() returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select organization_id from access.current_request() where role in ('ADMIN', 'PROGRAM_MANAGER');
end;
comment on function access.managed_organization() is 'The organization whose agreements the viewer may read; null for case workers and analysts.';

create function access.my_role() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select role from access.current_request();
end;
comment on function access.my_role() is 'The role in which this transaction asks.';

create function access.administered_organization() returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select organization_id from access.current_request() where role = 'ADMIN';
end;
comment on function access.administered_organization() is 'The organization that the viewer administers; null for everybody else.';

create function access.whole_organization() returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select r.organization_id
  from access.current_request() r
  join party.membership m on m.id = r.membership_id
  where r.role = 'ADMIN' or r.role = 'PROGRAM_MANAGER' and m.programs is null;
end;
comment on function access.whole_organization() is 'The organization all of whose participants the viewer may know of; null when it is only some of them.';

create function access.some_participants() returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(array_agg(k.participant_id), '{}')
  from access.current_request() r
  cross join lateral access.known(r.membership_id, r.at) k
  where access.whole_organization() is null;
end;
comment on function access.some_participants() is 'Participants the viewer may know of, when it is not the whole organization.';

create function access.removed_participants() returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(array_agg(x.participant_id), '{}')
  from access.current_request() r
  cross join lateral access.removed(r.at) x;
end;
comment on function access.removed_participants() is 'Participants that are on no list.';

-- The database asks a policy about the rows it finds: for an id that nobody has, nothing is asked, and the time tells that
-- somebody else has the other one. Here all is asked before the id is looked at, so that unknown and unseen take the same time.
create function access.known_among(p_what text, p_ids uuid[]) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_whole uuid := access.whole_organization();
  v_some uuid[] := access.some_participants();
  v_removed uuid[] := access.removed_participants();
begin
  return array(
    select x.id
    from (
      select p.id, p.id as participant_id, p.organization_id from roster.participant p where p.id = any(p_ids) and p_what = 'PARTICIPANT'
      union all
      select s.id, s.participant_id, s.organization_id from roster.student s where s.id = any(p_ids) and p_what = 'STUDENT'
      union all
      select c.id, c.participant_id, c.organization_id from document.consent c where c.id = any(p_ids) and p_what = 'CONSENT'
    ) x
    where (x.organization_id = v_whole or x.participant_id = any(v_some))
      and x.participant_id <> all(v_removed));
end
$$;
comment on function access.known_among(text, uuid[]) is 'Of these ids of participants, students or consents, those the viewer may know of; in the same time for the others, whether they are there or not.';

create function access.today() returns date
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select (transaction_timestamp() at time zone o.zone)::date from party.operator o;
end;
comment on function access.today() is 'The civil date at the operator, by the database''s clock.';

create function access.viewer()
returns table (given_name text, family_name text, role text, organization_id uuid, district_id uuid, training_until date)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select s.given_name, s.family_name, r.role, r.organization_id, r.district_id,
    access.ends(
      (select range_agg(t.valid) from party.training_record t where t.staff_id = s.id and not isempty(t.valid)),
      (r.at at time zone (select zone from party.operator))::date)
  from access.current_request() r
  join party.staff s on s.id = r.staff_id;
end;
comment on function access.viewer() is 'The signed-in person as they are in this request.';

------------------------------------------------------------------------------------------------------------------------
-- 6  Roster and disclosures.

-- Filter before limit. A guarded value orders only where its window is open: a withheld one counts as absent and comes
-- last, stable by id; the header says over how many students it was ordered.
create function access.roster(
  p_assigned boolean, p_name_contains text, p_program uuid, p_order text, p_descending boolean, p_after uuid, p_limit integer
)
returns table (participant_id uuid, total bigint, more boolean, after_found boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_request ledger.request;
  v_known uuid[];
  v_category text;
  v_students uuid[] := '{}';
begin
  select * into v_request from access.current_request();
  if v_request.id is null then
    return;
  end if;

  v_known := array(
    select p.id
    from access.known(v_request.membership_id, v_request.at) k
    join roster.participant p on p.id = k.participant_id
    where (not p_assigned or p.id in (select a.participant_id from access.assigned(v_request.membership_id, v_request.at) a))
      and (p_name_contains is null
        or strpos(lower(concat_ws(' ', p.given_name, p.preferred_given_name, p.family_name)), lower(p_name_contains)) > 0)
      and (p_program is null or exists (
        select
        from roster.program_enrollment e
        where e.participant_id = p.id
          and e.program_id = p_program
          and e.served @> (v_request.at at time zone (select zone from party.operator))::date)));

  v_category := case p_order when 'ABSENCES' then 'ATTENDANCE' when 'FAILING_GRADES' then 'GRADES' end;
  if v_category is not null then
    v_students := array(select s.id from roster.student s where s.participant_id = any(v_known));
    update ledger.request r
    set ordered_by = concat_ws(',', r.ordered_by, case when v_category <> all(string_to_array(coalesce(r.ordered_by, ''), ',')) then v_category end),
      ordered_over = greatest(coalesce(r.ordered_over, 0), cardinality(v_students))
    where r.id = v_request.id;
  end if;

  return query
  with counted as (
    select s.participant_id, max(latest.value) as value
    from access.decide(v_request.membership_id, v_request.token_categories, v_request.at, v_students, array[v_category]) d
    join roster.student s on s.id = d.student_id
    cross join lateral (
      select sum(x.value) as value
      from (
        select a.school_year, a.excused + a.unexcused as value
        from record.attendance_summary a
        where d.category = 'ATTENDANCE' and a.enrollment_id = any(d.enrollments)
        union all
        select g.school_year, g.failing
        from record.grade_summary g
        where d.category = 'GRADES' and g.enrollment_id = any(d.enrollments)
      ) x
      group by x.school_year
      order by x.school_year desc
      limit 1
    ) latest
    where d.granted
    group by s.participant_id
  ),
  numbered as (
    select
      p.id,
      row_number() over (
        order by
          (case when p_descending then -c.value else c.value end) nulls last,
          case when p_order = 'NAME' and not p_descending then p.family_name end collate "en-x-icu",
          case when p_order = 'NAME' and not p_descending then p.given_name end collate "en-x-icu",
          case when p_order = 'NAME' and p_descending then p.family_name end collate "en-x-icu" desc,
          case when p_order = 'NAME' and p_descending then p.given_name end collate "en-x-icu" desc,
          p.id
      ) as n
    from unnest(v_known) k
    join roster.participant p on p.id = k
    left join counted c on c.participant_id = p.id
  ),
  start as (
    select case when p_after is null then 0 else (select n from numbered where id = p_after) end as n
  )
  select
    x.id,
    (select count(*) from numbered),
    (select coalesce(max(n), 0) from numbered) > start.n + p_limit,
    start.n is not null
  from start
  left join numbered x on x.n > start.n and x.n <= start.n + p_limit
  order by x.n;
end
$$;
comment on function access.roster(boolean, text, uuid, text, boolean, uuid, integer) is 'A page of the participants that the viewer may know of, filtered and ordered; one row without participant when the page is empty.';

-- Who received what about a child (34 CFR 99.32(c)): for the organization's administrators and managers, about their
-- own organization. Reading is recorded like a release.
create function access.disclosures(p_participant uuid, p_after uuid, p_limit integer)
returns table (
  release_id uuid, at timestamptz, staff_name text, service_account_name text, role text, organization_name text,
  category text, released boolean, reason text, basis text, purpose text, operation text
)
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with reader as materialized (
    select r.*, array(select s.id from roster.student s where s.participant_id = p_participant) as students
    from access.current_request() r
    where r.role in ('ADMIN', 'PROGRAM_MANAGER')
      and exists (select from access.known(r.membership_id, r.at) k where k.participant_id = p_participant)
  ),
  recorded as (
    insert into ledger.release (request_id, xid, at, organization_id, category, released, enrollments, bases, consents, agreements, withheld, reasons)
    select r.id, r.xid, r.at, r.organization_id, 'DISCLOSURES', r.students, '{}', '{}', '{}', '{}', '{}', '{}'
    from reader r
  )
  select l.id, l.at, concat_ws(' ', p.given_name, p.family_name), v.name, q.role, o.name, l.category,
    l.released && r.students,
    (select x.reason from unnest(l.withheld, l.reasons) as x(student, reason) where x.student = any(r.students) limit 1),
    case when l.released && r.students then l.bases[1] end,
    l.purpose,
    q.operation
  from reader r
  join ledger.release l on l.organization_id = r.organization_id
  join ledger.request q on q.id = l.request_id
  join party.staff p on p.id = q.staff_id
  left join party.service_account v on v.id = q.service_account_id
  join party.organization o on o.id = l.organization_id
  where (l.released && r.students or l.withheld && r.students)
    and l.category = any(access.categories())
    and (p_after is null or (l.at, l.id) < (select x.at, x.id from ledger.release x where x.id = p_after))
  order by l.at desc, l.id desc
  limit p_limit;
end;
comment on function access.disclosures(uuid, uuid, integer) is 'The recorded releases and refusals about a participant, newest first; nothing for who may not read them.';

-- What other organizations share about students whose PARTICIPATION this transaction has recorded as released.
create function access.shared_participation(p_students uuid[])
returns table (
  student_id uuid, organization_name text, program_name text, kind text, begins date, ends date, weeks date[], minutes integer[]
)
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with released as materialized (
    select r.id as request_id, r.xid, r.at, r.organization_id, s.id, s.district_id
    from access.current_request() r
    join roster.student s on s.id = any(p_students) and s.organization_id = r.organization_id
    where exists (
      select
      from ledger.release l
      where l.xid = r.xid
        and l.at = r.at
        and l.category = 'PARTICIPATION'
        and s.id = any(l.released))
  ),
  shared as materialized (
    select r.id, r.request_id, r.xid, r.at, r.organization_id as received_by, x.student_id, x.program_enrollment_id, x.consent_id,
      x.operator_agreement_id
    from released r
    join record.student_match m on m.student_id = r.id
    cross join lateral access.shared_enrollments(r.at, m.district_id, m.record_id, 'WITH_PARTNERS') x
    where x.organization_id <> r.organization_id
  ),
  -- The second consents and opt-ins on which it rests, about the students of the organizations that share.
  recorded as (
    insert into ledger.release (request_id, xid, at, organization_id, category, released, enrollments, bases, consents,
      agreements, withheld, reasons)
    select s.request_id, s.xid, s.at, s.received_by, 'PARTICIPATION', array_agg(distinct s.student_id), '{}', '{WRITTEN_CONSENT}',
      array_agg(distinct s.consent_id), array_agg(distinct s.operator_agreement_id), '{}', '{}'
    from shared s
    group by s.request_id, s.xid, s.at, s.received_by
  )
  select s.id, t.organization_name, t.program_name, t.kind, t.begins, t.ends, t.weeks, t.minutes
  from shared s
  cross join lateral access.participation_told(s.program_enrollment_id) t
  order by t.begins desc, t.organization_name, t.program_name;
end;
comment on function access.shared_participation(uuid[]) is 'Shared participation of released students, recorded with the consents it rests on; nothing for a student that this transaction has not released.';

-- Where a student goes to school: the enrollments in force; in summer the last ones of the year that has ended, until the
-- next one begins. Who has left is no student of the school, nor of the district.
-- The schools of a record's enrollments that go on; where none does, of the one that ended last.
create function access.school_now(p_district uuid, p_record uuid) returns text[]
language sql stable as $$
  select coalesce(array_agg(distinct x.code order by x.code), '{}')
  from (
    select coalesce(sc.code, sc.source_key) as code, rank() over (order by e.exit_date desc nulls first) as place
    from record.enrollment e
    join record.school sc on sc.district_id = e.district_id and sc.id = e.school_id
    where e.district_id = p_district
      and e.student_id = p_record
  ) x
  where x.place = 1
$$;
comment on function access.school_now(uuid, uuid) is 'Codes of the schools at which a record''s latest enrollments are.';

create function access.school_today(p_district uuid, p_record uuid, p_day date) returns table (codes text[], name text)
language sql stable as $$
  select array_agg(sc.code), (array_agg(sc.name order by e.entry_date desc))[1]
  from record.enrollment e
  join record.school sc on sc.district_id = e.district_id and sc.id = e.school_id
  where e.district_id = p_district
    and e.student_id = p_record
    and e.entry_date <= p_day
    and (e.exit_date is null or e.exit_date > p_day
      or e.exit_date >= make_date(e.school_year, 6, 1)
        and p_day < coalesce(
          (select min(c.date)
           from record.calendar_day c
           where c.district_id = p_district and c.school_year = e.school_year + 1 and c.instructional),
          make_date(e.school_year, 9, 15)))
  having count(*) > 0
$$;
comment on function access.school_today(uuid, uuid, date) is 'Codes of a student''s schools of today, and the name of the one entered last; no row for who has left.';

-- For the district's own staff: a steward all students of the district, SCHOOL_STAFF those of their schools today (in
-- summer of the last school). Reading is recorded as a release to the district.
create function access.shared_with_district(p_district_student_id text, p_after uuid, p_limit integer)
returns table (
  program_enrollment_id uuid, district_student_id text, given_name text, family_name text, school_name text,
  organization_name text, program_name text, kind text, begins date, ends date, weeks date[], minutes integer[]
)
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with reader as materialized (
    select r.*, m.school_codes, (r.at at time zone d.zone)::date as today
    from access.district_reader() r
    join party.membership m on m.id = r.membership_id
    join party.district d on d.id = r.district_id
    where (r.token_categories is null or 'PARTICIPATION' = any(r.token_categories))
      and (m.categories is null or 'PARTICIPATION' = any(m.categories))
  ),
  -- Few rows first: the children about whom a family said yes to the district.
  consented as materialized (
    select distinct m.district_id, m.record_id
    from reader r
    join document.consent c on c.district_id = r.district_id and c.kind = 'SHARING'
    join roster.student s on s.participant_id = c.participant_id and s.district_id = c.district_id
    join record.student_match m on m.student_id = s.id
    where 'DISTRICT' = any(c.audiences)
      and c.in_force @> r.today
      and not access.withdrawn(c, r.at)
  ),
  after as materialized (
    select n.family_name, n.given_name, n.id
    from reader r
    join roster.program_enrollment e on e.id = p_after
    join roster.student s on s.participant_id = e.participant_id and s.district_id = r.district_id
    join record.student_match m on m.student_id = s.id
    join record.student n on n.district_id = m.district_id and n.id = m.record_id
  ),
  page as materialized (
    select y.*, row_number() over (
      order by y.family_name collate "en-x-icu", y.given_name collate "en-x-icu", y.record_id, y.program_enrollment_id) as place
    from (
      select x.program_enrollment_id, x.student_id, x.consent_id, x.operator_agreement_id, n.id as record_id,
        n.district_student_id, n.given_name, n.family_name, school.name as school_name
      from reader r
      cross join lateral (
        select n.*
        from consented c
        join record.student n on n.district_id = c.district_id and n.id = c.record_id
        where (p_district_student_id is null or n.district_student_id = p_district_student_id)
          and (p_after is null or exists (
            select
            from after a
            where (n.family_name collate "en-x-icu", n.given_name collate "en-x-icu", n.id)
              >= (a.family_name collate "en-x-icu", a.given_name collate "en-x-icu", a.id)))
        order by n.family_name collate "en-x-icu", n.given_name collate "en-x-icu", n.id
      ) n
      cross join lateral access.school_today(n.district_id, n.id, r.today) school
      cross join lateral access.shared_enrollments(r.at, n.district_id, n.id, 'WITH_DISTRICT') x
      where (r.role = 'DISTRICT_STEWARD' or coalesce(school.codes && r.school_codes, false))
        and (p_after is null or not exists (select from after a where a.id = n.id and x.program_enrollment_id <= p_after))
      order by n.family_name collate "en-x-icu", n.given_name collate "en-x-icu", n.id, x.program_enrollment_id
      limit p_limit
    ) y
  ),
  -- The last of p_limit rows only tells that more follow; it is not shown.
  recorded as (
    insert into ledger.release (request_id, xid, at, organization_id, category, released, enrollments, bases, consents,
      agreements, withheld, reasons)
    select r.id, r.xid, r.at, null, 'PARTICIPATION', array_agg(distinct p.student_id), '{}', '{WRITTEN_CONSENT}',
      array_agg(distinct p.consent_id), array_agg(distinct p.operator_agreement_id), '{}', '{}'
    from reader r
    join page p on p.place < p_limit
    group by r.id, r.xid, r.at
  )
  select p.program_enrollment_id, p.district_student_id, p.given_name, p.family_name, p.school_name,
    t.organization_name, t.program_name, t.kind, t.begins, t.ends, t.weeks, t.minutes
  from page p
  cross join lateral access.participation_told(p.program_enrollment_id) t
  order by p.place;
end;
comment on function access.shared_with_district(text, uuid, integer) is 'A page of the participation that organizations share with the district whose staff asks, by the student''s name.';

-- What of a consent waits for whom, stated once: for the lists, and for counting what waits.
create function access.waits_for_verification(p_consent document.consent, p_at timestamptz, p_day date) returns boolean
language sql stable
return p_consent.signed_on is not null
  and p_consent.state = 'ACTIVE'
  and p_consent.verified_on is null
  and p_consent.refused_at is null
  and not access.withdrawn(p_consent, p_at)
  and not isempty(p_consent.in_force)
  and coalesce(upper(p_consent.in_force) > p_day, true)
  and exists (
    select
    from document.district_agreement a
    join document.signer g on g.id = p_consent.signer_id
    where a.organization_id = p_consent.organization_id
      and a.district_id = p_consent.district_id
      and a.in_force @> p_day
      and access.waits_for_district(
        a.verification, p_consent.drawn, p_consent.evidence, p_consent.attested_by, g.capacity, p_consent.proof));
comment on function access.waits_for_verification(document.consent, timestamptz, date) is 'Whether a consent waits for its district''s verification.';

-- What a person reads of a consent: the same answers as the decision's.
create function access.consent_state(p_consent document.consent) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp
return case
  when access.withdrawn(p_consent, transaction_timestamp()) then 'WITHDRAWN'
  when p_consent.refused_at is not null then 'REFUSED'
  else p_consent.state
end;
comment on function access.consent_state(document.consent) is 'Where a consent stands: DRAFT, ACTIVE, REFUSED or WITHDRAWN.';

create function access.waits_for_decision(p_consent document.consent, p_at timestamptz) returns boolean
language sql stable
return coalesce(
  p_consent.revoked_by_signer_id <> p_consent.signer_id
  and p_consent.withdrawal_decision is null
  and access.withdrawn(p_consent, p_at), false);
comment on function access.waits_for_decision(document.consent, timestamptz) is 'Whether another parent''s withdrawal waits for the district''s decision.';

create function access.waits_for_answer(p_question document.consent_question, p_consent document.consent, p_at timestamptz) returns boolean
language sql stable
return p_question.answered_at is null
  and p_consent.verified_on is null
  and p_consent.refused_at is null
  and not access.withdrawn(p_consent, p_at);
comment on function access.waits_for_answer(document.consent_question, document.consent, timestamptz) is 'Whether a steward''s question still waits: nobody has answered it, and the consent is not decided otherwise.';

-- Consents that the district wants to see, oldest first. Reading is recorded, like that of disclosures.
create function access.consents_to_verify(p_after uuid, p_limit integer)
returns table (
  consent_id uuid, organization_name text, given_name text, family_name text, district_student_id text, kind text,
  signer_name text, capacity text, signed_on date, begins date, ends date, categories text[], audiences text[],
  recorded_at timestamptz, signer_id uuid, evidence text, proof text, evidence_file_id uuid, question text, answer text
)
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with reader as materialized (
    select r.*, (r.at at time zone d.zone)::date as today
    from access.district_reader() r
    join party.district d on d.id = r.district_id
    where r.role = 'DISTRICT_STEWARD'
  ),
  page as materialized (
    select y.*, row_number() over (order by y.recorded_at, y.id) as place
    from (
      select c.*, s.id as student_id, s.district_student_id
      from reader r
      join document.consent c on c.district_id = r.district_id and c.verified_on is null
      left join roster.student s on s.participant_id = c.participant_id and s.district_id = c.district_id
      where access.waits_for_verification(c, r.at, r.today)
        and (p_after is null
          or (c.recorded_at, c.id) > (select x.recorded_at, x.id from document.consent x where x.id = p_after))
      order by c.recorded_at, c.id
      limit p_limit
    ) y
  ),
  recorded as (
    insert into ledger.release (request_id, xid, at, organization_id, category, released, enrollments, bases, consents,
      agreements, withheld, reasons)
    select r.id, r.xid, r.at, null, 'CONSENTS',
      coalesce(array_agg(distinct p.student_id) filter (where p.student_id is not null), '{}'), '{}', '{}',
      array_agg(distinct p.id), '{}', '{}', '{}'
    from reader r
    join page p on p.place < p_limit
    group by r.id, r.xid, r.at
  )
  select p.id, o.name, t.given_name, t.family_name, p.district_student_id, p.kind, g.name, g.capacity, p.signed_on,
    lower(p.in_force), nullif(upper(p.in_force), 'infinity'), p.categories, p.audiences, p.recorded_at, g.id, p.evidence,
    p.proof, f.evidence_file_id, q.question, q.answer
  from page p
  left join document.consent_document f on f.id = p.document_id
  left join lateral (
    select x.question, x.answer
    from document.consent_question x
    where x.consent_id = p.id
    order by x.asked_at desc, x.id
    limit 1
  ) q on true
  join document.signer g on g.id = p.signer_id
  join party.organization o on o.id = p.organization_id
  join roster.participant t on t.id = p.participant_id
  order by p.place;
end;
comment on function access.consents_to_verify(uuid, integer) is 'Consents that wait for the verification of the district whose steward asks; nothing for anybody else.';

-- Of whom the ledger tells: also of students whom the organization no longer knows.
create function access.subjects(p_district uuid, p_students uuid[]) returns table (id uuid, district_student_id text)
language sql stable as $$
  select s.id, coalesce(n.district_student_id, s.district_student_id)
  from roster.student s
  left join record.student_match m on m.student_id = s.id
  left join record.student n on n.district_id = m.district_id and n.id = m.record_id
  where s.id = any(p_students)
    and s.district_id = p_district
  union all
  select g.student_id, g.district_student_id
  from ledger.subject g
  where g.student_id = any(p_students)
    and g.district_id = p_district
$$;
comment on function access.subjects(uuid, uuid[]) is 'Those of a release''s students who are the district''s, with their number there.';

-- Who received what about the district's students (34 CFR 99.32(c)). Reading is recorded like a release.
create function access.district_disclosures(p_district_student_id text, p_after uuid, p_limit integer)
returns table (
  release_id uuid, at timestamptz, organization_name text, membership_id uuid, staff_name text, service_account_name text,
  role text, category text, district_student_ids text[], released integer, withheld integer, bases text[], purpose text,
  operation text
)
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with reader as materialized (
    select r.*, case when p_district_student_id is not null then array(
      select s.id
      from roster.student s
      left join record.student_match m on m.student_id = s.id
      left join record.student n on n.district_id = m.district_id and n.id = m.record_id
      where s.district_id = r.district_id
        and coalesce(n.district_student_id, s.district_student_id) = p_district_student_id
      union all
      select g.student_id
      from ledger.subject g
      where g.district_id = r.district_id
        and g.district_student_id = p_district_student_id) end as students
    from access.district_reader() r
    where r.role = 'DISTRICT_STEWARD'
  ),
  page as materialized (
    select l.*, released.numbers, released.ids as released_here, withheld.ids as withheld_here
    from reader r
    cross join lateral (
      -- About one student by the indexes of both arrays; about all of them newest first, until the page is full.
      select x.* from ledger.release x where r.students is not null and (x.released && r.students or x.withheld && r.students)
      union all
      select x.* from (select y.* from ledger.release y order by y.at desc, y.id desc) x where r.students is null
    ) l
    cross join lateral (
      select coalesce(array_agg(s.id), '{}') as ids,
        coalesce(array_agg(s.district_student_id order by s.id) filter (where s.district_student_id is not null), '{}') as numbers
      from access.subjects(r.district_id, l.released) s
      where r.students is null or s.id = any(r.students)
    ) released
    cross join lateral (
      select coalesce(array_agg(s.id), '{}') as ids
      from access.subjects(r.district_id, l.withheld) s
      where r.students is null or s.id = any(r.students)
    ) withheld
    where l.category = any(access.categories())
      and cardinality(released.ids) + cardinality(withheld.ids) > 0
      and (p_after is null or (l.at, l.id) < (select x.at, x.id from ledger.release x where x.id = p_after))
    order by l.at desc, l.id desc
    limit p_limit
  ),
  recorded as (
    insert into ledger.release (request_id, xid, at, organization_id, category, released, enrollments, bases, consents,
      agreements, withheld, reasons)
    select r.id, r.xid, r.at, null, 'DISCLOSURES',
      array(
        select distinct x
        from (select p.* from page p order by p.at desc, p.id desc limit p_limit - 1) p
        cross join unnest(p.released_here || p.withheld_here) x), '{}', '{}', '{}', '{}', '{}', '{}'
    from reader r
  )
  select p.id, p.at, o.name, q.membership_id, concat_ws(' ', f.given_name, f.family_name), v.name, q.role, p.category,
    p.numbers[1:100], cardinality(p.released_here), cardinality(p.withheld_here),
    case when cardinality(p.released_here) > 0 then p.bases else '{}' end, p.purpose, q.operation
  from page p
  join ledger.request q on q.id = p.request_id
  join party.staff f on f.id = q.staff_id
  left join party.service_account v on v.id = q.service_account_id
  left join party.organization o on o.id = p.organization_id
  order by p.at desc, p.id desc;
end;
comment on function access.district_disclosures(text, uuid, integer) is 'The recorded releases and refusals about the students of the district whose steward asks, newest first; nothing for anybody else.';

-- The same ledger as it is handed over: one line for each student and release, all of a page. Reading is recorded too.
create function access.handed_disclosures(p_after uuid, p_limit integer)
returns table (
  release_id uuid, at timestamptz, district_student_id text, category text, organization_name text, staff_name text,
  service_account_name text, role text, bases text[], purpose text, operation text
)
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with reader as materialized (
    select r.*
    from access.district_reader() r
    where r.role = 'DISTRICT_STEWARD'
  ),
  page as materialized (
    select l.*, s.id as student_id, s.district_student_id
    from reader r
    cross join lateral (
      select y.*
      from ledger.release y
      where y.category = any(access.categories())
        and (p_after is null or (y.at, y.id) < (select x.at, x.id from ledger.release x where x.id = p_after))
        and exists (select from access.subjects(r.district_id, y.released))
      order by y.at desc, y.id desc
      limit p_limit
    ) l
    cross join lateral access.subjects(r.district_id, l.released) s
  ),
  recorded as (
    insert into ledger.release (request_id, xid, at, organization_id, category, released, enrollments, bases, consents,
      agreements, withheld, reasons)
    select r.id, r.xid, r.at, null, 'DISCLOSURES', array(select distinct p.student_id from page p), '{}', '{}', '{}', '{}', '{}', '{}'
    from reader r
  )
  select p.id, p.at, p.district_student_id, p.category, o.name, concat_ws(' ', f.given_name, f.family_name), v.name, q.role,
    p.bases, p.purpose, q.operation
  from page p
  join ledger.request q on q.id = p.request_id
  join party.staff f on f.id = q.staff_id
  left join party.service_account v on v.id = q.service_account_id
  left join party.organization o on o.id = p.organization_id
  order by p.at desc, p.id desc, p.district_student_id;
end;
comment on function access.handed_disclosures(uuid, integer) is 'A page of releases about students of the district whose steward asks, newest first, a line for each student; nothing for anybody else.';

-- The operator reads the ledger by ids: of one student, of one account, or of everybody. Reading is recorded too.
create function access.operator_disclosures(
  p_student uuid, p_membership uuid, p_from timestamptz, p_until timestamptz, p_after uuid, p_limit integer
)
returns table (
  release_id uuid, at timestamptz, membership_id uuid, service_account_id uuid, organization_id uuid, district_id uuid,
  role text, category text, released integer, withheld integer, reasons text[], bases text[], operation text
)
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with reader as materialized (
    select r.* from access.current_request() r where r.role = 'OPERATOR'
  ),
  page as materialized (
    select l.*
    from (
      -- About one student by the indexes of both arrays; of one account by its requests; else newest first, no more than a page.
      select x.*
      from ledger.release x
      where p_student is not null and (x.released && array[p_student] or x.withheld && array[p_student])
      union all
      select x.*
      from ledger.request q
      join ledger.release x on x.request_id = q.id
      where p_student is null and p_membership is not null and q.membership_id = p_membership
      union all
      select z.*
      from (
        select y.*
        from ledger.release y
        where p_student is null
          and p_membership is null
          and y.category = any(access.categories())
          and (p_from is null or y.at >= p_from)
          and (p_until is null or y.at < p_until)
          and (p_after is null or (y.at, y.id) < (select x.at, x.id from ledger.release x where x.id = p_after))
        order by y.at desc, y.id desc
        limit p_limit
      ) z
    ) l
    where exists (select from reader)
      and l.category = any(access.categories())
      and (p_membership is null or exists (
        select from ledger.request q where q.id = l.request_id and q.membership_id = p_membership))
      and (p_from is null or l.at >= p_from)
      and (p_until is null or l.at < p_until)
      and (p_after is null or (l.at, l.id) < (select x.at, x.id from ledger.release x where x.id = p_after))
    order by l.at desc, l.id desc
    limit p_limit
  ),
  recorded as (
    insert into ledger.release (request_id, xid, at, organization_id, category, released, enrollments, bases, consents,
      agreements, withheld, reasons)
    select r.id, r.xid, r.at, null, 'DISCLOSURES',
      array(
        select distinct x
        from (select p.* from page p order by p.at desc, p.id desc limit p_limit - 1) p
        cross join unnest(p.released || p.withheld) x
        where p_student is null or x = p_student), '{}', '{}', '{}', '{}', '{}', '{}'
    from reader r
  )
  select p.id, p.at, q.membership_id, q.service_account_id, p.organization_id, q.district_id, q.role, p.category,
    cardinality(told.released), cardinality(told.withheld), told.reasons, p.bases, q.operation
  from page p
  join ledger.request q on q.id = p.request_id
  cross join lateral (
    select
      array(select x from unnest(p.released) x where p_student is null or x = p_student) as released,
      array(select x from unnest(p.withheld) x where p_student is null or x = p_student) as withheld,
      array(
        select distinct x.reason
        from unnest(p.withheld, p.reasons) as x(student, reason)
        where p_student is null or x.student = p_student
        order by x.reason) as reasons
  ) told
  order by p.at desc, p.id desc;
end;
comment on function access.operator_disclosures(uuid, uuid, timestamptz, timestamptz, uuid, integer) is 'The recorded releases and refusals by ids, newest first, for the operator; nothing for anybody else.';

-- The copy that a parent or an eligible student may ask for (34 CFR 99.30(c), 99.32(a)(3)): which party received what of the
-- student, when, on which basis and for what. The district's steward makes it; who at the party it was is not in it.
create function access.disclosure_copy(p_district_student_id text, p_from timestamptz, p_until timestamptz, p_limit integer)
returns table (at timestamptz, organization_name text, role text, category text, bases text[], purpose text)
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with reader as materialized (
    select r.*, array(
      select s.id
      from roster.student s
      left join record.student_match m on m.student_id = s.id
      left join record.student n on n.district_id = m.district_id and n.id = m.record_id
      where s.district_id = r.district_id
        and coalesce(n.district_student_id, s.district_student_id) = p_district_student_id
      union all
      select g.student_id
      from ledger.subject g
      where g.district_id = r.district_id
        and g.district_student_id = p_district_student_id) as students
    from access.district_reader() r
    where r.role = 'DISTRICT_STEWARD'
  ),
  recorded as (
    insert into ledger.release (request_id, xid, at, organization_id, category, released, enrollments, bases, consents,
      agreements, withheld, reasons)
    select r.id, r.xid, r.at, null, 'DISCLOSURES', r.students, '{}', '{}', '{}', '{}', '{}', '{}'
    from reader r
  )
  select l.at, o.name, q.role, l.category, l.bases, l.purpose
  from reader r
  join ledger.release l on l.released && r.students
  join ledger.request q on q.id = l.request_id
  left join party.organization o on o.id = l.organization_id
  where l.category = any(access.categories())
    and (p_from is null or l.at >= p_from)
    and (p_until is null or l.at < p_until)
  order by l.at desc, l.id desc
  limit p_limit;
end;
comment on function access.disclosure_copy(text, timestamptz, timestamptz, integer) is 'What was released of a student of the district whose steward asks, to which party, newest first; nothing for anybody else.';

-- What of a student is still stored, as counts: a value of the past is the district's to give.
create function access.held_of(p_district_student_id text) returns table (category text, rows bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  with enrollment as materialized (
    select e.district_id, e.id
    from access.district_reader() r
    join record.student n on n.district_id = r.district_id and n.district_student_id = p_district_student_id
    join record.enrollment e on e.district_id = n.district_id and e.student_id = n.id
    where r.role = 'DISTRICT_STEWARD'
  ),
  held as (
    select 'ENROLLMENT' as category, count(*) as rows from enrollment
    union all
    select 'ATTENDANCE', count(*) from record.attendance_event x join enrollment e on e.district_id = x.district_id and e.id = x.enrollment_id
    union all
    select 'GRADES', count(*) from record.grade x join enrollment e on e.district_id = x.district_id and e.id = x.enrollment_id
    union all
    select 'SCHEDULE', count(*) from record.scheduled_class x join enrollment e on e.district_id = x.district_id and e.id = x.enrollment_id
    union all
    select 'ASSIGNMENTS', count(*) from record.assignment x join enrollment e on e.district_id = x.district_id and e.id = x.enrollment_id
    union all
    select 'CONTACT', count(*) from record.contact x join enrollment e on e.district_id = x.district_id and e.id = x.enrollment_id
    union all
    select 'DEMOGRAPHICS', count(*) from record.demographics x join enrollment e on e.district_id = x.district_id and e.id = x.enrollment_id
    union all
    select 'ASSESSMENTS', count(*) from record.assessment x join enrollment e on e.district_id = x.district_id and e.id = x.enrollment_id
    union all
    select 'ATTENDANCE_REASON', count(*) from record.attendance_reason x join enrollment e on e.district_id = x.district_id and e.id = x.enrollment_id
    union all
    select 'DISCIPLINE', count(*) from record.discipline_incident x join enrollment e on e.district_id = x.district_id and e.id = x.enrollment_id
    union all
    select 'SPECIAL_EDUCATION', count(*) from record.special_education x join enrollment e on e.district_id = x.district_id and e.id = x.enrollment_id
    union all
    select 'SECTION_504', count(*) from record.section_504 x join enrollment e on e.district_id = x.district_id and e.id = x.enrollment_id
    union all
    select 'MULTILINGUAL', count(*) from record.multilingual x join enrollment e on e.district_id = x.district_id and e.id = x.enrollment_id
    union all
    select 'HOUSING_FOSTER', count(*) from record.housing_foster x join enrollment e on e.district_id = x.district_id and e.id = x.enrollment_id
    union all
    select 'MEAL_STATUS', count(*) from record.meal_status x join enrollment e on e.district_id = x.district_id and e.id = x.enrollment_id
    union all
    select x.category, count(*) from record.revealed_value x join enrollment e on e.district_id = x.district_id and e.id = x.enrollment_id group by x.category
  )
  select h.category, sum(h.rows)::bigint
  from held h
  where h.rows > 0
  group by h.category
  order by array_position(access.categories(), h.category);
end;
comment on function access.held_of(text) is 'How many rows of each category are stored of a student of the district whose steward asks; nothing for anybody else.';

-- What one account received between two times: the scope of a lost laptop. For the admin of its organization, for a
-- district's steward about the district's students, and by ids for the operator. Reading is recorded.
create function access.may_trace(p_membership uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (
    select
    from access.current_request() r
    join party.membership m on m.id = p_membership
    where r.service_account_id is null
      and case r.role
        when 'ADMIN' then m.organization_id = r.organization_id
        when 'DISTRICT_STEWARD' then exists (select from access.district_reader())
        when 'OPERATOR' then true
        else false
      end);
end;
comment on function access.may_trace(uuid) is 'Whether the viewer may read what an account received.';

create function access.account_receipts(p_membership uuid, p_from timestamptz, p_until timestamptz, p_limit integer)
returns table (
  district_id uuid, student_id uuid, participant_id uuid, district_student_id text, category text, times bigint,
  first_at timestamptz, last_at timestamptz, operations text[]
)
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with reader as materialized (
    select r.* from access.current_request() r where access.may_trace(p_membership)
  ),
  received as materialized (
    select d.district_id, x.student_id, d.participant_id, d.district_student_id, l.category,
      count(distinct q.id) as times, min(l.at) as first_at, max(l.at) as last_at,
      (array_agg(distinct q.operation) filter (where q.operation is not null))[1:20] as operations
    from reader r
    join ledger.request q on q.membership_id = p_membership and q.at >= p_from and q.at < p_until
    join ledger.release l on l.request_id = q.id
    cross join unnest(l.released) as x(student_id)
    cross join lateral (
      select s.district_id, s.participant_id, coalesce(n.district_student_id, s.district_student_id) as district_student_id
      from roster.student s
      left join record.student_match m on m.student_id = s.id
      left join record.student n on n.district_id = m.district_id and n.id = m.record_id
      where s.id = x.student_id
      union all
      select g.district_id, null, g.district_student_id
      from ledger.subject g
      where g.student_id = x.student_id
    ) d
    where r.role <> 'DISTRICT_STEWARD' or d.district_id = r.district_id
    group by d.district_id, x.student_id, d.participant_id, d.district_student_id, l.category
    order by d.district_id, x.student_id, l.category
    limit p_limit
  ),
  recorded as (
    insert into ledger.release (request_id, xid, at, organization_id, category, released, enrollments, bases, consents,
      agreements, withheld, reasons)
    select r.id, r.xid, r.at, r.organization_id, 'DISCLOSURES', array(select distinct y.student_id from received y), '{}', '{}',
      '{}', '{}', '{}', '{}'
    from reader r
  )
  select y.district_id, y.student_id, case when r.role = 'ADMIN' then y.participant_id end,
    case when r.role = 'DISTRICT_STEWARD' then y.district_student_id end, y.category, y.times, y.first_at, y.last_at,
    coalesce(y.operations, '{}')
  from reader r
  cross join received y
  order by y.district_id, y.student_id, array_position(access.categories(), y.category) nulls last, y.category;
end;
comment on function access.account_receipts(uuid, timestamptz, timestamptz, integer) is 'What an account received between two times, by district, student and category; nothing for who may not trace it.';

-- A file is asked for beside GraphQL: what is hashed then is the name of the operation itself, and no document is a name.
create function access.account_files(p_membership uuid, p_from timestamptz, p_until timestamptz, p_limit integer)
returns table (at timestamptz, operation text)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select q.at, q.operation
  from access.current_request() r
  join party.membership m on m.id = p_membership
  join ledger.request q on q.membership_id = m.id and q.at >= p_from and q.at < p_until
  where access.may_trace(m.id)
    and (r.role <> 'DISTRICT_STEWARD' or m.district_id = r.district_id)
    and q.outcome = 'ANSWERED'
    and q.operation in ('exportDisclosures', 'exportDisclosureCopy', 'exportParticipants', 'readFile')
    and q.document_hash = encode(sha256(convert_to(q.operation, 'UTF8')), 'hex')
  order by q.at desc
  limit p_limit;
end;
comment on function access.account_files(uuid, timestamptz, timestamptz, integer) is 'Files that an account took between two times, newest first; of a stranger''s account a steward reads none.';

-- Who was refused, of how many children something was withheld, and who asked for ids that lead nowhere: for the operator by
-- ids, and for the admin about the own organization. Probing is marked by the worst day, and where somebody took too much in
-- one. Reading is recorded.
create function access.denials(p_from timestamptz, p_until timestamptz, p_threshold integer, p_limit integer)
returns table (
  membership_id uuid, organization_id uuid, district_id uuid, refused bigint, invalid bigint, withheld_students bigint,
  unknown_ids bigint, reasons text[], first_at timestamptz, last_at timestamptz, worst_day date, worst bigint, probing boolean
)
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with reader as materialized (
    select r.*, (select o.zone from party.operator o) as zone
    from access.current_request() r
    where r.role in ('ADMIN', 'OPERATOR')
      and r.service_account_id is null
  ),
  asked as materialized (
    select q.id, q.membership_id, q.organization_id, q.district_id, q.at, q.outcome, q.refusal, q.not_found,
      (q.at at time zone r.zone)::date as day
    from reader r
    join ledger.request q on q.at >= p_from and q.at < p_until
    where r.role = 'OPERATOR' or q.organization_id = r.organization_id
  ),
  -- A child of whom the account received something that day is one it works with.
  received as (
    select distinct a.membership_id, a.day, x.student_id
    from asked a
    join ledger.release l on l.request_id = a.id and l.category = any(access.categories())
    cross join unnest(l.released) as x(student_id)
  ),
  withheld as (
    select a.id, a.membership_id, a.organization_id, a.district_id, a.at, a.day, x.student_id, x.reason,
      g.student_id is null as closed
    from asked a
    join ledger.release l on l.request_id = a.id and cardinality(l.withheld) > 0
    cross join unnest(l.withheld, l.reasons) as x(student_id, reason)
    left join received g on g.membership_id = a.membership_id and g.day = a.day and g.student_id = x.student_id
  ),
  told as (
    select a.membership_id, a.organization_id, a.district_id, a.at, a.day, a.id as request_id, a.outcome, a.refusal as reason,
      null::uuid as student_id, false as closed
    from asked a
    where a.outcome in ('REFUSED', 'INVALID')
    union all
    select w.membership_id, w.organization_id, w.district_id, w.at, w.day, w.id, 'WITHHELD', w.reason, w.student_id, w.closed
    from withheld w
    union all
    select a.membership_id, a.organization_id, a.district_id, a.at, a.day, a.id, 'NOT_FOUND', 'NOT_FOUND', x.id, true
    from asked a
    cross join unnest(a.not_found) as x(id)
  ),
  by_day as (
    select t.membership_id, t.organization_id, t.district_id, t.day,
      count(distinct t.request_id) filter (where t.outcome in ('REFUSED', 'INVALID')) + count(distinct t.student_id) filter (where t.closed) as attempts
    from told t
    group by t.membership_id, t.organization_id, t.district_id, t.day
  ),
  worst as (
    select distinct on (b.membership_id, b.organization_id, b.district_id) b.*
    from by_day b
    order by b.membership_id, b.organization_id, b.district_id, b.attempts desc, b.day desc
  ),
  recorded as (
    insert into ledger.release (request_id, xid, at, organization_id, category, released, enrollments, bases, consents,
      agreements, withheld, reasons)
    select r.id, r.xid, r.at, r.organization_id, 'DISCLOSURES', '{}', '{}', '{}', '{}', '{}', '{}', '{}'
    from reader r
  )
  select t.membership_id, t.organization_id, t.district_id,
    count(distinct t.request_id) filter (where t.outcome = 'REFUSED'),
    count(distinct t.request_id) filter (where t.outcome = 'INVALID'),
    count(distinct t.student_id) filter (where t.outcome = 'WITHHELD'),
    count(distinct t.student_id) filter (where t.outcome = 'NOT_FOUND'),
    (array_agg(distinct t.reason) filter (where t.reason is not null))[1:30],
    min(t.at), max(t.at), w.day, w.attempts,
    w.attempts >= p_threshold or coalesce(bool_or(t.reason in ('TOO_MANY_STUDENTS', 'TOO_MANY_UNKNOWN_IDS')), false)
  from told t
  join worst w on w.membership_id is not distinct from t.membership_id
    and w.organization_id is not distinct from t.organization_id
    and w.district_id is not distinct from t.district_id
  group by t.membership_id, t.organization_id, t.district_id, w.day, w.attempts
  order by w.attempts desc, t.membership_id
  limit p_limit;
end;
comment on function access.denials(timestamptz, timestamptz, integer, integer) is 'Refused and invalid requests, withheld children and ids that lead nowhere by account, the most on one day first; nothing for who may not read it.';

-- For streams that tell what changed: per student of the caseload and category why it is closed, or a fingerprint of what
-- partners share; and how new the district's data is. Releases nothing, and so records nothing.
create function access.watch(p_issuer text, p_subject text, p_host text, p_scopes text[])
returns table (refusal text, student_id uuid, district_id uuid, category text, state text, published_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  with viewer as materialized (
    select * from access.find_viewer(p_issuer, p_subject, p_host, transaction_timestamp())
  ),
  caseload as materialized (
    select v.membership_id, array_agg(s.id) as students
    from viewer v
    cross join lateral access.assigned(v.membership_id, transaction_timestamp()) a
    join roster.student s on s.participant_id = a.participant_id and s.organization_id = v.organization_id
    where v.refusal is null
    group by v.membership_id
  )
  select v.refusal, null::uuid, null::uuid, null::text, null::text, null::timestamptz
  from viewer v
  where v.refusal is not null
  union all
  select null, d.student_id, s.district_id, d.category,
    coalesce(d.reason, case when d.category = 'PARTICIPATION' then (
      select md5(string_agg(x.program_enrollment_id::text, ',' order by x.program_enrollment_id))
      from record.student_match m
      cross join lateral access.shared_enrollments(transaction_timestamp(), m.district_id, m.record_id, 'WITH_PARTNERS') x
      where m.student_id = d.student_id
        and x.organization_id <> s.organization_id) end),
    f.published_at
  from caseload c
  cross join lateral access.decide(
    c.membership_id, access.token_categories(p_scopes), transaction_timestamp(), c.students, access.categories()) d
  join roster.student s on s.id = d.student_id
  left join sync.freshness f on f.district_id = s.district_id and f.category = d.category;
end;
comment on function access.watch(text, text, text, text[]) is 'The state of a viewer''s caseload for comparison with an earlier one; one row with a refusal for who may not ask here.';

-- Agreements: what a draft would open and close, found by putting it in force for a moment, within this function alone.
-- Only the days and rules of section 3 decide, so there is no second copy of them here.
create function access.agreement_preview(p_agreement uuid)
returns table (
  category text, effective_on date, examined integer, total bigint, gains integer, loses integer,
  gaining uuid[], losing uuid[]
)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  c_categories constant text[] := access.categories();
  c_most constant integer := 2000; -- within the time a request has
  v_organization uuid;
  v_district uuid;
  v_begins date;
  v_at timestamptz;
  v_total bigint;
  v_students uuid[];
  v_before text[];
  v_after text[];
begin
  select x.organization_id, x.district_id, lower(x.term)
  into v_organization, v_district, v_begins
  from access.current_request() r
  join (
    select a.id, a.organization_id, null::uuid as district_id, a.term
    from document.operator_agreement a
    where isempty(a.in_force) and a.withdrawn_at is null and a.term is not null
    union all
    select a.id, a.organization_id, a.district_id, a.term
    from document.district_agreement a
    where isempty(a.in_force) and a.withdrawn_at is null and a.term is not null
  ) x on x.id = p_agreement
  where case r.role
    when 'ADMIN' then r.organization_id = x.organization_id
    when 'DISTRICT_STEWARD' then r.district_id = x.district_id
    when 'OPERATOR' then true
    else false
  end;
  if v_organization is null then
    return;
  end if;
  v_at := greatest(transaction_timestamp(), (v_begins + time '12:00') at time zone (select zone from party.operator));

  select count(*) into v_total
  from roster.student s
  where s.organization_id = v_organization and (v_district is null or s.district_id = v_district);
  v_students := array(
    select s.id
    from roster.student s
    where s.organization_id = v_organization and (v_district is null or s.district_id = v_district)
    order by s.id
    limit c_most);

  v_before := array(
    select w.student_id || ' ' || w.category from access.windows(v_at, v_students, c_categories) w where w.reason is null);
  begin
    perform document.take_effect(p_agreement);
    v_after := array(
      select w.student_id || ' ' || w.category from access.windows(v_at, v_students, c_categories) w where w.reason is null);
    raise exception 'undone' using errcode = 'SP001';
  exception when sqlstate 'SP001' then
    null; -- what was changed for the moment is as before
  end;

  return query
  with changed as (
    select split_part(x.pair, ' ', 1)::uuid as student_id, split_part(x.pair, ' ', 2) as category, x.gained
    from (
      select gained.pair, true as gained from (select unnest(v_after) except select unnest(v_before)) gained(pair)
      union all
      select lost.pair, false from (select unnest(v_before) except select unnest(v_after)) lost(pair)
    ) x
  )
  select k.category, (v_at at time zone (select zone from party.operator))::date, cardinality(v_students), v_total,
    (count(*) filter (where x.gained))::integer,
    (count(*) filter (where not x.gained))::integer,
    case when access.administered_organization() = v_organization then
      coalesce((array_agg(s.participant_id order by s.participant_id) filter (where x.gained))[1:100], '{}') else '{}' end,
    case when access.administered_organization() = v_organization then
      coalesce((array_agg(s.participant_id order by s.participant_id) filter (where not x.gained))[1:100], '{}') else '{}' end
  from unnest(c_categories) with ordinality as k(category, n)
  left join changed x on x.category = k.category
  left join roster.student s on s.id = x.student_id
  group by k.category, k.n
  order by k.n;
end
$$;
comment on function access.agreement_preview(uuid) is 'Per category, how many students a draft would open or close on the day it begins; for its parties alone. Names of participants for the organization''s admin only.';

-- Nobody signs for both sides, whatever else they are in charge of.
create function access.has_signed(p_agreement uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (
    select
    from access.current_request() r
    join document.agreement_signature g on p_agreement in (g.operator_agreement_id, g.district_agreement_id)
    join party.membership m on m.id = g.membership_id and m.staff_id = r.staff_id);
end;
comment on function access.has_signed(uuid) is 'Whether the person who asks has signed an agreement, for either side.';

-- Agreements of two parties: with a district, or with the operator where none is named.
create function access.agreements_between(p_organization uuid, p_district uuid)
returns table (id uuid, in_force daterange, replaces_id uuid)
language sql stable as $$
  select a.id, a.in_force, a.replaces_id
  from document.operator_agreement a
  where p_district is null and a.organization_id = p_organization
  union all
  select a.id, a.in_force, a.replaces_id
  from document.district_agreement a
  where a.organization_id = p_organization and a.district_id = p_district
$$;
comment on function access.agreements_between(uuid, uuid) is 'All agreements of an organization with a district, or with the operator.';

-- Two parties have one agreement on a day: which of two would open and which close, nobody could say. Whoever signs for the
-- same two waits here, so that of two drafts signed at once one is too late.
create function access.unsignable(p_agreement uuid) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_draft record;
begin
  select a.organization_id, null::uuid as district_id, a.term, a.replaces_id into v_draft
  from document.operator_agreement a
  where a.id = p_agreement
  union all
  select a.organization_id, a.district_id, a.term, a.replaces_id
  from document.district_agreement a
  where a.id = p_agreement;
  perform pg_advisory_xact_lock(hashtextextended('agreements of ' || concat_ws(' ', v_draft.organization_id, v_draft.district_id), 0));
  return case
    when exists (
      select
      from access.agreements_between(v_draft.organization_id, v_draft.district_id) x
      where x.replaces_id = v_draft.replaces_id
        and x.id <> p_agreement
        and not isempty(x.in_force)) then 'REPLACED_ALREADY'
    when v_draft.replaces_id is not null and not exists (
      select
      from access.agreements_between(v_draft.organization_id, v_draft.district_id) x
      where x.id = v_draft.replaces_id
        and not isempty(x.in_force)
        and coalesce(upper(x.in_force) > access.today(), true)) then 'REPLACED_HAS_ENDED'
    when exists (
      select
      from access.agreements_between(v_draft.organization_id, v_draft.district_id) x
      where x.in_force && v_draft.term
        and x.id <> p_agreement
        and x.id is distinct from v_draft.replaces_id) then 'ANOTHER_IN_FORCE'
  end;
end
$$;
comment on function access.unsignable(uuid) is 'Why a draft cannot come into force beside the other agreements of its parties: REPLACED_ALREADY, REPLACED_HAS_ENDED or ANOTHER_IN_FORCE; null: it can.';

-- A key stands for one input. A second submission at the same moment waits here for the first one.
create function access.submit(p_key uuid, p_input bytea) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into audit.submission (id, input) values (p_key, p_input) on conflict (id) do nothing;
  if found then
    return 'FIRST';
  end if;
  return (select case when s.input = p_input then 'AGAIN' else 'OTHER' end from audit.submission s where s.id = p_key);
end
$$;
comment on function access.submit(uuid, bytea) is 'Takes a key for an input: FIRST, AGAIN with the same input, or OTHER.';

-- What was refused has made nothing: put right, it may come with the same key.
create function access.unsubmit(p_key uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  delete from audit.submission s where s.id = p_key and s.xmin = pg_current_xact_id()::xid;
end;
comment on function access.unsubmit(uuid) is 'Gives a key back that this transaction has taken.';

-- After 90 days nobody sends again what had no answer. What a key has made stays, and an id that follows from it makes nothing twice.
create function access.forget_submissions() returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  delete from audit.submission s where s.at < transaction_timestamp() - interval '90 days';
end;
comment on function access.forget_submissions() is 'Forgets the idempotency keys of mutations that are more than 90 days ago.';

-- Schools that somebody names by their codes. Before a district has delivered, nobody can say which there are.
create function access.unknown_schools(p_district uuid, p_codes text[]) returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(array_agg(c.code), '{}')
  from access.current_request() r
  cross join unnest(p_codes) as c(code)
  where r.role in ('ADMIN', 'DISTRICT_STEWARD')
    and exists (select from record.school s where s.district_id = p_district and s.code is not null)
    and not exists (select from record.school s where s.district_id = p_district and s.code = c.code);
end;
comment on function access.unknown_schools(uuid, text[]) is 'Which of the codes no school of the district has, where the district''s schools are known.';

-- The address of an organization that is being made or changed: nobody else may have it.
create function access.host_taken(p_host text, p_organization uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (
    select from party.organization o where o.host = p_host and o.id <> p_organization
    union all
    select from party.district d where d.host = p_host
    union all
    select from party.operator o where o.host = p_host);
end;
comment on function access.host_taken(text, uuid) is 'Whether an address is already that of another organization, a district or the operator.';

-- Whom a district names must be of the organization with which it has agreed.
create function access.is_member_under(p_membership uuid, p_agreement uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (
    select
    from access.current_request() r
    join document.district_agreement a on a.id = p_agreement and a.district_id = r.district_id
    join party.membership m on m.id = p_membership and m.organization_id = a.organization_id
    where r.role = 'DISTRICT_STEWARD');
end;
comment on function access.is_member_under(uuid, uuid) is 'Whether a member belongs to the organization of an agreement with the steward''s district.';

------------------------------------------------------------------------------------------------------------------------
-- Holds and designations: on whose side a hold was set, who may put a student on the roster, and why nothing is shown.

-- A hold is known to those who set it: the admins of the organization, the stewards of the district, or the operator.
create function access.my_side() returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(array_agg(m.id), '{}')
  from access.current_request() r
  join party.membership m
    on m.organization_id is not distinct from r.organization_id
    and m.district_id is not distinct from r.district_id
  where r.role in ('ADMIN', 'DISTRICT_STEWARD', 'OPERATOR');
end;
comment on function access.my_side() is 'Members of the viewer''s place, who set its holds, also those who have another role by now; nobody for whoever may set none.';

create function access.my_staff() returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select staff_id from access.current_request() where service_account_id is null;
end;
comment on function access.my_staff() is 'The person who asks, wherever else they belong; null for a service account.';

-- The person of a membership: an admin's own members, for the operator everybody.
create function access.member_to_hold(p_membership uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select m.staff_id
  from access.current_request() r
  join party.membership m on m.id = p_membership
  where r.role = 'OPERATOR'
    or r.role = 'ADMIN' and m.organization_id = r.organization_id;
end;
comment on function access.member_to_hold(uuid) is 'The person behind a membership that the viewer may suspend.';

create function access.setter(p_membership uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select concat_ws(' ', s.given_name, s.family_name)
  from party.membership m
  join party.staff s on s.id = m.staff_id
  where m.id = p_membership
    and m.id = any(access.my_side());
end;
comment on function access.setter(uuid) is 'Name of who set or ended a hold, for those on whose side it was.';

create function access.may_hold(p_hold document.hold) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce((
    select case r.role
      -- On children the operator may only close, by a number it was told: it does not learn whether there is one.
      when 'OPERATOR' then
        p_hold.kind = 'CLOSE'
        and (
          exists (select from party.district d where d.id = p_hold.district_id) and p_hold.organization_id is null
          or exists (select from party.organization o where o.id = p_hold.organization_id) and p_hold.district_id is null
          or exists (
            select from party.membership m where m.staff_id = p_hold.staff_id and m.id = coalesce(p_hold.membership_id, m.id))
          or exists (select from document.operator_agreement a where a.id = p_hold.operator_agreement_id)
          or exists (select from document.district_agreement a where a.id = p_hold.district_agreement_id)
          or exists (select from sync.feed f where f.id = p_hold.feed_id))
      when 'DISTRICT_STEWARD' then
        p_hold.district_id = r.district_id and (
          p_hold.organization_id is null
          or exists (
            select
            from document.district_agreement a
            where a.district_id = r.district_id and a.organization_id = p_hold.organization_id))
        or exists (
          select from document.district_agreement a where a.id = p_hold.district_agreement_id and a.district_id = r.district_id)
        or exists (select from sync.feed f where f.id = p_hold.feed_id and f.district_id = r.district_id)
      when 'ADMIN' then
        p_hold.organization_id = r.organization_id and p_hold.district_id is null
        or p_hold.staff_id is null and exists (
          select from party.membership m where m.id = p_hold.membership_id and m.organization_id = r.organization_id)
        or exists (
          select from roster.participant p where p.id = p_hold.participant_id and p.organization_id = r.organization_id)
    end
    from access.current_request() r), false);
end;
comment on function access.may_hold(document.hold) is 'Whether the viewer may set this hold: a steward in the own district, an admin in the own organization, the operator everywhere.';

-- The steward any student of the district, for the district knows them all; a principal those of the own schools today.
create function access.may_designate(p_agreement uuid, p_district_student_id text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (
    select
    from access.district_reader() r
    join document.district_agreement a on a.id = p_agreement and a.district_id = r.district_id
    join party.district d on d.id = a.district_id
    where a.basis = 'SCHOOL_OFFICIAL'
      and (
        r.role = 'DISTRICT_STEWARD'
        or r.role = 'SCHOOL_STAFF' and exists (
          select
          from record.student n
          cross join lateral access.school_today(n.district_id, n.id, (r.at at time zone d.zone)::date) school
          join document.principal p on p.school_code = any(school.codes)
          join party.membership m on m.id = p.membership_id and p.school_code = any(m.school_codes)
          where n.district_id = a.district_id
            and n.district_student_id = p_district_student_id
            and p.membership_id = r.membership_id
            and p.ended_at is null)));
end;
comment on function access.may_designate(uuid, text) is 'Whether the viewer may put the student on the roster of a school official.';

create function access.designating() returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(array_agg(a.id), '{}')
  from access.district_reader() r
  join document.district_agreement a on a.district_id = r.district_id and a.basis = 'SCHOOL_OFFICIAL'
  where r.role = 'DISTRICT_STEWARD'
    or r.role = 'SCHOOL_STAFF' and exists (
      select from document.principal p where p.membership_id = r.membership_id and p.ended_at is null);
end;
comment on function access.designating() is 'Agreements whose roster the viewer may fill, as the district''s steward or a principal it has named.';

create function access.roster_days(p_agreement uuid) returns daterange
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select case when isempty(a.in_force) then a.term else a.in_force end
  from document.district_agreement a
  where a.id = p_agreement and a.id = any(access.designating());
end;
comment on function access.roster_days(uuid) is 'Days of an agreement whose roster the viewer may fill: nobody is on it on others. Null: the viewer may not.';

create function access.published_numbers(p_numbers text[]) returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(array_agg(n.district_student_id), '{}')
  from access.current_request() r
  join record.student n on n.district_id = r.district_id
  where r.role = 'DISTRICT_STEWARD'
    and r.token_categories is distinct from '{}'
    and n.district_student_id = any(p_numbers);
end;
comment on function access.published_numbers(text[]) is 'Which of the numbers the published records of the steward''s own district hold.';

create function access.school_staff(p_membership uuid) returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select m.school_codes
  from access.current_request() r
  join party.membership m on m.id = p_membership and m.district_id = r.district_id
  where r.role = 'DISTRICT_STEWARD'
    and m.role = 'SCHOOL_STAFF'
    and access.standing(m.id, r.at) = 'ACTIVE';
end;
comment on function access.school_staff(uuid) is 'Schools of a member of the school staff of the steward''s own district; null for anybody else.';

-- Gates only, by the decision itself: for the admin about the own organization, for the operator about every one. Nothing
-- of the child, and nothing of a hold but that there is one.
create function access.explain(p_membership uuid, p_participant uuid)
returns table (
  active boolean, known boolean, student_id uuid, district_id uuid, category text, closed text[], since date, until date,
  basis text, consent_id uuid, operator_agreement_id uuid, district_agreement_id uuid
)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  with asked as materialized (
    select r.at, m.id as membership_id, p.id as participant_id,
      access.standing(m.id, r.at) = 'ACTIVE' as active,
      exists (select from access.known(m.id, r.at) k where k.participant_id = p.id) as known,
      array(select s.id from roster.student s where s.participant_id = p.id) as students
    from access.current_request() r
    join party.membership m on m.id = p_membership
    join roster.participant p on p.id = p_participant and p.organization_id = m.organization_id
    where r.role = 'OPERATOR' or r.role = 'ADMIN' and m.organization_id = r.organization_id
  )
  select a.active, a.known, d.student_id, s.district_id, d.category, d.closed, d.since, d.until, d.basis, d.consent_id,
    d.operator_agreement_id, d.district_agreement_id
  from asked a
  left join lateral access.decide(a.membership_id, null, a.at, a.students, access.categories()) d on true
  left join roster.student s on s.id = d.student_id
  order by s.district_id, d.student_id, array_position(access.categories(), d.category);
end;
comment on function access.explain(uuid, uuid) is 'Per record and category the closed gates of a member about a participant, and what they rest on; one row without a record when the member may not know of the participant, none for who may not ask.';

--    Participants, made and changed: what row-level security cannot say by itself.

create function access.managed_programs() returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(array_agg(p.id), '{}')
  from access.current_request() r
  join party.membership m on m.id = r.membership_id
  join party.program p on p.organization_id = m.organization_id
  where r.role = 'ADMIN'
    or r.role = 'PROGRAM_MANAGER' and (m.programs is null or p.id = any(m.programs));
end;
comment on function access.managed_programs() is 'Programs that the viewer enrolls participants in; none but for those who manage them.';

-- Only a participant that this transaction has written is new: by its id alone nobody gets to know one.
create function access.just_added(p_participant uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (
    select from roster.participant p where p.id = p_participant and p.xmin = pg_current_xact_id_if_assigned()::xid);
end;
comment on function access.just_added(uuid) is 'Whether this transaction has added the participant.';

create function access.on_hold(p_participant uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select access.child_held(p_participant, transaction_timestamp());
end;
comment on function access.on_hold(uuid) is 'Whether a hold on one of the child''s records is in force: then nobody changes by which ID the child is known.';

create function access.external_id_taken(p_external_id text, p_participant uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (
    select
    from roster.participant p
    where p.organization_id = access.managed_organization()
      and p.external_id = p_external_id
      and p.id <> p_participant);
end;
comment on function access.external_id_taken(text, uuid) is 'Whether another participant of the managed organization has the organization''s own key, known to the viewer or not.';

-- As names are compared when duplicates are looked for: without case, accents and outer space.
create function access.folded(p_text text) returns text
language sql immutable
return lower(regexp_replace(normalize(btrim(p_text), nfd), '[\u0300-\u036f]', '', 'g'));
comment on function access.folded(text) is 'A name without case and accents.';

create function access.remove_student(p_student uuid, p_version integer) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_student roster.student;
begin
  select s.* into v_student
  from roster.student s
  where s.id = p_student
    and s.organization_id = access.managed_organization()
    and s.participant_id in (select k.participant_id from access.known(access.my_membership(), transaction_timestamp()) k)
  for update;
  if not found then
    return 'NOT_FOUND';
  elsif v_student.version <> p_version then
    return 'CHANGED_MEANWHILE';
  elsif access.on_hold(v_student.participant_id) then
    return 'ON_HOLD';
  end if;
  perform access.keep_subjects(array[p_student]);
  delete from roster.student s where s.id = p_student;
  return 'DONE';
end
$$;
comment on function access.remove_student(uuid, integer) is 'Takes a district from a participant; the match ends with it, consents and disclosures stay.';

-- Consents stay with the participant that they were signed for, so a merge opens nothing. Whoever manages only some
-- programs does not merge: the other programs of the child would move too.
create function access.merge_participants(p_keep uuid, p_keep_version integer, p_merge uuid, p_merge_version integer) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_versions jsonb;
  v_merged roster.program_enrollment;
  v_kept uuid;
begin
  select jsonb_object_agg(p.id, p.version) into v_versions
  from (
    select p.id, p.version
    from roster.participant p
    where p.id in (p_keep, p_merge)
      and p.organization_id = access.whole_organization()
      and p.id not in (select r.participant_id from access.removed(transaction_timestamp()) r)
    order by p.id
    for update
  ) p;
  if p_keep = p_merge or v_versions -> p_keep::text is null or v_versions -> p_merge::text is null then
    return 'NOT_FOUND';
  elsif (v_versions ->> p_keep::text)::integer <> p_keep_version or (v_versions ->> p_merge::text)::integer <> p_merge_version then
    return 'CHANGED_MEANWHILE';
  elsif access.on_hold(p_keep) or access.on_hold(p_merge) then
    return 'ON_HOLD';
  -- Consents do not merge, and so a withdrawal would be left behind.
  elsif exists (
      select
      from document.consent w
      where w.participant_id = p_merge and w.state = 'ACTIVE' and access.withdrawn(w, transaction_timestamp())) then
    return 'WITHDRAWN';
  end if;

  update roster.program_attendance a
  set participant_id = p_keep
  where a.participant_id = p_merge
    and not exists (
      select
      from roster.program_attendance k
      where k.participant_id = p_keep and k.program_id = a.program_id and k.attended_on = a.attended_on);

  -- Where both were served in one program at a time, the kept enrollment covers the days of both.
  for v_merged in
    select e.* from roster.program_enrollment e where e.participant_id = p_merge and not isempty(e.served) order by lower(e.served), e.id
  loop
    select k.id into v_kept
    from roster.program_enrollment k
    where k.participant_id = p_keep
      and k.program_id = v_merged.program_id
      and k.served && v_merged.served
    order by lower(k.served)
    limit 1;
    if found then
      update roster.program_enrollment k
      set served = range_merge(k.served, v_merged.served)
      where k.id = v_kept and not k.served @> v_merged.served;
      update roster.program_enrollment e set served = 'empty' where e.id = v_merged.id;
    else
      update roster.program_enrollment e set participant_id = p_keep where e.id = v_merged.id;
    end if;
  end loop;

  update roster.caseload_assignment c
  set participant_id = p_keep
  where c.participant_id = p_merge
    and not exists (
      select
      from roster.caseload_assignment k
      where k.participant_id = p_keep and k.membership_id = c.membership_id and k.assigned @> c.assigned);
  update roster.caseload_assignment c set assigned = 'empty' where c.participant_id = p_merge;

  update roster.student s
  set participant_id = p_keep
  where s.participant_id = p_merge
    and not exists (select from roster.student k where k.participant_id = p_keep and k.district_id = s.district_id);
  delete from record.student_match m using roster.student s where s.participant_id = p_merge and m.student_id = s.id;

  update roster.participant p set merged_into = p_keep where p.id = p_merge or p.merged_into = p_merge;
  return 'DONE';
end
$$;
comment on function access.merge_participants(uuid, integer, uuid, integer) is 'Moves service, attendance, districts and assignments of a duplicate to the participant that is kept.';

-- 34 CFR 99.32: who received what about a student stays readable for the student's district when the organization no longer
-- knows the child. So the ledger keeps whose record an id was, of those of whom it tells.
create function access.keep_subjects(p_students uuid[]) returns void
language sql volatile as $$
  insert into ledger.subject (student_id, organization_id, district_id, district_student_id)
  select s.id, s.organization_id, s.district_id, case when told.released then coalesce(n.district_student_id, s.district_student_id) end
  from (
    select x.student_id, bool_or(x.released) as released
    from (
      select r.student_id, true as released
      from ledger.release l
      cross join unnest(l.released) as r(student_id)
      where l.released && p_students
      union all
      select w.student_id, false
      from ledger.release l
      cross join unnest(l.withheld) as w(student_id)
      where l.withheld && p_students
    ) x
    group by x.student_id
  ) told
  join roster.student s on s.id = told.student_id and s.id = any(p_students)
  left join record.student_match m on m.student_id = s.id
  left join record.student n on n.district_id = m.district_id and n.id = m.record_id
$$;
comment on function access.keep_subjects(uuid[]) is 'Keeps in the ledger whose records students are that are about to go.';

-- Empties participants of what the organization entered, and records it. Consents, agreements and disclosures stay.
create function access.destroy_own_data(p_participants uuid[], p_destruction document.destruction) returns void
language plpgsql volatile as $$
declare
  v_destruction uuid := gen_random_uuid();
  v_rows bigint;
begin
  insert into document.destruction (id, organization_id, participant_id, ground, reason, destroyed_by)
  values (v_destruction, p_destruction.organization_id, p_destruction.participant_id, p_destruction.ground, p_destruction.reason,
    p_destruction.destroyed_by);

  perform access.keep_subjects(array(select s.id from roster.student s where s.participant_id = any(p_participants)));
  delete from roster.student s where s.participant_id = any(p_participants);
  get diagnostics v_rows = row_count;
  insert into document.destroyed (destruction_id, what, rows) select v_destruction, 'student', v_rows where v_rows > 0;
  delete from roster.program_enrollment e where e.participant_id = any(p_participants);
  get diagnostics v_rows = row_count;
  insert into document.destroyed (destruction_id, what, rows) select v_destruction, 'program_enrollment', v_rows where v_rows > 0;
  delete from roster.program_attendance a where a.participant_id = any(p_participants);
  get diagnostics v_rows = row_count;
  insert into document.destroyed (destruction_id, what, rows) select v_destruction, 'program_attendance', v_rows where v_rows > 0;
  delete from roster.caseload_assignment c where c.participant_id = any(p_participants);
  get diagnostics v_rows = row_count;
  insert into document.destroyed (destruction_id, what, rows) select v_destruction, 'caseload_assignment', v_rows where v_rows > 0;
  update roster.participant p
  set given_name = '', family_name = '', preferred_given_name = null, birth_date = null, entered_college_on = null,
    external_id = null, destroyed_at = transaction_timestamp()
  where p.id = any(p_participants);
  get diagnostics v_rows = row_count;
  insert into document.destroyed (destruction_id, what, rows) select v_destruction, 'participant', v_rows where v_rows > 0;
  if p_destruction.ground = 'ORGANIZATION_CLOSED' then
    -- Lists that nobody has imported yet; of the others the content is gone already.
    update document.file f
    set content = null, destroyed_at = transaction_timestamp()
    where f.organization_id = p_destruction.organization_id and f.purpose = 'PARTICIPANT_IMPORT' and f.content is not null;
    get diagnostics v_rows = row_count;
    insert into document.destroyed (destruction_id, what, rows) select v_destruction, 'file', v_rows where v_rows > 0;
  end if;
end
$$;
comment on function access.destroy_own_data(uuid[], document.destruction) is 'Destroys what an organization entered about participants, and records what and how many.';

create function access.destroy_participant(p_participant uuid, p_version integer, p_reason text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_version integer;
  v_destruction document.destruction;
begin
  select p.version into v_version
  from roster.participant p
  where p.id = p_participant
    and p.organization_id = access.administered_organization()
    and p.id not in (select r.participant_id from access.removed(transaction_timestamp()) r)
  for update;
  if not found then
    return 'NOT_FOUND';
  elsif v_version <> p_version then
    return 'CHANGED_MEANWHILE';
  elsif access.on_hold(p_participant) then
    return 'ON_HOLD';
  end if;
  v_destruction.organization_id := access.administered_organization();
  v_destruction.participant_id := p_participant;
  v_destruction.ground := 'ENTERED_BY_MISTAKE';
  v_destruction.reason := p_reason;
  v_destruction.destroyed_by := access.my_membership();
  perform access.destroy_own_data(
    array(select p.id from roster.participant p where p.id = p_participant or p.merged_into = p_participant), v_destruction);
  return 'DONE';
end
$$;
comment on function access.destroy_participant(uuid, integer, text) is 'Destroys what was entered about a participant by mistake, and records it. Consents, agreements and disclosures stay.';

------------------------------------------------------------------------------------------------------------------------
-- The end of an organization. It takes its own data with it; then the operator closes: accounts, agreements and consents end
-- in one transaction. What it had entered and what the districts supplied is destroyed the night after.

-- All that the organization knows of its participants, a line for each fact; that it was taken is on record.
create function access.own_data()
returns table (
  what text, participant_id uuid, external_id text, given_name text, family_name text, preferred_given_name text,
  birth_date date, district_name text, district_student_id text, program_name text, begins date, ends date, minutes integer
)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_organization uuid := access.administered_organization();
begin
  if access.by_service_account(access.my_membership()) then
    return; -- what an organization takes with it, a person takes
  end if;
  update party.organization o set exported_at = transaction_timestamp() where o.id = v_organization;
  return query
  with own as materialized (
    select p.*
    from roster.participant p
    where p.organization_id = v_organization
      and p.id not in (select r.participant_id from access.removed(transaction_timestamp()) r)
  )
  select x.what, p.id, p.external_id, p.given_name, p.family_name, p.preferred_given_name, p.birth_date,
    x.district_name, x.district_student_id, x.program_name, x.begins, x.ends, x.minutes
  from own p
  cross join lateral (
    select 1 as place, 'PARTICIPANT' as what, null as district_name, null as district_student_id, null as program_name,
      null::date as begins, null::date as ends, null::integer as minutes
    union all
    select 2, 'DISTRICT', d.name, s.district_student_id, null, null, null, null
    from roster.student s
    join party.district d on d.id = s.district_id
    where s.participant_id = p.id
    union all
    select 3, 'PROGRAM_ENROLLMENT', null, null, g.name, lower(e.served), upper(e.served), null
    from roster.program_enrollment e
    join party.program g on g.id = e.program_id
    where e.participant_id = p.id and not isempty(e.served)
    union all
    select 4, 'PROGRAM_ATTENDANCE', null, null, g.name, a.attended_on, null, a.minutes
    from roster.program_attendance a
    join party.program g on g.id = a.program_id
    where a.participant_id = p.id
  ) x
  order by p.family_name collate "en-x-icu", p.given_name collate "en-x-icu", p.id, x.place, x.begins, x.program_name, x.district_name;
end
$$;
comment on function access.own_data() is 'What the organization of the admin who asks has entered about its participants; nothing for anybody else.';

create function access.close_organization(p_organization uuid, p_version integer, p_confirmation text, p_without_export boolean, p_reason text)
returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_organization party.organization;
begin
  if not access.is_operator() then
    return 'NOT_FOUND';
  end if;
  -- No invitation and no change of staff runs beside it.
  perform pg_advisory_xact_lock(hashtextextended('party.membership ' || p_organization::text, 0));
  select o.* into v_organization from party.organization o where o.id = p_organization for update;
  if not found then
    return 'NOT_FOUND';
  elsif v_organization.closed_at is not null then
    return 'CLOSED';
  elsif p_confirmation is distinct from v_organization.name then
    return 'NOT_CONFIRMED';
  elsif not p_without_export and coalesce(v_organization.exported_at < transaction_timestamp() - interval '30 days', true) then
    return 'NOT_EXPORTED';
  elsif v_organization.version <> p_version then
    return 'CHANGED_MEANWHILE';
  elsif exists (
      select
      from document.hold h
      where h.organization_id = p_organization
        and h.begins <= transaction_timestamp()
        and (h.ends is null or h.ends > transaction_timestamp())) then
    return 'ON_HOLD'; -- an incident is looked into before anything is destroyed
  end if;

  update party.membership m
  set deactivated_at = case when m.accepted_at is not null then transaction_timestamp() else m.deactivated_at end,
    withdrawn_at = case when m.accepted_at is null then transaction_timestamp() else m.withdrawn_at end
  where m.organization_id = p_organization
    and m.deactivated_at is null
    and m.withdrawn_at is null;
  update party.service_account a
  set ended_at = transaction_timestamp(), ended_by = access.my_membership()
  where a.organization_id = p_organization and a.ended_at is null;

  update document.sharing_opt_in x
  set withdrawn_at = transaction_timestamp()
  where x.organization_id = p_organization and x.withdrawn_at is null;
  update document.operator_agreement a
  set withdrawn_at = case when isempty(a.in_force) then transaction_timestamp() end,
    ended_on = case when not isempty(a.in_force) then access.today() end,
    ended_by = case when not isempty(a.in_force) then access.my_membership() end
  where a.organization_id = p_organization
    and a.withdrawn_at is null
    and case when isempty(a.in_force) then a.ended_on is null else coalesce(upper(a.in_force) > access.today(), true) end;
  update document.district_agreement a
  set withdrawn_at = case when isempty(a.in_force) then transaction_timestamp() end,
    ended_on = case when not isempty(a.in_force) then access.today() end,
    ended_by = case when not isempty(a.in_force) then access.my_membership() end
  where a.organization_id = p_organization
    and a.withdrawn_at is null
    and case when isempty(a.in_force) then a.ended_on is null else coalesce(upper(a.in_force) > access.today(), true) end;
  -- As many as a request has time for; the rest the night after. Nothing opens by them meanwhile: no agreement is in force.
  update document.consent c
  set revoked_at = transaction_timestamp(), revoked_by = access.my_membership(), revocation_note = 'The organization has closed.'
  where c.id in (
    select x.id from document.consent x where x.organization_id = p_organization and x.revoked_at is null order by x.id limit 1000);

  update party.organization o
  set closed_at = transaction_timestamp(), closed_by = access.my_membership(), closing_reason = p_reason
  where o.id = p_organization;
  return 'DONE';
end
$$;
comment on function access.close_organization(uuid, integer, text, boolean, text) is 'Ends an organization: accounts, agreements and consents; its own data is destroyed the night after, documents and disclosures stay.';

-- By the engine, in the night after: thousands of participants take longer than a request may.
create function access.destroy_closed() returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_organization party.organization;
  v_destruction document.destruction;
begin
  for v_organization in
    select o.*
    from party.organization o
    where o.closed_at is not null
      and not exists (select from document.destruction d where d.organization_id = o.id and d.ground = 'ORGANIZATION_CLOSED')
    for update skip locked
  loop
    update document.consent c
    set revoked_at = transaction_timestamp(), revoked_by = v_organization.closed_by, revocation_note = 'The organization has closed.'
    where c.organization_id = v_organization.id and c.revoked_at is null;
    v_destruction.organization_id := v_organization.id;
    v_destruction.ground := 'ORGANIZATION_CLOSED';
    v_destruction.reason := v_organization.closing_reason;
    v_destruction.destroyed_by := v_organization.closed_by;
    perform access.destroy_own_data(
      array(select p.id from roster.participant p where p.organization_id = v_organization.id and p.destroyed_at is null),
      v_destruction);
  end loop;
end
$$;
comment on function access.destroy_closed() is 'Destroys the own data of organizations that have closed, once each, with a record.';

-- The job that reads files of participants: it enters as the member who asked, so it may what the member may then.
create function access.importable_file(p_file uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (
    select
    from document.file f
    where f.id = p_file
      and f.purpose = 'PARTICIPANT_IMPORT'
      and f.content is not null
      and f.membership_id = access.my_membership()
      and f.organization_id = access.managed_organization());
end;
comment on function access.importable_file(uuid) is 'Whether the viewer has uploaded the file in order to import it, and it is still kept.';

-- A list of children is kept for its import alone: however the import ends, the content goes in the same transaction.
create function access.forget_list() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update document.file f
  set content = null, destroyed_at = transaction_timestamp()
  where f.id = new.file_id
    and f.content is not null
    and not exists (
      select from roster.participant_import o where o.file_id = f.id and o.state in ('WAITING', 'RUNNING'));
  return null;
end
$$;
comment on function access.forget_list() is 'Destroys the content of a list whose import has ended, unless another import of it goes on.';

create function access.next_import() returns table (import_id uuid, issuer text, subject text, host text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update roster.participant_import i
  set state = 'FAILED', ended_at = transaction_timestamp()
  where i.state = 'RUNNING' and i.claimed_until < transaction_timestamp() and i.attempts >= 3;
  update document.file f
  set content = null, destroyed_at = transaction_timestamp()
  where f.purpose = 'PARTICIPANT_IMPORT'
    and f.content is not null
    and f.uploaded_at < transaction_timestamp() - interval '1 day'
    and not exists (
      select from roster.participant_import o where o.file_id = f.id and o.state in ('WAITING', 'RUNNING'));
  return query
    update roster.participant_import i
    set state = 'RUNNING', attempts = i.attempts + 1, claimed_until = transaction_timestamp() + interval '3 minutes'
    from party.membership m
    join party.staff s on s.id = m.staff_id
    join party.organization o on o.id = m.organization_id
    where i.id = (
        select n.id
        from roster.participant_import n
        where n.state = 'WAITING' or n.state = 'RUNNING' and n.claimed_until < transaction_timestamp()
        order by n.asked_at
        limit 1
        for update skip locked)
      and m.id = i.membership_id
    returning i.id, s.issuer, s.subject, o.host;
end
$$;
comment on function access.next_import() is 'Claims the oldest import that waits, and says as whom it is to be run. Destroys lists that nobody has imported within a day.';

-- Other files, each night: what was handed in and came to nothing.
create function access.forget_files() returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  update document.file f
  set content = null, destroyed_at = transaction_timestamp()
  where f.purpose <> 'PARTICIPANT_IMPORT'
    and f.content is not null
    and f.uploaded_at < transaction_timestamp() - interval '1 day'
    and not exists (select from document.agreement_signature g where g.file_id = f.id)
    and not exists (select from document.consent_document x where x.evidence_file_id = f.id);
end;
comment on function access.forget_files() is 'Destroys the content of files on which no signature and no consent hangs a day after they were handed in.';

-- Its file and its lock: two instances never read one file into the organization at a time.
create function access.begin_import(p_import uuid) returns bytea
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('import ' || access.managed_organization(), 0));
  return (
    select f.content
    from roster.participant_import i
    join document.file f on f.id = i.file_id and f.membership_id = i.membership_id
    where i.id = p_import
      and i.state = 'RUNNING'
      and i.membership_id = access.my_membership()
      and i.organization_id = access.managed_organization());
end
$$;
comment on function access.begin_import(uuid) is 'The file of the import that is run, for the member who asked for it; null when it is not to be run.';

create function access.end_import(p_import uuid, p_state text, p_problem text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  update roster.participant_import i
  set state = p_state, problem = p_problem, ended_at = transaction_timestamp()
  where i.id = p_import and i.state = 'RUNNING' and p_state in ('REFUSED', 'WAITING');
end;
comment on function access.end_import(uuid, text, text) is 'Ends an import whose member may not any more, or lets it wait for another attempt.';

------------------------------------------------------------------------------------------------------------------------
-- Consents, made and changed: what is missing, activating, and what the district's steward decides.

-- Whether the viewer works with consents of a child: a person, of a child one knows.
create function access.keeps_consents_of(p_organization uuid, p_participant uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(
    access.my_role() in ('ADMIN', 'PROGRAM_MANAGER', 'CASE_WORKER')
    and access.my_membership() is not null
    and p_organization = access.my_organization()
    and (p_organization = access.whole_organization() or p_participant = any(access.some_participants()))
    and p_participant <> all(access.removed_participants()), false);
end;
comment on function access.keeps_consents_of(uuid, uuid) is 'Whether the viewer records consents of a participant.';

-- Each organization writes down a signer for itself. To a court's order it is one person who signs under the same name for a
-- child of the same district student ID. The student is nobody's parent, whatever the name.
create function access.signers_as(p_participant uuid, p_name text, p_capacity text, p_district uuid) returns setof document.signer
language sql stable as $$
  select g.*
  from roster.participant p
  cross join lateral (select coalesce(p.merged_into, p.id) as id) kept
  cross join lateral (
    select kept.id
    union
    select other.participant_id
    from roster.student own
    join roster.student other
      on other.district_id = own.district_id and btrim(other.district_student_id) = btrim(own.district_student_id)
    where own.participant_id = kept.id
      and (p_district is null or own.district_id = p_district)
  ) child
  join roster.participant known on known.id = child.id or known.merged_into = child.id
  join document.signer g on g.participant_id = known.id
  where p.id = p_participant
    and access.folded(g.name) = access.folded(p_name)
    and (g.capacity = 'STUDENT') = (p_capacity = 'STUDENT')
$$;
comment on function access.signers_as(uuid, text, text, uuid) is 'Signers of that name for a child, whichever organizations know them; by the child''s record at one district, or at any.';

create function access.signer_restricted(p_participant uuid, p_name text, p_capacity text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (
    select
    from roster.participant p
    cross join lateral access.signers_as(p.id, p_name, p_capacity, null) g
    where p.id = p_participant
      and access.keeps_consents_of(p.organization_id, p.id)
      and g.restricted_at is not null);
end;
comment on function access.signer_restricted(uuid, text, text) is 'Whether a court''s order takes the rights of whoever signs under that name for a child whose consents the viewer records.';

-- What keeps drafts from being activated: 34 CFR 99.30(b), the days, the signer, how it was signed, and what the district's
-- agreement asks of consents. Where no agreement is in force or to come the district has said nothing that could be met.
create function access.consents_missing(p_consents uuid[]) returns table (consent_id uuid, missing text[])
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select c.id,
    -- What the law asks is told of one in force too: without it, it opens nothing, and people must see why.
    case when c.state = 'ACTIVE' and (access.consent_state(c) <> 'ACTIVE' or upper(c.in_force) <= day.today) then '{}' else
      access.consent_lacks(
        c.kind, c.signed_on, c.categories, c.audiences, c.purpose, c.parties, a.operator_is_agent, day.today)
      || array_remove(array[
        case when born.on_day is null and not coalesce(p.entered_college_on <= day.today, false) then 'BIRTH_DATE' end,
        case when g.capacity = 'STUDENT' and c.signed_on is not null and not coalesce(
            access.is_adult(born.on_day, c.signed_on) or p.entered_college_on <= c.signed_on, false) then 'STUDENT_OF_AGE' end], null)
    end
    || case when c.state = 'ACTIVE' then '{}' else array_remove(array[
      case when isempty(c.in_force) then 'DAYS' end,
      case when c.evidence = 'PAPER' and d.evidence_file_id is null then 'SCAN' end,
      case when c.evidence = 'LINK' and d.contact is null then 'CONTACT' end,
      case when c.evidence = 'IN_PERSON' and d.attested_by is null then 'IDENTIFICATION' end,
      case when exists (
          select from access.signers_as(g.participant_id, g.name, g.capacity, null) x where x.restricted_at <= r.at)
        then 'SIGNER_WITH_RIGHTS' end,
      case when a.id is null then 'DISTRICT_AGREEMENT' end,
      case when a.consent_wet_signature and c.evidence <> 'PAPER' then 'SIGNATURE_BY_HAND' end,
      case when a.consent_capacities is not null and not g.capacity = any(a.consent_capacities) then 'ALLOWED_CAPACITY' end,
      case when a.consent_proof_required and g.capacity not in ('PARENT', 'STUDENT')
          and not coalesce(c.proof ~ '[^[:space:]]', false) then 'PROOF' end,
      case when a.consent_longest_months is not null and not isempty(c.in_force)
          and coalesce(upper(c.in_force) > lower(c.in_force) + make_interval(months => a.consent_longest_months), true)
        then 'SHORTER_TERM' end,
      case when a.consent_own_form and d.form_key is null then 'DISTRICT_FORM' end], null) end
  from access.current_request() r
  join document.consent c on c.id = any(p_consents) and access.keeps_consents_of(c.organization_id, c.participant_id)
  join document.signer g on g.id = c.signer_id
  join roster.participant p on p.id = c.participant_id
  join party.district t on t.id = c.district_id
  cross join lateral (select (r.at at time zone t.zone)::date as today) day
  left join document.consent_document d on d.id = c.document_id
  -- As the decision reads it: the district's birth date, where there is a match, before the form's.
  left join lateral (
    select y.birth_date
    from roster.student s
    join record.student_match m on m.student_id = s.id
    join record.student y on y.district_id = m.district_id and y.id = m.record_id
    where s.participant_id = c.participant_id and s.district_id = c.district_id
  ) known on true
  cross join lateral (
    select case when x.birth_date <= day.today then x.birth_date end as on_day
    from (select coalesce(known.birth_date, c.student_birth_date) as birth_date) x
  ) born
  -- The agreement that rules today, of two the one that began later; before any does, the first to come.
  left join lateral (
    select x.*
    from document.district_agreement x
    where x.organization_id = c.organization_id
      and x.district_id = c.district_id
      and coalesce(upper(x.in_force) > day.today, not isempty(x.in_force))
    order by abs(day.today - lower(x.in_force)) + case when x.in_force @> day.today then 0 else 1000000 end, x.id
    limit 1
  ) a on true;
end;
comment on function access.consents_missing(uuid[]) is 'What is missing before a draft can be activated, and what the law asks of one in force; of consents that the viewer may record.';

-- The written consent that rules at an instant, as access.windows asks for it: by the birth date of the record that is the
-- child's, and by the agreement in force.
create function access.consent_ruling(p_kind text, p_participant uuid, p_organization uuid, p_district uuid, p_at timestamptz)
returns table (consent_id uuid, reason text, categories text[], audiences text[])
language sql stable as $$
  select x.id,
    coalesce(x.reason, case when x.parent_lapsed then 'ELIGIBLE_STUDENT_MUST_CONSENT' end),
    coalesce(x.categories, '{}'),
    coalesce(x.audiences, '{}')
  from party.district t
  cross join lateral (select (p_at at time zone t.zone)::date as today) day
  left join roster.student s on s.participant_id = p_participant and s.district_id = t.id
  left join record.student_match m on m.student_id = s.id and m.district_id = s.district_id
  left join record.student y on y.district_id = m.district_id and y.id = m.record_id
  left join lateral access.agreement_on(p_organization, t.id, day.today) agreement on true
  cross join lateral access.consent_today(
    p_kind, p_participant, p_organization, t.id, p_at, y.birth_date, agreement.operator_is_agent, agreement.verification) x
  where t.id = p_district
$$;
comment on function access.consent_ruling(text, uuid, uuid, uuid, timestamptz) is 'The consent of a kind that rules at an instant for child, organization and district, why it opens nothing (null: it opens), and what it covers.';

-- What each consent comes to today. One that waits in a drawer, or that a later one has taken the place of, does not count.
create function access.consents_today(p_consents uuid[])
returns table (consent_id uuid, counts boolean, reason text, outside_agreement text[])
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select c.id, standing.counts, case when standing.counts then ruling.reason end,
    array(
      select x
      from unnest(c.categories) x
      where agreements.categories is not null and not x = any(agreements.categories)
      order by x)
  from access.current_request() r
  join document.consent c on c.id = any(p_consents) and access.keeps_consents_of(c.organization_id, c.participant_id)
  join party.district t on t.id = c.district_id
  cross join lateral (select (r.at at time zone t.zone)::date as today) day
  cross join lateral access.consent_ruling(c.kind, c.participant_id, c.organization_id, c.district_id, r.at) ruling
  cross join lateral (
    select coalesce(ruling.consent_id = c.id, false) and access.consent_state(c) = 'ACTIVE' as counts
  ) standing
  -- Of agreements in force or to come: a category that one of them covers is not asked for in vain.
  cross join lateral (
    select array_agg(distinct x.category) as categories
    from document.district_agreement a
    cross join unnest(a.categories) as x(category)
    where a.organization_id = c.organization_id
      and a.district_id = c.district_id
      and not isempty(a.in_force)
      and coalesce(upper(a.in_force) > day.today, true)
  ) agreements;
end;
comment on function access.consents_today(uuid[]) is 'Whether a consent is the one that rules today, why it opens nothing then, and what of it no agreement covers; of consents that the viewer may record.';

-- The same on a day to come, for whoever records one: what it takes the place of.
create function access.consent_on(p_kind text, p_participant uuid, p_district uuid, p_day date)
returns table (on_day date, consent_id uuid, reason text, categories text[], audiences text[])
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select (moment.at at time zone t.zone)::date, x.consent_id, x.reason, x.categories, x.audiences
  from access.current_request() r
  join party.district t on t.id = p_district
  cross join lateral (select greatest(r.at, p_day::timestamp at time zone t.zone) as at) moment
  cross join lateral access.consent_ruling(p_kind, p_participant, r.organization_id, p_district, moment.at) x
  where access.keeps_consents_of(r.organization_id, p_participant);
end;
comment on function access.consent_on(text, uuid, uuid, date) is 'The consent that rules on a day, today at the earliest, as far as it is known today; of a child of whom the viewer may record consents.';

create function access.activate_consent(p_consent uuid) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  update document.consent c
  set state = 'ACTIVE', activated_by = access.my_membership(), activated_at = transaction_timestamp()
  from access.consents_missing(array[p_consent]) m
  where c.id = m.consent_id
    and c.state = 'DRAFT'
    and c.revoked_at is null
    and cardinality(m.missing) = 0
  returning true;
end;
comment on function access.activate_consent(uuid) is 'Puts a complete draft in force; nothing when something is missing or it is not a draft that the viewer may record.';

create function access.reads_consent_document(p_document uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (
    select
    from document.consent c
    where c.document_id = p_document and access.keeps_consents_of(c.organization_id, c.participant_id));
end;
comment on function access.reads_consent_document(uuid) is 'Whether a form carries a consent of a child that the viewer knows.';

-- The handed-in scan of the viewer's own organization, uploaded.
create function access.is_consent_scan(p_file uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (
    select
    from document.file f
    where f.id = p_file
      and f.organization_id = access.my_organization()
      and f.purpose = 'CONSENT_EVIDENCE'
      and f.content is not null
      and (f.membership_id = access.my_membership()
          and not exists (select from document.consent_document x where x.evidence_file_id = f.id)
        or exists (
          select from document.consent_document x where x.evidence_file_id = f.id and access.reads_consent_document(x.id))));
end;
comment on function access.is_consent_scan(uuid) is 'Whether a file is a scan of a consent that the viewer''s organization has handed in.';

-- A consent says of how it was signed what its form says; nobody adds one to another organization's form, or to one that
-- carries other children only.
create function access.consent_as_on_document(p_document uuid, p_evidence text, p_attested_by uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (
    select
    from document.consent_document d
    where d.id = p_document
      and d.organization_id = access.my_organization()
      and (d.recorded_by = access.my_membership() or access.reads_consent_document(d.id))
      and d.evidence = p_evidence
      and d.attested_by is not distinct from p_attested_by);
end;
comment on function access.consent_as_on_document(uuid, text, uuid) is 'Whether a form of the viewer''s organization was signed in this way.';

-- A consent of the steward's own district, in force or to come, as the steward may decide about it.
create function access.district_consent(p_consent uuid) returns document.consent
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select c from document.consent c where c.id = p_consent and c.district_id = access.my_district() and c.state = 'ACTIVE';
end;
comment on function access.district_consent(uuid) is 'The consent, to the steward of its district; null for everybody else.';

-- The answers: DONE, NOT_FOUND, CONFLICT when it has been decided before.
create function access.verify_consent(p_consent uuid, p_accept boolean, p_reason text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_consent document.consent := access.district_consent(p_consent);
begin
  if v_consent.id is null then
    return 'NOT_FOUND';
  end if;
  update document.consent c
  set verified_on = case when p_accept then (transaction_timestamp() at time zone d.zone)::date end,
    verified_by = case when p_accept then access.my_membership() end,
    refused_at = case when not p_accept then transaction_timestamp() end,
    refused_by = case when not p_accept then access.my_membership() end,
    refusal_reason = case when not p_accept then p_reason end
  from party.district d
  where c.id = p_consent
    and d.id = c.district_id
    and c.verified_on is null
    and c.refused_at is null
    and not access.withdrawn(c, transaction_timestamp());
  return case when found then 'DONE' else 'CONFLICT' end;
end
$$;
comment on function access.verify_consent(uuid, boolean, text) is 'The steward accepts or refuses a consent to the own district, once.';

create function access.ask_about_consent(p_id uuid, p_consent uuid, p_question text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_consent document.consent := access.district_consent(p_consent);
begin
  if v_consent.id is null then
    return 'NOT_FOUND';
  end if;
  insert into document.consent_question (id, consent_id, organization_id, participant_id, asked_by, question)
  values (p_id, v_consent.id, v_consent.organization_id, v_consent.participant_id, access.my_membership(), p_question)
  on conflict (id) do nothing;
  return 'DONE';
end
$$;
comment on function access.ask_about_consent(uuid, uuid, text) is 'The steward asks the organization about a consent to the own district.';

create function access.decide_withdrawal(p_consent uuid, p_decision text, p_reason text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_consent document.consent := access.district_consent(p_consent);
begin
  if v_consent.revoked_by_signer_id is null or v_consent.revoked_by_signer_id = v_consent.signer_id then
    return 'NOT_FOUND';
  end if;
  update document.consent c
  set withdrawal_decision = p_decision, withdrawal_decided_at = transaction_timestamp(),
    withdrawal_decided_by = access.my_membership(), withdrawal_reason = p_reason
  where c.id = p_consent and c.withdrawal_decision is null;
  return case when found then 'DONE' else 'CONFLICT' end;
end
$$;
comment on function access.decide_withdrawal(uuid, text, text) is 'The steward reopens what another parent has withdrawn, or keeps it closed, once.';

-- A court's order is shown to the district, which holds the child's record: so its steward records it, and no organization.
-- It holds against the person, wherever an organization knows one of that name as a signer for the district's child.
create function access.restrict_signer(p_signer uuid, p_restricted boolean, p_reason text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (
      select
      from document.signer g
      where g.id = p_signer
        and (exists (
            select
            from roster.student s
            where s.participant_id = g.participant_id and s.district_id = access.my_district() and s.district_student_id is not null)
          or exists (
            select
            from document.consent c
            where c.participant_id = g.participant_id and c.organization_id = g.organization_id
              and c.district_id = access.my_district() and c.state = 'ACTIVE'))) then
    return 'NOT_FOUND';
  end if;
  update document.signer g
  set restricted_at = case when p_restricted then transaction_timestamp() end,
    restricted_by = case when p_restricted then access.my_membership() end,
    restriction_reason = case when p_restricted then p_reason end
  where g.id in (
      select x.id
      from document.signer named
      cross join lateral access.signers_as(named.participant_id, named.name, named.capacity, access.my_district()) x
      where named.id = p_signer)
    and (g.restricted_at is not null) <> p_restricted
    and (p_restricted or exists (
      select from party.membership b where b.id = g.restricted_by and b.district_id = access.my_district()));
  return case when found then 'DONE' else 'CONFLICT' end;
end
$$;
comment on function access.restrict_signer(uuid, boolean, text) is 'The steward records that a court''s order takes a signer''s rights, or that it no longer does; whichever organizations know the person.';

-- Who signs for a child of the district, as each organization wrote it down. Reading is recorded.
create function access.student_signers(p_district_student_id text, p_limit integer)
returns table (signer_id uuid, organization_name text, signer_name text, capacity text, restricted boolean)
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with reader as materialized (
    select r.*
    from access.district_reader() r
    where r.role = 'DISTRICT_STEWARD'
  ),
  found as materialized (
    select g.*, o.name as organization_name, s.id as student_id
    from reader r
    join roster.student s on s.district_id = r.district_id and btrim(s.district_student_id) = btrim(p_district_student_id)
    join roster.participant known on known.id = s.participant_id or known.merged_into = s.participant_id
    join document.signer g on g.participant_id = known.id
    join party.organization o on o.id = g.organization_id
    order by o.name, g.name, g.id
    limit p_limit
  ),
  recorded as (
    insert into ledger.release (request_id, xid, at, organization_id, category, released, enrollments, bases, consents,
      agreements, withheld, reasons)
    select r.id, r.xid, r.at, null, 'CONSENTS', array_agg(distinct f.student_id), '{}', '{}', '{}', '{}', '{}', '{}'
    from reader r
    cross join found f
    group by r.id, r.xid, r.at
  )
  select f.id, f.organization_name, f.name, f.capacity, f.restricted_at is not null
  from found f
  order by f.organization_name, f.name, f.id;
end;
comment on function access.student_signers(text, integer) is 'Who signs for a child of the district whose steward asks, by district student ID; nothing for anybody else.';

-- Matches that broke and are not settled: not proved again, and the organization has not corrected the number, removed the
-- district or the child.
create function access.broken(p_district uuid) returns table (student_id uuid, broken_at timestamptz)
language sql stable as $$
  select b.student_id, b.broken_at
  from sync.broken_match b
  join roster.student s on s.id = b.student_id and s.version = b.student_version
  join roster.participant p on p.id = s.participant_id and p.merged_into is null and p.destroyed_at is null
  where b.district_id = p_district
    and not exists (select from record.student_match m where m.student_id = b.student_id)
    and not exists (select from sync.match_candidate c where c.student_id = b.student_id) -- which waits by itself
$$;
comment on function access.broken(uuid) is 'Broken matches of a district that are not settled yet.';

-- What the organization typed of the children whose matches broke, oldest first. Reading is recorded.
create function access.broken_matches(p_limit integer)
returns table (
  student_id uuid, organization_name text, given_name text, family_name text, district_student_id text, broken_at timestamptz
)
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with reader as materialized (
    select r.*
    from access.district_reader() r
    where r.role = 'DISTRICT_STEWARD'
  ),
  found as materialized (
    select b.student_id, b.broken_at, o.name as organization_name, p.given_name, p.family_name, s.district_student_id
    from reader r
    cross join lateral access.broken(r.district_id) b
    join roster.student s on s.id = b.student_id
    join roster.participant p on p.id = s.participant_id
    join party.organization o on o.id = s.organization_id
    order by b.broken_at, b.student_id
    limit p_limit
  ),
  recorded as (
    insert into ledger.release (request_id, xid, at, organization_id, category, released, enrollments, bases, consents,
      agreements, withheld, reasons)
    select r.id, r.xid, r.at, null, 'MATCHES', array_agg(f.student_id), '{}', '{}', '{}', '{}', '{}', '{}'
    from reader r
    cross join found f
    group by r.id, r.xid, r.at
  )
  select f.student_id, f.organization_name, f.given_name, f.family_name, f.district_student_id, f.broken_at
  from found f
  order by f.broken_at, f.student_id;
end;
comment on function access.broken_matches(integer) is 'Children whose matches at the district of the steward who asks broke, as their organizations typed them; nothing for anybody else.';

-- Without a birth date a match rests on the participant, the record, the ID, both names and the school, together.
create function access.match_evidence(p_student uuid, p_district uuid, p_record uuid) returns text
language sql stable as $$
  select encode(sha256(convert_to(to_jsonb(array[
      s.id::text, btrim(s.district_student_id), p.given_name, p.family_name, p.preferred_given_name,
      r.feed_id::text, r.source_key, btrim(r.district_student_id), r.given_name, r.family_name, r.preferred_given_name]
      || access.school_now(r.district_id, r.id)) ::text, 'UTF8')), 'hex')
  from roster.student s
  join roster.participant p on p.id = s.participant_id
  join record.student r on r.district_id = p_district and r.id = p_record
  where s.id = p_student
$$;
comment on function access.match_evidence(uuid, uuid, uuid) is 'Hash of what a match without a birth date rests on; it changes with any of it.';

-- The evidence of the latest decision, where that confirmed.
create function access.confirmed(p_student uuid) returns text
language sql stable as $$
  select case d.decision when 'CONFIRMED' then d.evidence end
  from document.match_decision d
  where d.student_id = p_student
  order by d.decided_at desc, d.id
  limit 1
$$;
comment on function access.confirmed(uuid) is 'The combination that the district has confirmed for a student; null: none.';

create function access.to_confirm(p_district uuid) returns setof sync.match_candidate
language sql stable as $$
  select c.*
  from sync.match_candidate c
  join roster.student s on s.id = c.student_id
  join roster.participant p on p.id = s.participant_id and p.merged_into is null and p.destroyed_at is null
  where c.district_id = p_district
    and not exists (
      select from document.match_decision d where d.student_id = c.student_id and d.evidence = c.evidence)
$$;
comment on function access.to_confirm(uuid) is 'Matches without a birth date that a district has not decided on.';

-- What the organization typed of these children, oldest first. Reading is recorded.
create function access.matches_to_confirm(p_limit integer)
returns table (
  match_id uuid, organization_name text, given_name text, family_name text, district_student_id text, found_at timestamptz
)
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with reader as materialized (
    select r.*
    from access.district_reader() r
    where r.role = 'DISTRICT_STEWARD'
  ),
  found as materialized (
    select c.id, c.student_id, c.found_at, o.name as organization_name, p.given_name, p.family_name, s.district_student_id
    from reader r
    cross join lateral access.to_confirm(r.district_id) c
    join roster.student s on s.id = c.student_id
    join roster.participant p on p.id = s.participant_id
    join party.organization o on o.id = s.organization_id
    order by c.found_at, c.id
    limit p_limit
  ),
  recorded as (
    insert into ledger.release (request_id, xid, at, organization_id, category, released, enrollments, bases, consents,
      agreements, withheld, reasons)
    select r.id, r.xid, r.at, null, 'MATCHES', array_agg(f.student_id), '{}', '{}', '{}', '{}', '{}', '{}'
    from reader r
    cross join found f
    group by r.id, r.xid, r.at
  )
  select f.id, f.organization_name, f.given_name, f.family_name, f.district_student_id, f.found_at
  from found f
  order by f.found_at, f.id;
end;
comment on function access.matches_to_confirm(integer) is 'Children whose match waits for the confirmation of the district whose steward asks, as their organizations typed them; nothing for anybody else.';

-- A refusal ends a match that was confirmed in the same second; a confirmation opens nothing before the next publish.
create function access.decide_match(p_match uuid, p_decision text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_candidate sync.match_candidate;
begin
  select c.* into v_candidate
  from sync.match_candidate c
  where c.id = p_match and c.district_id = access.my_district()
  for update;
  if not found then
    return 'NOT_FOUND';
  end if;
  if p_decision = (
      select d.decision
      from document.match_decision d
      where d.student_id = v_candidate.student_id and d.evidence = v_candidate.evidence
      order by d.decided_at desc, d.id
      limit 1) then
    return 'CONFLICT';
  end if;
  insert into document.match_decision (student_id, evidence, decision, decided_by)
  values (v_candidate.student_id, v_candidate.evidence, p_decision, access.my_membership());
  if p_decision = 'REFUSED' then
    delete from record.student_match m where m.student_id = v_candidate.student_id;
  end if;
  return 'DONE';
end
$$;
comment on function access.decide_match(uuid, text) is 'The steward confirms or refuses a match without a birth date, as it was found.';

-- What another parent has withdrawn and the district has not decided on, oldest first. Reading is recorded.
create function access.withdrawals_to_decide(p_after uuid, p_limit integer)
returns table (
  consent_id uuid, organization_name text, given_name text, family_name text, district_student_id text,
  signer_id uuid, signer_name text, capacity text, withdrawn_by_id uuid, withdrawn_by_name text, withdrawn_by_capacity text,
  revoked_at timestamptz, note text
)
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with reader as materialized (
    select r.*
    from access.district_reader() r
    where r.role = 'DISTRICT_STEWARD'
  ),
  page as materialized (
    select y.*, row_number() over (order by y.revoked_at, y.id) as place
    from (
      select c.*, s.id as student_id, s.district_student_id
      from reader r
      join document.consent c on c.district_id = r.district_id
      left join roster.student s on s.participant_id = c.participant_id and s.district_id = c.district_id
      where access.waits_for_decision(c, r.at)
        and (p_after is null
          or (c.revoked_at, c.id) > (select x.revoked_at, x.id from document.consent x where x.id = p_after))
      order by c.revoked_at, c.id
      limit p_limit
    ) y
  ),
  recorded as (
    insert into ledger.release (request_id, xid, at, organization_id, category, released, enrollments, bases, consents,
      agreements, withheld, reasons)
    select r.id, r.xid, r.at, null, 'CONSENTS',
      coalesce(array_agg(distinct p.student_id) filter (where p.student_id is not null), '{}'), '{}', '{}',
      array_agg(distinct p.id), '{}', '{}', '{}'
    from reader r
    join page p on p.place < p_limit
    group by r.id, r.xid, r.at
  )
  select p.id, o.name, t.given_name, t.family_name, p.district_student_id, g.id, g.name, g.capacity, w.id, w.name, w.capacity,
    p.revoked_at, p.revocation_note
  from page p
  join document.signer g on g.id = p.signer_id
  join document.signer w on w.id = p.revoked_by_signer_id
  join party.organization o on o.id = p.organization_id
  join roster.participant t on t.id = p.participant_id
  order by p.place;
end;
comment on function access.withdrawals_to_decide(uuid, integer) is 'Withdrawals by another parent that wait for the decision of the district whose steward asks; nothing for anybody else.';

-- Files: who may read one. Whoever handed it in; and the parties of the document on which it hangs.
create function access.may_read_file(p_file uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (
    select
    from access.current_request() r
    join document.file f on f.id = p_file and f.content is not null
    where f.membership_id = access.my_membership()
        and case f.purpose
          when 'SIGNED_AGREEMENT' then true
          when 'CONSENT_EVIDENCE' then not exists (select from document.consent_document x where x.evidence_file_id = f.id)
          else false
        end
      or exists (
        select
        from document.agreement_signature g
        left join document.operator_agreement o on o.id = g.operator_agreement_id
        left join document.district_agreement d on d.id = g.district_agreement_id
        where g.file_id = f.id
          and case r.role
            when 'ADMIN' then r.organization_id in (o.organization_id, d.organization_id)
            when 'DISTRICT_STEWARD' then r.district_id = d.district_id
            when 'OPERATOR' then true
            else false
          end)
      -- A scan of a consent: the steward whose district it asks, and those who keep the consent.
      or exists (
        select
        from document.consent_document x
        where x.evidence_file_id = f.id
          and (access.reads_consent_document(x.id)
            or exists (
              select
              from document.consent c
              join access.district_reader() steward on steward.role = 'DISTRICT_STEWARD' and steward.district_id = c.district_id
              where c.document_id = x.id))));
end;
comment on function access.may_read_file(uuid) is 'Whether the viewer of this transaction may read a file.';

create function access.file_content(p_file uuid)
returns table (name text, media_type text, sha256 text, content bytea)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select f.name, f.media_type, f.sha256, f.content
  from document.file f
  where f.id = p_file
    and access.may_read_file(f.id);
end;
comment on function access.file_content(uuid) is 'A file for whoever may read it; no row else. Asked within a request, and so on record.';

------------------------------------------------------------------------------------------------------------------------
-- Staff: who is invited, as what, and how it ends. An admin for the own organization, a steward for the own district, the
-- operator for the first admins, the stewards and its own people. Each function answers null, or why it did nothing.

create function access.gives(p_asker text, p_role text) returns boolean
language sql immutable
return coalesce(case p_asker
  when 'ADMIN' then p_role in ('ADMIN', 'PROGRAM_MANAGER', 'CASE_WORKER', 'ANALYST')
  when 'DISTRICT_STEWARD' then p_role in ('DISTRICT_STEWARD', 'SCHOOL_STAFF')
  when 'OPERATOR' then p_role in ('ADMIN', 'DISTRICT_STEWARD', 'OPERATOR')
end, false);
comment on function access.gives(text, text) is 'Whether who asks in one role may give the other, and take it.';

create function access.administered_staff()
returns table (membership_id uuid, state text, last_used_at timestamptz, changeable boolean, mail text)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select m.id, access.standing(m.id, r.at),
    case when m.accepted_at is not null then access.last_used(m.id, r.at) end,
    m.staff_id <> r.staff_id and access.gives(r.role, m.role),
    (select case when l.sent_at is not null then 'SENT' when l.given_up_at is not null then 'FAILED' else 'WAITING' end
     from party.mail l
     where l.membership_id = m.id
     order by l.written_at desc
     limit 1)
  from access.current_request() r
  join party.membership m on
    r.role = 'ADMIN' and m.organization_id = r.organization_id
    or r.role = 'DISTRICT_STEWARD' and m.district_id = r.district_id
    or r.role = 'OPERATOR';
end;
comment on function access.administered_staff() is 'The memberships that the viewer administers: where they stand, and whether the viewer may change them.';

create function access.write_mail(p_membership uuid) returns void
language sql volatile as $$
  insert into party.mail (membership_id, recipient, inviter, place, host)
  select m.id, s.email, concat_ws(' ', i.given_name, i.family_name), coalesce(o.name, d.name, c.name), coalesce(o.host, d.host, c.host)
  from party.membership m
  join party.staff s on s.id = m.staff_id
  cross join access.current_request() r
  join party.staff i on i.id = r.staff_id
  cross join party.operator c
  left join party.organization o on o.id = m.organization_id
  left join party.district d on d.id = m.district_id
  where m.id = p_membership
$$;
comment on function access.write_mail(uuid) is 'Writes the mail that invites to a membership; it is sent after the commit.';

create function access.invite_staff(
  p_id uuid, p_email text, p_given_name text, p_family_name text, p_role text, p_kind text, p_programs uuid[],
  p_school_codes text[], p_categories text[], p_begins date, p_ends date, p_organization uuid, p_district uuid, p_mail boolean
)
returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_asker ledger.request;
  v_staff party.staff;
begin
  select r.* into v_asker from access.current_request() r;
  if not access.gives(v_asker.role, p_role) then
    return 'NOT_YOURS_TO_GIVE';
  end if;
  if v_asker.role = 'OPERATOR' and p_role = 'ADMIN' and exists (
    select
    from party.membership m
    where m.organization_id = p_organization and m.role = 'ADMIN' and access.standing(m.id, clock_timestamp()) = 'ACTIVE') then
    return 'NOT_YOURS_TO_GIVE';
  end if;
  if v_asker.role <> 'OPERATOR'
    and (p_organization is distinct from v_asker.organization_id or p_district is distinct from v_asker.district_id) then
    return 'NO_SUCH_PLACE';
  end if;
  if exists (select from party.membership m where m.id = p_id) then
    return null; -- submitted twice
  end if;
  if p_organization is not null and not exists (
      select from party.organization o where o.id = p_organization and o.closed_at is null)
    or p_district is not null and not exists (select from party.district d where d.id = p_district) then
    return 'NO_SUCH_PLACE';
  end if;
  if not p_programs <@ array(select g.id from party.program g where g.organization_id = p_organization) then
    return 'NO_SUCH_PROGRAM';
  end if;

  -- One person per e-mail, also when two places invite at the same time.
  perform pg_advisory_xact_lock(hashtextextended('party.staff ' || lower(p_email), 0));
  if exists (select from party.membership m where m.id = p_id) then
    return null;
  end if;
  select s.* into v_staff
  from party.staff s
  where lower(s.email) = lower(p_email)
  order by s.issuer is null, s.id
  limit 1;
  if v_staff.id = v_asker.staff_id then
    return 'YOURSELF';
  end if;
  if exists (
    select
    from party.membership m
    where m.staff_id = v_staff.id
      and m.organization_id is not distinct from p_organization
      and m.district_id is not distinct from p_district
      and access.standing(m.id, clock_timestamp()) not in ('ENDED', 'LAPSED', 'WITHDRAWN')) then
    return 'ALREADY_HERE';
  end if;
  if v_staff.id is null then
    v_staff.id := gen_random_uuid();
    insert into party.staff (id, given_name, family_name, email) values (v_staff.id, p_given_name, p_family_name, p_email);
  end if;
  insert into party.membership (id, staff_id, organization_id, district_id, role, kind, programs, school_codes, categories,
    active, invited_at, invited_by, invited_until, accepted_at)
  values (p_id, v_staff.id, p_organization, p_district, p_role, p_kind, p_programs, p_school_codes, p_categories,
    daterange(p_begins, p_ends), transaction_timestamp(), v_asker.membership_id, transaction_timestamp() + interval '14 days',
    null);
  if p_mail then
    perform access.write_mail(p_id);
  end if;
  return null;
end
$$;
comment on function access.invite_staff(uuid, text, text, text, text, text, uuid[], text[], text[], date, date, uuid, uuid, boolean) is 'Invites a person; also who is bound already joins by the verified e-mail only.';

-- What stands against any change of a membership. It waits for other changes of the same place, so that two admins who
-- deactivate each other do not leave an organization without one; two stewards a district, two operators this deployment.
create function access.objection(p_id uuid, p_version integer) returns text
language plpgsql volatile as $$
declare
  v_asker ledger.request;
  v_member party.membership;
begin
  select r.* into v_asker from access.current_request() r;
  if not exists (select from access.administered_staff() x where x.membership_id = p_id) then
    return 'NOT_FOUND';
  end if;
  select m.* into v_member from party.membership m where m.id = p_id;
  perform pg_advisory_xact_lock(hashtextextended('party.membership ' || coalesce(v_member.organization_id::text, v_member.district_id::text, 'operator'), 0));
  select m.* into v_member from party.membership m where m.id = p_id for update;
  return case
    when exists (select from party.organization o where o.id = v_member.organization_id and o.closed_at is not null) then 'NOT_FOUND'
    when v_member.staff_id = v_asker.staff_id then 'YOURSELF'
    when not access.gives(v_asker.role, v_member.role) then 'NOT_YOURS_TO_GIVE'
    when v_member.version <> p_version then 'CHANGED_MEANWHILE'
  end;
end
$$;
comment on function access.objection(uuid, integer) is 'Why the viewer may not change a membership as of a version; null: may.';

-- Whoever gives the others their accounts: nobody inside could give one any more.
-- By the clock, not by the begin of the transaction: who waited for the lock began before what it now sees.
create function access.last_of_its_place(p_id uuid) returns text
language sql volatile as $$
  select case m.role when 'ADMIN' then 'LAST_ADMIN' when 'DISTRICT_STEWARD' then 'LAST_STEWARD' when 'OPERATOR' then 'LAST_OPERATOR' end
  from party.membership m
  where m.id = p_id
    and not exists (
      select
      from party.membership x
      where x.organization_id is not distinct from m.organization_id
        and x.district_id is not distinct from m.district_id
        and x.role = m.role
        and x.id <> m.id
        and access.standing(x.id, clock_timestamp()) = 'ACTIVE')
$$;
comment on function access.last_of_its_place(uuid) is 'Why a membership may not end: the organization would have no active admin, the district no steward, or the deployment no operator without it. Null: it may.';

create function access.renew_invitation(p_id uuid, p_version integer, p_mail boolean) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_objection text := access.objection(p_id, p_version);
begin
  if v_objection is not null then
    return v_objection;
  end if;
  if access.standing(p_id, clock_timestamp()) not in ('INVITED', 'LAPSED') then
    return 'NOT_INVITED';
  end if;
  update party.membership m
  set invited_at = transaction_timestamp(),
    invited_by = access.my_membership(),
    invited_until = transaction_timestamp() + interval '14 days'
  where m.id = p_id;
  if p_mail then
    perform access.write_mail(p_id);
  end if;
  return null;
end
$$;
comment on function access.renew_invitation(uuid, integer, boolean) is 'Lets an invitation stand for another 14 days.';

create function access.withdraw_invitation(p_id uuid, p_version integer) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_objection text := access.objection(p_id, p_version);
begin
  if v_objection is not null then
    return v_objection;
  end if;
  if access.standing(p_id, clock_timestamp()) not in ('INVITED', 'LAPSED') then
    return 'NOT_INVITED';
  end if;
  update party.membership m set withdrawn_at = transaction_timestamp() where m.id = p_id;
  return null;
end
$$;
comment on function access.withdraw_invitation(uuid, integer) is 'Takes an invitation back that nobody has accepted.';

create function access.change_staff(
  p_id uuid, p_version integer, p_role text, p_kind text, p_programs uuid[], p_school_codes text[], p_categories text[],
  p_ends date, p_checked_from date, p_checked_until date
)
returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_objection text := access.objection(p_id, p_version);
  v_member party.membership;
begin
  if v_objection is not null then
    return v_objection;
  end if;
  select m.* into v_member from party.membership m where m.id = p_id;
  if not access.gives(access.my_role(), p_role)
    or (p_role in ('DISTRICT_STEWARD', 'SCHOOL_STAFF')) <> (v_member.district_id is not null)
    or (p_role = 'OPERATOR') <> (v_member.role = 'OPERATOR') then
    return 'NOT_YOURS_TO_GIVE';
  end if;
  if not p_programs <@ array(select g.id from party.program g where g.organization_id = v_member.organization_id) then
    return 'NO_SUCH_PROGRAM';
  end if;
  if p_ends <= lower(v_member.active) then
    return 'ENDS_TOO_EARLY';
  end if;
  if p_role <> v_member.role or p_ends < coalesce(upper(v_member.active), 'infinity') then
    v_objection := access.last_of_its_place(p_id);
    if v_objection is not null then
      return v_objection;
    end if;
  end if;
  update party.membership m
  set role = p_role,
    kind = p_kind,
    programs = p_programs,
    school_codes = p_school_codes,
    categories = p_categories,
    active = daterange(lower(m.active), p_ends),
    background_check = case when p_checked_from is not null then daterange(p_checked_from, p_checked_until) end
  where m.id = p_id;
  return null;
end
$$;
comment on function access.change_staff(uuid, integer, text, text, uuid[], text[], text[], date, date, date) is 'Gives a membership the role, scope and dates as they shall be from now on.';

create function access.deactivate_staff(p_id uuid, p_version integer) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_objection text := access.objection(p_id, p_version);
begin
  if v_objection is not null then
    return v_objection;
  end if;
  if access.standing(p_id, clock_timestamp()) not in ('ACTIVE', 'UNUSED', 'NOT_YET') then
    return 'NOT_ACTIVE';
  end if;
  v_objection := access.last_of_its_place(p_id);
  if v_objection is not null then
    return v_objection;
  end if;
  update party.membership m set deactivated_at = transaction_timestamp() where m.id = p_id;
  return null;
end
$$;
comment on function access.deactivate_staff(uuid, integer) is 'Closes an account in the same second.';

create function access.reactivate_staff(p_id uuid, p_version integer) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_objection text := access.objection(p_id, p_version);
begin
  if v_objection is not null then
    return v_objection;
  end if;
  if access.standing(p_id, clock_timestamp()) not in ('DEACTIVATED', 'UNUSED') then
    return 'NOT_DEACTIVATED';
  end if;
  update party.membership m set deactivated_at = null, reactivated_at = transaction_timestamp() where m.id = p_id;
  return null;
end
$$;
comment on function access.reactivate_staff(uuid, integer) is 'Opens an account again; the days without use count anew.';

-- Whose children nobody looks after any more.
create function access.caseloads_to_reassign(p_after uuid, p_limit integer)
returns table (assignment_id uuid, participant_id uuid, program_id uuid, site text, former_member text, since date)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select c.id, c.participant_id, c.program_id, c.site, concat_ws(' ', s.given_name, s.family_name),
    case x.standing
      when 'DEACTIVATED' then (m.deactivated_at at time zone o.zone)::date
      when 'ENDED' then upper(m.active)
      when 'WITHDRAWN' then (m.withdrawn_at at time zone o.zone)::date
      when 'LAPSED' then (m.invited_until at time zone o.zone)::date
      else (access.last_used(m.id, r.at) at time zone o.zone)::date + 45
    end
  from access.current_request() r
  join party.membership me on me.id = r.membership_id
  cross join party.operator o
  join party.membership m on m.organization_id = r.organization_id
  cross join lateral (select access.standing(m.id, r.at) as standing) x
  join roster.caseload_assignment c on c.membership_id = m.id
  join party.staff s on s.id = m.staff_id
  where r.role in ('ADMIN', 'PROGRAM_MANAGER')
    and x.standing in ('DEACTIVATED', 'ENDED', 'UNUSED', 'WITHDRAWN', 'LAPSED')
    and not isempty(c.assigned)
    and (upper(c.assigned) is null or upper(c.assigned) > (r.at at time zone o.zone)::date)
    and (c.program_id is not null and (me.programs is null or c.program_id = any(me.programs))
      or c.site is not null and me.programs is null
      or c.participant_id in (select k.participant_id from access.known(r.membership_id, r.at) k))
    and (p_after is null or c.id > p_after)
  order by c.id
  limit p_limit;
end;
comment on function access.caseloads_to_reassign(uuid, integer) is 'Assignments in force of members who have left or never came, for those who manage the organization.';

-- Caseloads, statements and trainings: whom the viewer may change. Nobody changes what opens their own access.

create function access.my_programs() returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(m.programs, '{}')
  from access.current_request() r
  join party.membership m on m.id = r.membership_id
  where r.role = 'PROGRAM_MANAGER';
end;
comment on function access.my_programs() is 'Programs that a manager is limited to.';

create function access.caseload_member(p_membership uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select case
    when m.staff_id = r.staff_id then 'SELF'
    when m.role <> 'CASE_WORKER' or access.standing(m.id, r.at) not in ('ACTIVE', 'INVITED', 'NOT_YET') then 'NOT_A_CASE_WORKER'
    else 'CASE_WORKER'
  end
  from access.current_request() r
  join party.membership m on m.id = p_membership and m.organization_id = r.organization_id
  where r.role in ('ADMIN', 'PROGRAM_MANAGER');
end;
comment on function access.caseload_member(uuid) is 'What a member of the managed organization is for whoever assigns caseloads: SELF, CASE_WORKER (active, or still to come) or NOT_A_CASE_WORKER; null for everybody else''s.';

create function access.trainee(p_membership uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select m.staff_id
  from access.current_request() r
  join party.membership m on m.id = p_membership
    and m.organization_id is not distinct from r.organization_id
    and m.district_id is not distinct from r.district_id
  where r.role in ('ADMIN', 'DISTRICT_STEWARD', 'OPERATOR');
end;
comment on function access.trainee(uuid) is 'The person of a membership at the viewer''s own place, for whoever keeps the trainings there.';

create function access.trainees() returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(array_agg(distinct m.staff_id), '{}')
  from access.current_request() r
  join party.membership m on
    m.organization_id is not distinct from r.organization_id
    and m.district_id is not distinct from r.district_id
  where r.role in ('ADMIN', 'DISTRICT_STEWARD', 'OPERATOR');
end;
comment on function access.trainees() is 'People whose trainings the viewer keeps: those of the own place.';

-- To do: consents, and what waits for the viewer.

-- What is to do about consents: of the children that the viewer knows and who are served today or later, at each district.
-- Why a consent does not stand is asked of the rule above; here is only said what somebody has to do about it. What a
-- parent or the student has withdrawn is nobody's task. Entries have no id of their own: theirs is made of what they are.
create function access.consent_worklist(p_kinds text[], p_after uuid, p_limit integer)
returns table (
  entry_id uuid, participant_id uuid, district_id uuid, kind text, due date, consent_id uuid,
  total bigint, more boolean, after_found boolean, kinds text[], counts bigint[]
)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  with child as materialized (
    select s.id as student_id, s.participant_id, s.organization_id, s.district_id, p.entered_college_on, r.at, day.today,
      d.birth_date, match.record_id, a.id as agreement_id, a.basis, a.operator_is_agent, a.verification,
      a.basis is distinct from 'SCHOOL_OFFICIAL' as by_consent
    from access.current_request() r
    cross join party.operator o
    cross join lateral access.known(r.membership_id, r.at) k
    join roster.participant p on p.id = k.participant_id
    join roster.student s on s.participant_id = p.id
    join party.district t on t.id = s.district_id
    cross join lateral (select (r.at at time zone t.zone)::date as today) day
    left join record.student_match match on match.student_id = s.id and match.district_id = s.district_id
    left join record.student d on d.district_id = match.district_id and d.id = match.record_id
    left join lateral access.agreement_on(s.organization_id, s.district_id, day.today) a on true
    where r.role in ('ADMIN', 'PROGRAM_MANAGER', 'CASE_WORKER')
      and exists (
        select
        from roster.program_enrollment e
        where e.participant_id = p.id
          and not isempty(e.served)
          and coalesce(upper(e.served) > (r.at at time zone o.zone)::date, true))
  ),
  draft as materialized (
    select k.student_id, k.participant_id, k.district_id, c.id, c.kind, lower(c.in_force) as begins
    from child k
    join document.consent c on c.participant_id = k.participant_id and c.district_id = k.district_id
    where c.state = 'DRAFT'
      and c.revoked_at is null
      and c.refused_at is null
  ),
  ruling as materialized (
    select k.*, x.id, x.reason, x.parent_lapsed, x.since, x.until, c.state, g.capacity = 'STUDENT' as by_student,
      case when born.on_day <= k.today then born.on_day end as born_on,
      exists (select from draft f where f.student_id = k.student_id and f.kind = 'GENERAL') as drafted
    from child k
    cross join lateral access.consent_today(
      'GENERAL', k.participant_id, k.organization_id, k.district_id, k.at, k.birth_date, k.operator_is_agent,
      k.verification) x
    left join document.consent c on c.id = x.id
    left join document.signer g on g.id = c.signer_id
    cross join lateral (select coalesce(k.birth_date, c.student_birth_date) as on_day) born
    where k.by_consent
  ),
  found as materialized (
    -- Incomplete: a draft; or one that rules and lacks what the law asks, was refused, or tells no birth date.
    select f.student_id, f.participant_id, f.district_id, 'INCOMPLETE' as kind, f.begins as due, f.id as consent_id
    from draft f
    union all
    select x.student_id, x.participant_id, x.district_id, 'INCOMPLETE', null, x.id
    from ruling x
    where x.reason = 'CONSENT_INCOMPLETE' and x.state = 'ACTIVE' and not x.drafted
      or x.reason is null and x.parent_lapsed and x.born_on is null and x.entered_college_on is null

    -- Missing: none, or the last one has ended. Moved: there is one, but for another district.
    union all
    select x.student_id, x.participant_id, x.district_id,
      case when elsewhere.id is null then 'MISSING' else 'MOVED_DISTRICT' end, x.since, elsewhere.id
    from ruling x
    left join lateral (
      select c.id
      from document.consent c
      join party.district t on t.id = c.district_id
      where x.reason = 'CONSENT_MISSING'
        and c.participant_id = x.participant_id
        and c.district_id <> x.district_id
        and c.kind = 'GENERAL'
        and c.state = 'ACTIVE'
        and c.refused_at is null
        and not access.withdrawn(c, x.at)
        and c.in_force @> (x.at at time zone t.zone)::date
      order by c.signed_on desc nulls last, c.id
      limit 1
    ) elsewhere on true
    where x.reason in ('CONSENT_MISSING', 'CONSENT_EXPIRED')
      and not x.drafted

    -- Verification, and the questions that come with it.
    union all
    select x.student_id, x.participant_id, x.district_id, 'AWAITING_VERIFICATION', null, x.id
    from ruling x
    where x.reason = 'AWAITING_DISTRICT_VERIFICATION'
    union all
    select distinct k.student_id, k.participant_id, k.district_id, 'QUESTION_ASKED', null::date, c.id
    from child k
    join document.consent c on c.participant_id = k.participant_id and c.district_id = k.district_id
    join document.consent_question q on q.consent_id = c.id
    where access.waits_for_answer(q, c, k.at)

    -- Ending: within 60 days nothing follows. At the 18th birthday, or with college, the student's own must follow.
    union all
    select x.student_id, x.participant_id, x.district_id, ending.kind, x.until, x.id
    from ruling x
    cross join lateral (
      select case
        when not x.by_student and x.until in (access.parent_lapses_on(x.born_on), x.entered_college_on) then 'TURNING_18'
        else 'ENDING_WITHIN_60_DAYS' end as kind
    ) ending
    where x.reason is null
      and x.until <= x.today + 60
      and not (x.parent_lapsed and x.born_on is null and x.entered_college_on is null)
      and not exists (
        select
        from document.consent n
        join document.signer g on g.id = n.signer_id
        where n.participant_id = x.participant_id
          and n.district_id = x.district_id
          and n.kind = 'GENERAL'
          and n.id <> x.id
          and n.state = 'ACTIVE'
          and n.refused_at is null
          and not access.withdrawn(n, x.at)
          and n.in_force @> x.until
          and (ending.kind <> 'TURNING_18' or g.capacity = 'STUDENT'))

    -- Not matched: consent and agreement stand, the district supplies, and no record of the district is the child's.
    union all
    select x.student_id, x.participant_id, x.district_id, 'NOT_MATCHED', null, x.id
    from ruling x
    where x.reason is null
      and not x.parent_lapsed
      and x.agreement_id is not null
      and x.record_id is null
      and exists (select from sync.freshness f where f.district_id = x.district_id)
  ),
  numbered as materialized (
    select f.*, e.id, row_number() over (order by f.due nulls last, e.id) as n
    from found f
    cross join lateral (select md5(concat_ws(' ', f.student_id, f.kind, f.consent_id))::uuid as id) e
    where p_kinds is null or f.kind = any(p_kinds)
  ),
  start as (
    select case when p_after is null then 0 else (select x.n from numbered x where x.id = p_after) end as n
  )
  select x.id, x.participant_id, x.district_id, x.kind, x.due, x.consent_id,
    (select count(*) from numbered),
    (select coalesce(max(y.n), 0) from numbered y) > start.n + p_limit,
    start.n is not null,
    tally.kinds,
    tally.counts
  from start
  cross join (
    select coalesce(array_agg(y.kind), '{}') as kinds, coalesce(array_agg(y.n), '{}') as counts
    from (select f.kind, count(*) as n from found f group by f.kind) y
  ) tally
  left join numbered x on x.n > start.n and x.n <= start.n + p_limit
  order by x.n;
end;
comment on function access.consent_worklist(text[], uuid, integer) is 'A page of what is to do about the consents of the children that the viewer knows, with how much there is of each kind; one row without entry when the page is empty.';

-- What waits for the viewer, of everything: one paragraph for each kind. Where many of a kind come together they are one
-- line with their number, and the oldest stands for them. No child is named.
create function access.work_queue()
returns table (kind text, subject_kind text, subject_id uuid, since timestamptz, due date, count bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  with me as materialized (
    select r.*, o.zone, coalesce(t.zone, o.zone) as place_zone, (r.at at time zone coalesce(t.zone, o.zone))::date as today,
      (r.at at time zone o.zone)::date as staff_day
    from access.current_request() r
    cross join party.operator o
    left join party.district t on t.id = r.district_id
  ),
  item as (
    -- Agreements that my side has not signed, since the draft or the other side's signature.
    select 'AGREEMENT_TO_SIGN' as kind, 'OPERATOR_AGREEMENT' as subject_kind, a.id as subject_id,
      coalesce((select max(g.signed_at) from document.agreement_signature g where g.operator_agreement_id = a.id), a.drafted_at) as since,
      lower(a.term) as due, 1::bigint as n
    from me
    join document.operator_agreement a on me.role = 'OPERATOR' or me.role = 'ADMIN' and a.organization_id = me.organization_id
    where isempty(a.in_force)
      and a.term is not null
      and a.withdrawn_at is null
      and a.ended_on is null
      and not exists (
        select
        from document.agreement_signature g
        where g.operator_agreement_id = a.id
          and g.side = case me.role when 'OPERATOR' then 'OPERATOR' else 'ORGANIZATION' end)
    union all
    select 'AGREEMENT_TO_SIGN', 'DISTRICT_AGREEMENT', a.id,
      coalesce((select max(g.signed_at) from document.agreement_signature g where g.district_agreement_id = a.id), a.drafted_at),
      lower(a.term), 1
    from me
    join document.district_agreement a
      on me.role = 'DISTRICT_STEWARD' and a.district_id = me.district_id
      or me.role = 'ADMIN' and a.organization_id = me.organization_id
    where isempty(a.in_force)
      and a.term is not null
      and a.withdrawn_at is null
      and a.ended_on is null
      and not exists (
        select
        from document.agreement_signature g
        where g.district_agreement_id = a.id
          and g.side = case me.role when 'DISTRICT_STEWARD' then 'DISTRICT' else 'ORGANIZATION' end)

    -- Agreements of my side that end within 60 days and that no other one follows.
    union all
    select 'AGREEMENT_ENDING', 'OPERATOR_AGREEMENT', a.id, (upper(a.in_force) - 60)::timestamp at time zone me.zone,
      upper(a.in_force), 1
    from me
    join document.operator_agreement a on me.role = 'OPERATOR' or me.role = 'ADMIN' and a.organization_id = me.organization_id
    where a.in_force @> me.staff_day
      and upper(a.in_force) <= me.staff_day + 60
      and not exists (
        select
        from document.operator_agreement n
        where n.organization_id = a.organization_id and n.in_force @> upper(a.in_force))
    union all
    select 'AGREEMENT_ENDING', 'DISTRICT_AGREEMENT', a.id, (upper(a.in_force) - 60)::timestamp at time zone t.zone,
      upper(a.in_force), 1
    from me
    join document.district_agreement a
      on me.role = 'DISTRICT_STEWARD' and a.district_id = me.district_id
      or me.role = 'ADMIN' and a.organization_id = me.organization_id
    join party.district t on t.id = a.district_id
    cross join lateral (select (me.at at time zone t.zone)::date as today) day
    where a.in_force @> day.today
      and upper(a.in_force) <= day.today + 60
      and not exists (
        select
        from document.district_agreement n
        where n.organization_id = a.organization_id
          and n.district_id = a.district_id
          and n.in_force @> upper(a.in_force))

    -- For the district's steward: consents to verify, another parent's withdrawal to decide.
    union all
    select 'CONSENT_TO_VERIFY', 'CONSENT', (array_agg(c.id order by c.recorded_at, c.id))[1], min(c.recorded_at), null,
      count(*)
    from me
    join document.consent c on c.district_id = me.district_id and c.verified_on is null
    where me.role = 'DISTRICT_STEWARD'
      and access.waits_for_verification(c, me.at, me.today)
    having count(*) > 0
    union all
    select 'WITHDRAWAL_TO_DECIDE', 'CONSENT', (array_agg(c.id order by c.revoked_at, c.id))[1], min(c.revoked_at), null,
      count(*)
    from me
    join document.consent c on c.district_id = me.district_id
    where me.role = 'DISTRICT_STEWARD'
      and access.waits_for_decision(c, me.at)
    having count(*) > 0

    -- For the district's steward: children whose match broke, since the number is another child's or the record is gone.
    union all
    select 'MATCH_BROKEN', 'STUDENT', (array_agg(b.student_id order by b.broken_at, b.student_id))[1], min(b.broken_at), null,
      count(*)
    from me
    cross join lateral access.broken(me.district_id) b
    where me.role = 'DISTRICT_STEWARD'
    having count(*) > 0

    -- And matches without a birth date that nobody has decided on.
    union all
    select 'MATCH_TO_CONFIRM', 'MATCH', (array_agg(c.id order by c.found_at, c.id))[1], min(c.found_at), null, count(*)
    from me
    cross join lateral access.to_confirm(me.district_id) c
    where me.role = 'DISTRICT_STEWARD'
    having count(*) > 0

    -- For the organization: a steward's question about a child one knows, and whose children nobody looks after.
    union all
    select 'QUESTION_TO_ANSWER', 'CONSENT_QUESTION', (array_agg(q.id order by q.asked_at, q.id))[1], min(q.asked_at), null,
      count(*)
    from me
    join document.consent_question q on q.organization_id = me.organization_id and q.answered_at is null
    join document.consent c on c.id = q.consent_id
    where me.role in ('ADMIN', 'PROGRAM_MANAGER', 'CASE_WORKER')
      and access.waits_for_answer(q, c, me.at)
      and q.participant_id in (select k.participant_id from access.known(me.membership_id, me.at) k)
    having count(*) > 0
    union all
    select 'CASELOAD_TO_REASSIGN', 'CASELOAD_ASSIGNMENT', (array_agg(c.assignment_id order by c.since, c.assignment_id))[1],
      min(c.since)::timestamp at time zone min(me.zone), null, count(*)
    from me
    cross join access.caseloads_to_reassign(null, 10000) c
    having count(*) > 0

    -- For whoever invites: invitations that lapsed, to one's own place or by it.
    union all
    select 'INVITATION_LAPSED', 'STAFF', (array_agg(m.id order by m.invited_until, m.id))[1], min(m.invited_until), null,
      count(*)
    from me
    join party.membership m on m.accepted_at is null and m.withdrawn_at is null and m.invited_until <= me.at
    join party.membership inviter on inviter.id = m.invited_by
    where me.role in ('ADMIN', 'DISTRICT_STEWARD', 'OPERATOR')
      and (m.organization_id is not distinct from me.organization_id and m.district_id is not distinct from me.district_id
        or inviter.organization_id is not distinct from me.organization_id
          and inviter.district_id is not distinct from me.district_id)
    having count(*) > 0

    -- My own: the statement of today, or one that comes within 60 days. It closes from that day on.
    union all
    select 'STATEMENT_TO_ACCEPT', 'CONFIDENTIALITY_STATEMENT', c.id, c.effective_on::timestamp at time zone me.zone,
      c.effective_on, 1
    from me
    join party.confidentiality_statement c on c.effective_on <= me.staff_day + 60
    where not exists (
        select from party.statement_acceptance a where a.statement_id = c.id and a.staff_id = me.staff_id)
      and not exists (
        select
        from party.confidentiality_statement later
        where later.effective_on > c.effective_on and later.effective_on <= me.staff_day)

    -- My own: a training that ends within 60 days, or none today.
    union all
    select 'TRAINING_ENDING',
      case when last.id is null then 'STAFF' else 'TRAINING' end,
      coalesce(last.id, me.membership_id),
      (coalesce(case when ends.on_day > me.staff_day then ends.on_day - 60 else ends.on_day end, lower(m.active)))::timestamp
        at time zone me.zone,
      coalesce(ends.on_day, lower(m.active)),
      1
    from me
    join party.membership m on m.id = me.membership_id
    left join lateral (
      select coalesce(range_agg(t.valid), '{}') as days
      from party.training_record t
      where t.staff_id = me.staff_id and not isempty(t.valid)
    ) training on true
    left join lateral (
      select t.id, upper(t.valid) as until
      from party.training_record t
      where t.staff_id = me.staff_id
        and not isempty(t.valid)
        and lower(t.valid) <= me.staff_day
      order by upper(t.valid) desc nulls first, t.id
      limit 1
    ) last on true
    cross join lateral (
      select case when training.days @> me.staff_day then access.ends(training.days, me.staff_day) else last.until end as on_day
    ) ends
    where not training.days @> me.staff_day
      or ends.on_day <= me.staff_day + 60

    -- My own: files of participants of the last 30 days with rows that were refused.
    union all
    select 'IMPORT_DONE_WITH_REFUSALS', 'PARTICIPANT_IMPORT', i.id, i.ended_at, null, i.refused
    from me
    join roster.participant_import i on i.membership_id = me.membership_id
    where me.role in ('ADMIN', 'PROGRAM_MANAGER')
      and i.state = 'DONE'
      and i.refused > 0
      and i.ended_at > me.at - interval '30 days'
  )
  select i.kind, i.subject_kind, i.subject_id, i.since, i.due, i.n
  from item i
  order by i.due nulls last, i.since, i.subject_id
  limit 100;
end;
comment on function access.work_queue() is 'What waits for the viewer: kind, what it is about, since when, until when, and how many of it; at most 100.';

-- Aggregates: figures over whom the viewer may see by name anyway, as they are; and figures for others, over all children of
-- the organization whose windows are open, in which no cell tells of fewer students than agreed, by itself or by subtraction.

create function access.measure_categories(p_measure text) returns text[]
language sql immutable
return case p_measure
  when 'STUDENTS' then array['ENROLLMENT']
  when 'ATTENDANCE_RATE' then array['ENROLLMENT', 'ATTENDANCE']
  when 'CHRONIC_ABSENCE' then array['ENROLLMENT', 'ATTENDANCE']
  when 'FAILING_GRADES' then array['ENROLLMENT', 'GRADES']
end;
comment on function access.measure_categories(text) is 'The categories that a measure tells of.';

-- One line for each student, of the latest of the enrollments that were released or are covered; without a value no line.
create function access.measured(p_measure text, p_enrollments uuid[])
returns table (student_id uuid, participant_id uuid, school text, grade_level text, value numeric)
language sql stable as $$
  select x.student_id, x.participant_id, x.school, x.grade_level, x.value
  from (
    select distinct on (s.id) s.id as student_id, s.participant_id, sc.name as school, e.grade_level,
      case p_measure
        when 'STUDENTS' then 1
        when 'ATTENDANCE_RATE' then 1 - (a.excused + a.unexcused)::numeric / nullif(a.enrolled, 0)
        when 'CHRONIC_ABSENCE' then case when a.enrolled > 0 then ((a.excused + a.unexcused) * 10 >= a.enrolled)::integer end
        when 'FAILING_GRADES' then case when g.sections > 0 then (g.failing > 0)::integer end
      end as value
    from record.enrollment e
    join record.student_match m on m.district_id = e.district_id and m.record_id = e.student_id
    join roster.student s on s.id = m.student_id
    join record.school sc on sc.district_id = e.district_id and sc.id = e.school_id
    left join record.attendance_summary a on a.district_id = e.district_id and a.enrollment_id = e.id
    left join record.grade_summary g on g.district_id = e.district_id and g.enrollment_id = e.id
    where e.id = any(p_enrollments)
    order by s.id, e.school_year desc, e.entry_date desc, e.id
  ) x
  where x.value is not null
$$;
comment on function access.measured(text, uuid[]) is 'The value of a measure for each student of the enrollments.';

-- Whatever could be there, whether or not a student of the organization is: that a school is on the list tells nothing.
create function access.statistic_labels(p_organization uuid, p_dimension text) returns setof text
language sql stable as $$
  select distinct sc.name
  from document.district_agreement a
  join record.school sc on sc.district_id = a.district_id
  where p_dimension = 'SCHOOL'
    and a.organization_id = p_organization
  union all
  select g from unnest(array['PK', 'KG', '01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '']) g
  where p_dimension = 'GRADE_LEVEL'
  union all
  select distinct p.name from party.program p where p_dimension = 'PROGRAM' and p.organization_id = p_organization
  union all
  select '' where p_dimension = 'PROGRAM'
$$;
comment on function access.statistic_labels(uuid, text) is 'The values of a dimension; empty: not told, or none of them.';

create function access.tabulated(
  p_organization uuid, p_measure text, p_by text[], p_students uuid[], p_enrollments uuid[]
)
returns table (row_place bigint, column_place bigint, label_1 text, label_2 text, n integer, value numeric)
language sql stable as $$
  with line as materialized (
    select m.*
    from access.measured(p_measure, p_enrollments) m
    where m.student_id = any(p_students)
  ),
  program as materialized (
    select distinct l.participant_id, coalesce(p.name, '') as name
    from line l
    cross join party.operator o
    left join roster.program_enrollment e
      on e.participant_id = l.participant_id
      and e.served @> (transaction_timestamp() at time zone o.zone)::date
    left join party.program p on p.id = e.program_id
  ),
  -- Each student stands in the total and in the cells; a participant of two programs in both of them.
  placed as materialized (
    select distinct l.student_id, l.value, a.label as label_1, b.label as label_2
    from line l
    cross join lateral (
      select null as label
      union all
      select l.school where p_by[1] = 'SCHOOL'
      union all
      select case when l.grade_level in (select access.statistic_labels(null, 'GRADE_LEVEL')) then l.grade_level else '' end
      where p_by[1] = 'GRADE_LEVEL'
      union all
      select p.name from program p where p_by[1] = 'PROGRAM' and p.participant_id = l.participant_id
    ) a
    cross join lateral (
      select null as label
      union all
      select l.school where p_by[2] = 'SCHOOL'
      union all
      select case when l.grade_level in (select access.statistic_labels(null, 'GRADE_LEVEL')) then l.grade_level else '' end
      where p_by[2] = 'GRADE_LEVEL'
      union all
      select p.name from program p where p_by[2] = 'PROGRAM' and p.participant_id = l.participant_id
    ) b
  ),
  cell as materialized (
    select p.label_1, p.label_2, count(*)::integer as n, avg(p.value) as value
    from placed p
    group by p.label_1, p.label_2
  ),
  axis_1 as (
    select x.label, row_number() over (order by x.label nulls last) as place
    from (select l as label from access.statistic_labels(p_organization, p_by[1]) l union all select null) x
  ),
  axis_2 as (
    select x.label, row_number() over (order by x.label nulls last) as place
    from (select l as label from access.statistic_labels(p_organization, p_by[2]) l union all select null) x
  )
  select a.place, b.place, a.label, b.label, coalesce(c.n, 0), c.value
  from axis_1 a
  cross join axis_2 b
  left join cell c on c.label_1 is not distinct from a.label and c.label_2 is not distinct from b.label
$$;
comment on function access.tabulated(uuid, text, text[], uuid[], uuid[]) is 'A table with its totals: rows by the first dimension, columns by the second; the last of each is the total.';

-- Of a line whose total is told at least two cells are hidden, or none, and together they count as many as one has to: the
-- smallest go first.
create function access.hide_in_line(p_counts integer[], p_hidden boolean[], p_smallest integer) returns boolean[]
language plpgsql immutable as $$
declare
  v_hidden boolean[] := p_hidden;
  v_more integer;
begin
  loop
    exit when not true = any(v_hidden) or not false = any(v_hidden);
    exit when (
      select count(*) > 1 and sum(c) >= p_smallest from unnest(p_counts, v_hidden) as x(c, hidden) where hidden);
    v_more := (
      select n from unnest(p_counts, v_hidden) with ordinality as x(c, hidden, n) where not hidden order by c, n limit 1);
    v_hidden[v_more] := true;
  end loop;
  return v_hidden;
end
$$;
comment on function access.hide_in_line(integer[], boolean[], integer) is 'Which cells of a line are hidden, so that none follows from the others and the total.';

-- No count is negative: where zeros stand, a hidden cell may have one value alone although the equations would allow others.
-- It could be another one when it is a corner of a rectangle of hidden cells along which one student more and one less leave
-- every total and make no count negative. Rows whose totals are hidden count as one here, for students may move between them
-- unseen; columns, too. What is not hidden yet counts somebody, and so with all of a table hidden every cell has a rectangle.
create function access.cell_to_hide(p_rows integer, p_columns integer, p_counts integer[], p_hidden boolean[]) returns integer
language sql immutable as $$
  with cell as materialized (
    select (r - 1) * (p_columns + 1) + c as place, r, c,
      case when p_hidden[r * (p_columns + 1)] then 0 else r end as in_row,
      case when p_hidden[p_rows * (p_columns + 1) + c] then 0 else c end as in_column
    from generate_series(1, p_rows) r
    cross join generate_series(1, p_columns) c
  ),
  joined as materialized (
    select x.in_row as r, x.in_column as c, sum(p_counts[x.place]) as n, bool_and(p_hidden[x.place]) as hidden
    from cell x
    group by x.in_row, x.in_column
  ),
  -- Every place of the joined table, so that it is looked up by its number.
  grid as materialized (
    select array_agg(coalesce(j.n, 0) order by r, c) as n, array_agg(coalesce(j.hidden, false) order by r, c) as hidden
    from generate_series(0, p_rows) r
    cross join generate_series(0, p_columns) c
    left join joined j using (r, c)
  ),
  follows as (
    select a.r, a.c
    from joined a
    cross join grid g
    where a.hidden
      and not (a.n > 0 and 0 in (a.r, a.c))
      and not exists (
        select
        from joined d
        where d.hidden
          and d.r <> a.r
          and d.c <> a.c
          and g.hidden[a.r * (p_columns + 1) + d.c + 1]
          and g.hidden[d.r * (p_columns + 1) + a.c + 1]
          and (a.n > 0 and d.n > 0
            or g.n[a.r * (p_columns + 1) + d.c + 1] > 0 and g.n[d.r * (p_columns + 1) + a.c + 1] > 0))
    order by a.r, a.c
    limit 1
  )
  select x.place
  from follows f
  cross join cell x
  where not p_hidden[x.place]
  order by case when x.r = f.r then 0 when x.c = f.c then 1 else 2 end, p_counts[x.place], x.place
  limit 1
$$;
comment on function access.cell_to_hide(integer, integer, integer[], boolean[]) is 'The next cell to hide, so that none follows because no count is negative; null when none does.';

-- Which cells of a table are hidden. The table comes row by row, the totals last; without columns it has the totals of the
-- rows alone. In four steps that keep every hidden cell on a closed path of hidden cells, along which its value could be
-- another one and all that is told the same:
--   1. Totals of rows and of columns by themselves: so they are the same in every table that shares the dimension.
--   2. With a total its whole row or column: so hidden totals are free of each other in every such table.
--   3. Every line with a hidden cell has two, together large enough, and in a row one of them stands in a column that all
--      such rows share.
--   4. One more, and the third step again, as long as a cell follows because no count is negative.
create function access.suppressed(p_rows integer, p_columns integer, p_counts integer[], p_smallest integer) returns boolean[]
language plpgsql immutable as $$
declare
  w integer := p_columns + 1;
  h integer := p_rows + 1;
  v_hidden boolean[] := array_fill(false, array[h * w]);
  v_rows boolean[];
  v_columns boolean[];
  v_before boolean[];
  v_line boolean[];
  v_shared integer;
  v_more integer;
begin
  if p_counts[h * w] < p_smallest then
    return array_fill(true, array[h * w]);
  end if;
  v_rows := access.hide_in_line(
    array(select p_counts[r * w] from generate_series(1, p_rows) r order by r),
    array(select p_counts[r * w] < p_smallest from generate_series(1, p_rows) r order by r), p_smallest);
  v_columns := access.hide_in_line(
    array(select p_counts[p_rows * w + c] from generate_series(1, p_columns) c order by c),
    array(select p_counts[p_rows * w + c] < p_smallest from generate_series(1, p_columns) c order by c), p_smallest);
  v_hidden := array(
    select case
        when r = h and c = w then false
        when c = w then v_rows[r]
        when r = h then v_columns[c]
        else p_counts[(r - 1) * w + c] < p_smallest or v_rows[r] or v_columns[c]
      end
    from generate_series(1, h) r, generate_series(1, w) c
    order by r, c);
  v_shared := (
    select c
    from generate_series(1, p_columns) c, generate_series(1, p_rows) r
    group by c
    having bool_or(v_hidden[(r - 1) * w + c])
    order by count(*) filter (where v_hidden[(r - 1) * w + c]) desc, c
    limit 1);
  if v_shared is null then
    return v_hidden;
  end if;
  loop
    v_before := v_hidden;
    for r in 1 .. p_rows loop
      v_line := array(select v_hidden[(r - 1) * w + c] from generate_series(1, p_columns) c order by c);
      if not v_rows[r] and true = any(v_line) then
        v_line[v_shared] := true;
        v_line := access.hide_in_line(
          array(select p_counts[(r - 1) * w + c] from generate_series(1, p_columns) c order by c), v_line, p_smallest);
        for c in 1 .. p_columns loop
          v_hidden[(r - 1) * w + c] := v_line[c];
        end loop;
      end if;
    end loop;
    for c in 1 .. p_columns loop
      v_line := array(select v_hidden[(r - 1) * w + c] from generate_series(1, p_rows) r order by r);
      if not v_columns[c] and true = any(v_line) then
        v_line := access.hide_in_line(
          array(select p_counts[(r - 1) * w + c] from generate_series(1, p_rows) r order by r), v_line, p_smallest);
        for r in 1 .. p_rows loop
          v_hidden[(r - 1) * w + c] := v_line[r];
        end loop;
      end if;
    end loop;
    if v_before = v_hidden then
      v_more := access.cell_to_hide(p_rows, p_columns, p_counts, v_hidden);
      exit when v_more is null;
      v_hidden[v_more] := true;
    end if;
  end loop;
  return v_hidden;
end
$$;
comment on function access.suppressed(integer, integer, integer[], integer) is 'Which cells of a published table are hidden: the small ones, and as many others as keep them from being computed.';

-- A rate in whole percent. A share of students never tells of fewer than agreed on either side: there it says at most or at
-- least; where that leaves no middle, nothing. The bound is a multiple of five, so that it does not tell the denominator.
create function access.coded_rate(p_measure text, p_n integer, p_value numeric, p_smallest integer)
returns table (percent integer, bound text)
language sql immutable as $$
  select
    case x.bound when 'AT_MOST' then x.edge when 'AT_LEAST' then 100 - x.edge else round(p_value * 100)::integer end,
    x.bound
  from (
    select e.edge,
      case
        when p_measure = 'ATTENDANCE_RATE' then
          case when p_value * 100 <= e.edge then 'AT_MOST' when p_value * 100 >= 100 - e.edge then 'AT_LEAST' else 'EXACT' end
        when e.edge >= 50 then null
        when p_value * p_n < p_smallest then 'AT_MOST'
        when (1 - p_value) * p_n < p_smallest then 'AT_LEAST'
        else 'EXACT'
      end as bound
    from (
      select case p_measure
          when 'ATTENDANCE_RATE' then 5
          else greatest(5, ceil(p_smallest * 100.0 / nullif(p_n, 0) / 5) * 5)::integer
        end as edge
    ) e
  ) x
  where x.bound is not null
    and p_value is not null
$$;
comment on function access.coded_rate(text, integer, numeric, integer) is 'A rate as it is published; no row where nothing of it may be told.';

-- Of all children of an organization those whose windows are open for the categories and on whom no hold is.
create function access.open_to_organization(p_organization uuid, p_categories text[], p_at timestamptz)
returns table (student_id uuid, enrollments uuid[])
language sql stable as $$
  select w.student_id, max(w.enrollments)
  from access.windows(
    p_at, array(select s.id from roster.student s where s.organization_id = p_organization), p_categories) w
  join roster.student s on s.id = w.student_id
  where w.reason is null
    and s.participant_id not in (select x.participant_id from access.removed(p_at) x)
    and not access.child_held(s.participant_id, p_at)
    and not exists (
      select
      from document.hold h
      where h.begins <= p_at
        and (h.ends is null or h.ends > p_at)
        and (h.organization_id = p_organization and (h.district_id is null or h.district_id = s.district_id)
          or h.district_id = s.district_id and h.district_student_id is null and h.organization_id is null
          or h.operator_agreement_id = w.operator_agreement_id
          or h.district_agreement_id = w.district_agreement_id
          or h.feed_id in (
            select f.id from sync.feed f where f.district_id = s.district_id and w.category = any(f.categories))))
  group by w.student_id
  having count(*) = cardinality(p_categories)
$$;
comment on function access.open_to_organization(uuid, text[], timestamptz) is 'The students whom figures of an organization count, with the enrollments that its windows cover.';

-- The hash of a set of students: the same set has the same one.
create function access.query_set(p_students uuid[]) returns text
language sql immutable
return encode(sha256(convert_to((select coalesce(string_agg(s::text, ' ' order by s), '') from unnest(p_students) s), 'UTF8')), 'hex');
comment on function access.query_set(uuid[]) is 'SHA-256 of a set of students.';

-- All tables of a measure at once, once a month: what is asked later in the month is answered from them.
create function access.publish_statistics(p_organization uuid, p_measure text, p_month date) returns void
language plpgsql volatile as $$
declare
  v_students uuid[];
  v_enrollments uuid[];
  v_smallest integer;
begin
  select coalesce(array_agg(distinct o.student_id), '{}'), coalesce(array_agg(distinct e), '{}')
  into v_students, v_enrollments
  from access.open_to_organization(p_organization, access.measure_categories(p_measure), transaction_timestamp()) o
  left join lateral unnest(o.enrollments) e on true;
  v_smallest := coalesce((
    select max(d.smallest_cell)
    from party.district d
    where exists (select from document.district_agreement a where a.organization_id = p_organization and a.district_id = d.id)), 10);
  insert into ledger.statistic (organization_id, month, measure, dimensions, smallest, query_set, cells)
  select p_organization, p_month, p_measure, d.by, v_smallest, access.query_set(v_students), published.cells
  from (values
    ('{}'::text[]), ('{SCHOOL}'), ('{GRADE_LEVEL}'), ('{PROGRAM}'),
    ('{SCHOOL,GRADE_LEVEL}'), ('{SCHOOL,PROGRAM}'), ('{GRADE_LEVEL,PROGRAM}')) as d(by)
  cross join lateral (
    with cell as materialized (
      select t.*, row_number() over (order by t.row_place, t.column_place) as place
      from access.tabulated(p_organization, p_measure, d.by, v_students, v_enrollments) t
    ),
    hidden as materialized (
      select h.hidden, h.place
      from unnest(access.suppressed(
        (select max(c.row_place)::integer - 1 from cell c),
        (select max(c.column_place)::integer - 1 from cell c),
        array(select c.n from cell c order by c.place), v_smallest)) with ordinality as h(hidden, place)
    )
    select jsonb_agg(jsonb_build_object(
        'label_1', c.label_1, 'label_2', c.label_2,
        'students', case when not h.hidden and p_measure = 'STUDENTS' then c.n end,
        'percent', r.percent, 'bound', r.bound) order by c.place) as cells
    from cell c
    join hidden h on h.place = c.place
    left join lateral access.coded_rate(p_measure, c.n, c.value, v_smallest) r on not h.hidden and p_measure <> 'STUDENTS'
  ) published
  on conflict (organization_id, month, measure, dimensions) do nothing;
end
$$;
comment on function access.publish_statistics(uuid, text, date) is 'Makes the tables of a measure for a month, suppressed.';

-- OWN_STAFF: admins, program managers and case workers, over the students whom they may see, each released on record.
-- EXTERNAL: who may know of the whole organization, and its analysts, who see no child; as published for the month.
create function access.statistics(p_audience text, p_measure text, p_by text[])
returns table (as_of date, label_1 text, label_2 text, students integer, percent integer, bound text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me ledger.request;
  v_categories text[] := access.measure_categories(p_measure);
  v_month date := date_trunc('month', access.today())::date;
  v_students uuid[];
  v_enrollments uuid[];
  v_statistic ledger.statistic;
begin
  select r.* into v_me from access.current_request() r;
  if p_audience = 'OWN_STAFF' and v_me.role in ('ADMIN', 'PROGRAM_MANAGER', 'CASE_WORKER') then
    with opened as materialized (
      select o.*
      from access.open(
        array(
          select s.id
          from access.known(v_me.membership_id, v_me.at) k
          join roster.student s on s.participant_id = k.participant_id),
        v_categories) o
    ),
    whole as (
      select o.student_id, max(o.enrollments) as enrollments
      from opened o
      group by o.student_id
      having bool_and(o.granted)
    )
    select coalesce(array_agg(distinct x.student_id), '{}'), coalesce(array_agg(distinct e), '{}')
    into v_students, v_enrollments
    from whole x
    left join lateral unnest(x.enrollments) e on true;
    insert into ledger.statistic_reading (request_id, audience, measure, dimensions, query_set)
    values (v_me.id, p_audience, p_measure, p_by, access.query_set(v_students));
    return query
    select access.today(), t.label_1, t.label_2,
      case when p_measure = 'STUDENTS' then t.n end,
      case when p_measure <> 'STUDENTS' then round(t.value * 100)::integer end,
      case when p_measure <> 'STUDENTS' and t.value is not null then 'EXACT' end
    from access.tabulated(v_me.organization_id, p_measure, p_by, v_students, v_enrollments) t
    where t.n > 0
    order by t.row_place, t.column_place;
  elsif p_audience = 'EXTERNAL'
    and (v_me.role = 'ANALYST' or v_me.organization_id = access.whole_organization())
    and v_me.service_account_id is null
    and (v_me.token_categories is null or v_categories <@ v_me.token_categories) then
    if not exists (
        select
        from ledger.statistic x
        where x.organization_id = v_me.organization_id and x.month = v_month and x.measure = p_measure) then
      perform access.publish_statistics(v_me.organization_id, p_measure, v_month);
    end if;
    select x.* into strict v_statistic
    from ledger.statistic x
    where x.organization_id = v_me.organization_id and x.month = v_month and x.measure = p_measure and x.dimensions = p_by;
    insert into ledger.statistic_reading (request_id, audience, measure, dimensions, query_set, statistic_id)
    values (v_me.id, p_audience, p_measure, p_by, v_statistic.query_set, v_statistic.id);
    return query
    select v_month, c.label_1, c.label_2, c.students, c.percent, c.bound
    from jsonb_to_recordset(v_statistic.cells) as c(label_1 text, label_2 text, students integer, percent integer, bound text);
  end if;
end
$$;
comment on function access.statistics(text, text, text[]) is 'A table of figures for an audience; no row where the viewer may not have it. Recorded.';

------------------------------------------------------------------------------------------------------------------------
-- 7  For the pull engine: whom to keep. Looser than what is shown, by the days of grace: a window that is open, opens
-- within 30 days or ended at most 60 days ago. What was withdrawn is not kept. What the district supplied is destroyed
-- the agreed days after its agreement has ended, or after it has used its own switch.

create function access.switched_off(p_district uuid, p_at timestamptz) returns date
language sql stable as $$
  select min((h.begins at time zone d.zone)::date)
  from document.hold h
  join party.district d on d.id = h.district_id
  where h.district_id = p_district
    and h.district_student_id is null
    and h.organization_id is null
    and h.cause = 'DISTRICT_SWITCH'
    and h.begins <= p_at
    and (h.ends is null or h.ends > p_at)
$$;
comment on function access.switched_off(uuid, timestamptz) is 'Since which day the district has ended everything by its own switch; null: it has not.';

create function access.under_agreement(p_agreement document.district_agreement, p_switched_off date, p_day date) returns boolean
language sql immutable
return p_agreement.in_force && daterange(p_day - p_agreement.destruction_days, p_day + 31)
  and (p_switched_off is null or p_switched_off + p_agreement.destruction_days > p_day);
comment on function access.under_agreement(document.district_agreement, date, date) is 'Whether data may still be stored under an agreement: it is in force, will be soon, or the days agreed for after its end are not over.';

create function access.kept_as_of(p_district uuid, p_at timestamptz)
returns table (
  student_id uuid, organization_id uuid, district_student_id text, given_name text, family_name text,
  preferred_given_name text, birth_date date, categories text[], confirmed text
)
language sql stable as $$
  select s.id, s.organization_id, s.district_student_id, p.given_name, p.family_name, p.preferred_given_name, p.birth_date,
    covered.categories, access.confirmed(s.id)
  from party.district d
  cross join party.operator o
  cross join lateral (
    select (p_at at time zone d.zone)::date as today,
      daterange((p_at at time zone d.zone)::date - 60, (p_at at time zone d.zone)::date + 31) as around
  ) days
  cross join lateral access.switched_off(d.id, p_at) switch(since)
  join roster.student s on s.district_id = d.id
  join roster.participant p on p.id = s.participant_id
  cross join lateral (
    select array_agg(distinct c.category order by c.category) as categories
    from (
      select c.category
      from document.consent g
      join document.signer signer on signer.id = g.signer_id
      join document.district_agreement a
        on a.organization_id = s.organization_id and a.district_id = s.district_id
        and access.under_agreement(a, switch.since, days.today)
      cross join unnest(g.categories) as c(category)
      where g.participant_id = s.participant_id
        and g.organization_id = s.organization_id
        and g.district_id = s.district_id
        and g.kind = access.consent_kind(c.category)
        and g.in_force && days.around
        and g.state = 'ACTIVE'
        and (g.refused_at is null or g.refused_at > p_at)
        and (signer.restricted_at is null or signer.restricted_at > p_at)
        and not access.withdrawn(g, p_at)
        and cardinality(access.consent_lacks(
          g.kind, g.signed_on, g.categories, g.audiences, g.purpose, g.parties, a.operator_is_agent, 'infinity')) = 0
        and (g.verified_on is not null or not access.waits_for_district(
          a.verification, g.drawn, g.evidence, g.attested_by, signer.capacity, g.proof))
        and c.category = any(a.categories)
        and a.basis = 'WRITTEN_CONSENT'
        and exists (
          select
          from document.operator_agreement x
          where x.organization_id = s.organization_id and x.in_force && days.around)
        and exists (
          select
          from roster.program_enrollment e
          where e.participant_id = s.participant_id
            and not isempty(e.served)
            and daterange(lower(e.served), upper(e.served) + a.wind_down_days) && days.around)
        -- A withdrawal that stands closes every consent of the child here, whoever signed it.
        and not exists (
          select
          from document.consent w
          join document.signer ws on ws.id = coalesce(w.revoked_by_signer_id, w.signer_id)
          where w.participant_id = g.participant_id
            and w.organization_id = g.organization_id
            and w.district_id = g.district_id
            and w.kind = g.kind
            and lower(w.in_force) < upper(days.around)
            and coalesce((w.revoked_at at time zone d.zone)::date < upper(w.in_force), true)
            and w.state = 'ACTIVE'
            and access.withdrawn(w, p_at)
            and (signer.capacity <> 'STUDENT' or ws.capacity = 'STUDENT')
            and not exists (
              select
              from document.consent again
              where again.participant_id = w.participant_id
                and again.organization_id = w.organization_id
                and again.district_id = w.district_id
                and again.kind = g.kind
                and again.signer_id = ws.id
                and (ws.restricted_at is null or ws.restricted_at > p_at)
                and again.state = 'ACTIVE'
                and (again.refused_at is null or again.refused_at > p_at)
                and again.in_force && days.around
                and not access.withdrawn(again, p_at)
                and again.signed_on >= (w.revoked_at at time zone d.zone)::date
                and again.recorded_at > w.revoked_at))
        -- What a later signature replaces for all the days that are left is kept no more.
        and not exists (
          select
          from document.consent later
          join document.signer l on l.id = later.signer_id and (l.restricted_at is null or l.restricted_at > p_at)
          where later.participant_id = g.participant_id
            and later.organization_id = g.organization_id
            and later.district_id = g.district_id
            and later.kind = g.kind
            and later.state = 'ACTIVE'
            and (later.refused_at is null or later.refused_at > p_at)
            and not access.withdrawn(later, p_at)
            and (later.signed_on, later.recorded_at) > (g.signed_on, g.recorded_at)
            and later.in_force @> lower(days.around) + 60
            and later.in_force @> (g.in_force * daterange(lower(days.around) + 60, upper(days.around))))
        and case
          when access.guards_adult(signer.capacity, g.proof, g.signed_on, coalesce(g.student_birth_date, p.birth_date)) then
            true
          when signer.capacity = 'STUDENT' then
            access.is_adult(coalesce(g.student_birth_date, p.birth_date), g.signed_on)
            or coalesce(p.entered_college_on <= g.signed_on, false)
          else
            coalesce(lower(days.around) < access.parent_lapses_on(coalesce(g.student_birth_date, p.birth_date)), false)
            and (p.entered_college_on is null or lower(days.around) < p.entered_college_on)
        end
      union all
      -- School official: whom the district has put on the roster.
      select c.category
      from document.district_agreement a
      join document.designation g on g.district_agreement_id = a.id and g.in_force && days.around
      cross join unnest(a.designated_categories) as c(category)
      where a.organization_id = s.organization_id
        and a.district_id = s.district_id
        and access.under_agreement(a, switch.since, days.today)
        and a.basis = 'SCHOOL_OFFICIAL'
        and g.district_student_id = btrim(s.district_student_id)
        and c.category = any(a.categories)
        and access.designable(c.category)
        and exists (
          select
          from document.operator_agreement x
          where x.organization_id = s.organization_id and x.in_force && days.around)
        and exists (
          select
          from roster.program_enrollment e
          where e.participant_id = s.participant_id
            and not isempty(e.served)
            and daterange(lower(e.served), upper(e.served) + a.wind_down_days) && days.around)
    ) c
  ) covered
  where d.id = p_district
    and covered.categories is not null
$$;
comment on function access.kept_as_of(uuid, timestamptz) is 'Students of a district whose data may be stored as of an instant, with the categories that some window covers.';

create function access.kept(p_district uuid)
returns table (
  student_id uuid, organization_id uuid, district_student_id text, given_name text, family_name text,
  preferred_given_name text, birth_date date, categories text[], confirmed text
)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select k.student_id, k.organization_id, k.district_student_id, k.given_name, k.family_name, k.preferred_given_name,
    k.birth_date, k.categories, k.confirmed
  from access.kept_as_of(p_district, transaction_timestamp()) k;
end;
comment on function access.kept(uuid) is 'Students of a district whose data may be stored, with the categories that some window covers.';

-- What a publish found: which matches stood before and are not proved any more, of whom somebody may still see something.
create function access.settle_matches(p_broken uuid[], p_kept uuid[]) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  delete from sync.broken_match b
  where b.district_id = sync.leased_district()
    and (not b.student_id = any(p_kept) or exists (select from record.student_match m where m.student_id = b.student_id));
  insert into sync.broken_match as b (student_id, district_id, student_version, broken_at)
  select s.id, s.district_id, s.version, transaction_timestamp()
  from roster.student s
  where s.id = any(p_broken)
    and s.district_id = sync.leased_district()
  on conflict (student_id) do update
  set student_version = excluded.student_version, broken_at = excluded.broken_at;
end;
comment on function access.settle_matches(uuid[], uuid[]) is 'Writes down which matches broke, and forgets what is settled.';

-- Records that a feed delivers without a birth date, and whose students agree in ID and names: written down for the district,
-- and of them those that it has confirmed just so. What the feed no longer delivers so is forgotten.
create function access.settle_candidates(p_feed uuid, p_full boolean, p_students uuid[], p_records uuid[]) returns setof uuid
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with found as materialized (
    select s.id as student_id, s.district_id, access.match_evidence(s.id, s.district_id, f.record_id) as evidence
    from unnest(p_students, p_records) as f(student_id, record_id)
    join roster.student s on s.id = f.student_id and s.district_id = sync.leased_district()
  ),
  gone as (
    delete from sync.match_candidate c
    where c.feed_id = p_feed
      and c.district_id = sync.leased_district()
      and p_full
      and not exists (select from found f where f.student_id = c.student_id)
  ),
  written as (
    insert into sync.match_candidate as c (student_id, district_id, feed_id, evidence, found_at)
    select f.student_id, f.district_id, p_feed, f.evidence, transaction_timestamp()
    from found f
    where f.evidence is not null
    on conflict (student_id) do update
    set id = gen_random_uuid(), feed_id = excluded.feed_id, evidence = excluded.evidence, found_at = excluded.found_at
    where c.evidence <> excluded.evidence
  )
  select f.student_id
  from found f
  where f.evidence = access.confirmed(f.student_id);
end;
comment on function access.settle_candidates(uuid, boolean, uuid[], uuid[]) is 'Writes down the matches without a birth date that a publish found, and answers those that the district has confirmed.';

-- On what ground the engine destroys what it stores of a student; asked for those only whom no window covers any more.
create function access.grounds(p_students uuid[])
returns table (student_id uuid, organization_id uuid, district_agreement_id uuid, ground text)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select s.id, s.organization_id,
    case when not access.under_agreement(last.agreement, switch.since, day.today) then last.id end,
    case
      when last.id is null or access.under_agreement(last.agreement, switch.since, day.today) then 'WINDOW_CLOSED'
      when switch.since + last.destruction_days <= day.today then 'DISTRICT_SWITCH'
      else 'AGREEMENT_ENDED'
    end
  from roster.student s
  join party.district d on d.id = s.district_id
  cross join lateral (select (transaction_timestamp() at time zone d.zone)::date as today) day
  cross join lateral access.switched_off(d.id, transaction_timestamp()) switch(since)
  left join lateral (
    select a.id, a.destruction_days, a as agreement
    from document.district_agreement a
    where a.organization_id = s.organization_id
      and a.district_id = s.district_id
      and not isempty(a.in_force)
      and lower(a.in_force) <= day.today
    order by access.under_agreement(a, switch.since, day.today) desc, upper(a.in_force) desc nulls first, a.id
    limit 1
  ) last on true
  where s.id = any(p_students)
    and s.district_id = sync.leased_district();
end;
comment on function access.grounds(uuid[]) is 'Why no window covers a student of the leased district any more, and the agreement that has ended.';

-- Written in the transaction that destroys.
create function access.record_destruction(
  p_organization uuid, p_agreement uuid, p_ground text, p_what text[], p_categories text[], p_rows bigint[]
)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with destruction as (
    insert into document.destruction (organization_id, district_id, district_agreement_id, ground)
    select p_organization, x.district, p_agreement, p_ground
    from (select sync.leased_district() as district) x
    where x.district is not null
    returning id
  )
  insert into document.destroyed (destruction_id, what, category, rows)
  select d.id, x.what, x.category, x.rows
  from destruction d
  cross join unnest(p_what, p_categories, p_rows) as x(what, category, rows);
end;
comment on function access.record_destruction(uuid, uuid, text, text[], text[], bigint[]) is 'Records what the engine destroyed of the district that it has leased.';

-- A feed on hold, or of a district that has used its own switch, is not pulled.
create function access.feed_held(p_feed uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (
    select
    from sync.feed f
    join document.hold h
      on h.feed_id = f.id
      or h.district_id = f.district_id and h.district_student_id is null and h.organization_id is null
    where f.id = p_feed
      and h.begins <= transaction_timestamp()
      and (h.ends is null or h.ends > transaction_timestamp()));
end;
comment on function access.feed_held(uuid) is 'Whether a hold keeps the engine from pulling the feed.';

reset role;
revoke create on schema access from link_policy;

------------------------------------------------------------------------------------------------------------------------
-- 8  Row-level security, on every table about children and documents, forced for the owner too.

do $$
declare
  t record;
begin
  for t in
    select c.oid::regclass as name, n.nspname as schema, c.relname, c.relispartition as is_partition
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('roster', 'document', 'record') and c.relkind in ('r', 'p')
  loop
    execute format('alter table %s enable row level security', t.name);
    execute format('alter table %s force row level security', t.name);
    if t.is_partition then
      continue; -- reached through its parent only
    end if;
    execute format('drop policy if exists rules_read on %s', t.name);
    execute format('create policy rules_read on %s for select to link_policy using (true)', t.name);
    -- The owner reads, so that an operator can show that a denied row is there; it cannot write.
    execute format('drop policy if exists owner_reads on %s', t.name);
    execute format('create policy owner_reads on %s for select to link_owner using (true)', t.name);
  end loop;
end
$$;

-- District data: exactly what this transaction has recorded as released.
create policy released_enrollment on record.enrollment for select to link_request
  using (id = any((select access.opened('ENROLLMENT'))::uuid[]));
create policy released_attendance on record.attendance_event for select to link_request
  using (enrollment_id = any((select access.opened('ATTENDANCE'))::uuid[]));
create policy released_attendance on record.attendance_summary for select to link_request
  using (enrollment_id = any((select access.opened('ATTENDANCE'))::uuid[]));

create policy released_grades on record.grade for select to link_request
  using (enrollment_id = any((select access.opened('GRADES'))::uuid[]));
create policy released_grades on record.grade_summary for select to link_request
  using (enrollment_id = any((select access.opened('GRADES'))::uuid[]));
-- A section is shown with a grade that is: alone it would tell what children with consent are taught.
create policy released_grades on record.section for select to link_request
  using (id in (select g.section_id from record.grade g where g.enrollment_id = any((select access.opened('GRADES'))::uuid[])));

create policy released_schedule on record.scheduled_class for select to link_request
  using (enrollment_id = any((select access.opened('SCHEDULE'))::uuid[]));
create policy released_assignments on record.assignment for select to link_request
  using (enrollment_id = any((select access.opened('ASSIGNMENTS'))::uuid[]));
create policy released_contact on record.contact for select to link_request
  using (enrollment_id = any((select access.opened('CONTACT'))::uuid[]));
create policy released_demographics on record.demographics for select to link_request
  using (enrollment_id = any((select access.opened('DEMOGRAPHICS'))::uuid[]));
create policy released_assessments on record.assessment for select to link_request
  using (enrollment_id = any((select access.opened('ASSESSMENTS'))::uuid[]));

-- Each by its own category, and never by another.
create policy released_attendance_reason on record.attendance_reason for select to link_request
  using (enrollment_id = any((select access.opened('ATTENDANCE_REASON'))::uuid[]));
create policy released_discipline on record.discipline_incident for select to link_request
  using (enrollment_id = any((select access.opened('DISCIPLINE'))::uuid[]));
create policy released_special_education on record.special_education for select to link_request
  using (enrollment_id = any((select access.opened('SPECIAL_EDUCATION'))::uuid[]));
create policy released_section_504 on record.section_504 for select to link_request
  using (enrollment_id = any((select access.opened('SECTION_504'))::uuid[]));
create policy released_multilingual on record.multilingual for select to link_request
  using (enrollment_id = any((select access.opened('MULTILINGUAL'))::uuid[]));
create policy released_housing_foster on record.housing_foster for select to link_request
  using (enrollment_id = any((select access.opened('HOUSING_FOSTER'))::uuid[]));
create policy released_meal_status on record.meal_status for select to link_request
  using (enrollment_id = any((select access.opened('MEAL_STATUS'))::uuid[]));

-- What a neutral value stands for opens with the category that it gives away.
do $$
declare
  c text;
begin
  foreach c in array array['DISCIPLINE', 'SPECIAL_EDUCATION', 'SECTION_504', 'MULTILINGUAL', 'HOUSING_FOSTER', 'MEAL_STATUS'] loop
    execute format(
      'create policy released_%s on record.revealed_value for select to link_request '
      'using (category = %L and enrollment_id = any((select access.opened(%L))::uuid[]))', lower(c), c, c);
  end loop;
end
$$;

-- Schools are nobody's personal data.
drop policy if exists everybody_reads on record.school;
create policy everybody_reads on record.school for select to link_request using (true);

-- The organization's own data and documents: of the participants that the viewer may know of.
create policy known_participant on roster.participant for select to link_request
  using (
    (organization_id = (select access.whole_organization()) or id = any((select access.some_participants())::uuid[]))
    and id <> all((select access.removed_participants())::uuid[]));
do $$
declare
  t text;
begin
  foreach t in array array['roster.program_enrollment', 'roster.program_attendance', 'roster.student', 'document.signer', 'document.consent',
    'document.consent_question'] loop
    execute format(
      'create policy known_participant on %s for select to link_request using ('
      '(organization_id = (select access.whole_organization()) or participant_id = any((select access.some_participants())::uuid[])) '
      'and participant_id <> all((select access.removed_participants())::uuid[]))', t);
  end loop;
end
$$;

-- Recording presence, in one's own name.
create policy recorded_by_me on roster.program_attendance for insert to link_request
  with check (
    recorded_by = (select access.my_membership())
    and organization_id = (select access.my_organization())
    and (organization_id = (select access.whole_organization()) or participant_id = any((select access.some_participants())::uuid[])));
create policy corrected_by_me on roster.program_attendance for update to link_request
  using (organization_id = (select access.whole_organization()) or participant_id = any((select access.some_participants())::uuid[]))
  with check (
    recorded_by = (select access.my_membership())
    and recorded_at = transaction_timestamp());

-- Withdrawing a consent, in one's own name, now, and never back.
create policy withdrawn_by_me on document.consent for update to link_request
  using (
    (revoked_at is null
      or withdrawal_decision = 'REOPEN'
      or exists (select from document.signer g where g.id = coalesce(revoked_by_signer_id, signer_id) and g.restricted_at is not null))
    and (organization_id = (select access.whole_organization()) or participant_id = any((select access.some_participants())::uuid[])))
  with check (
    revoked_by = (select access.my_membership())
    and revoked_at = transaction_timestamp()
    and (revoked_by_signer_id is null
      or exists (
        select
        from document.signer g
        where g.id = revoked_by_signer_id and g.participant_id = consent.participant_id and g.restricted_at is null)));

-- Agreements: of the managed organization, of the steward's district, all for the operator.
create policy own_agreement on document.operator_agreement for select to link_request
  using (organization_id = (select access.managed_organization()) or (select access.is_operator()));
create policy own_agreement on document.district_agreement for select to link_request
  using (
    organization_id = (select access.managed_organization())
    or district_id = (select access.my_district())
    or (select access.is_operator()));

create policy own_agreement on document.sharing_opt_in for select to link_request
  using (organization_id = (select access.managed_organization()) or (select access.is_operator()));

-- Files, handed in: a place by whoever asks, filled once, within ten minutes, by the same person at the same address. Its
-- ticket is spent first, and the upload that spent it fills the place.
create policy own_file on document.file for select to link_request
  using (membership_id = (select access.my_membership()));
create policy asked_by_me on document.file for insert to link_request
  with check (
    membership_id = (select access.my_membership())
    and organization_id is not distinct from (select access.my_organization())
    and media_type is null);
create policy filled_once on document.file for update to link_request
  using (
    membership_id = (select access.my_membership())
    and uploaded_at is null
    and requested_at > transaction_timestamp() - interval '10 minutes')
  with check (
    membership_id = (select access.my_membership())
    and case when uploaded_at is null then spent_at = transaction_timestamp() else uploaded_at = transaction_timestamp() end
    and spent_at is not null);

-- Agreements, made and changed: drafted by the operator, or by the district or as the organization's request; each side signs
-- for itself; nobody writes the days in force, the second signature does. An amendment ends the former one where it begins:
-- from today on, for the days before were in force.
drop policy if exists rules_put_in_force on document.operator_agreement;
create policy rules_put_in_force on document.operator_agreement for update to link_policy using (true) with check (true);
drop policy if exists rules_put_in_force on document.district_agreement;
create policy rules_put_in_force on document.district_agreement for update to link_policy using (true) with check (true);
drop policy if exists rules_carry_over on document.sharing_opt_in;
create policy rules_carry_over on document.sharing_opt_in for insert to link_policy with check (true);
drop policy if exists rules_carry_over on document.named_staff;
create policy rules_carry_over on document.named_staff for insert to link_policy with check (true);
drop policy if exists rules_write on document.match_decision;
create policy rules_write on document.match_decision for insert to link_policy with check (true);
drop policy if exists rules_carry_over on document.designation;
create policy rules_carry_over on document.designation for insert to link_policy with check (true);
-- What ends under the agreement of today ends in the successor that waits.
do $$
declare
  t text;
begin
  foreach t in array array['document.sharing_opt_in', 'document.named_staff', 'document.designation'] loop
    execute format('drop policy if exists rules_end on %s', t);
    execute format('create policy rules_end on %s for update to link_policy using (true) with check (true)', t);
  end loop;
end
$$;

create policy drafted_by_me on document.operator_agreement for insert to link_request
  with check (
    (select access.is_operator())
    and drafted_by = (select access.my_membership())
    and isempty(in_force)
    and (replaces_id is null or lower(term) >= (select access.today())));
create policy changed_by_a_party on document.operator_agreement for update to link_request
  using ((select access.is_operator()) or organization_id = (select access.administered_organization()))
  with check (
    (select access.is_operator())
      and (replaces_id is null or not isempty(in_force) or withdrawn_at is not null or lower(term) >= (select access.today()))
    -- The organization's side ends, and changes nothing else.
    or organization_id = (select access.administered_organization())
      and ended_by = (select access.my_membership()));
create policy drafted_by_me on document.district_agreement for insert to link_request
  with check (
    drafted_by = (select access.my_membership())
    and isempty(in_force)
    and (replaces_id is null or lower(term) >= (select access.today()))
    and case drafted_side
      when 'DISTRICT' then district_id = (select access.my_district())
      else organization_id = (select access.administered_organization())
    end);
create policy changed_by_a_party on document.district_agreement for update to link_request
  using (district_id = (select access.my_district()) or organization_id = (select access.administered_organization()))
  with check (
    (replaces_id is null or not isempty(in_force) or withdrawn_at is not null or lower(term) >= (select access.today()))
    and (
      district_id = (select access.my_district())
      or organization_id = (select access.administered_organization())
        and (drafted_side = 'ORGANIZATION' or ended_by = (select access.my_membership()))));

drop policy if exists of_an_agreement on document.agreement_signature;
create policy of_an_agreement on document.agreement_signature for select to link_request
  using (
    operator_agreement_id in (select a.id from document.operator_agreement a)
    or district_agreement_id in (select a.id from document.district_agreement a));
create policy signed_for_my_side on document.agreement_signature for insert to link_request
  with check (
    membership_id = (select access.my_membership())
    and (
      operator_agreement_id in (
        select a.id
        from document.operator_agreement a
        where isempty(a.in_force) and a.withdrawn_at is null and a.ended_on is null
          and (a.replaces_id is null or lower(a.term) >= (select access.today())))
      or district_agreement_id in (
        select a.id
        from document.district_agreement a
        where isempty(a.in_force) and a.withdrawn_at is null and a.ended_on is null
          and (a.replaces_id is null or lower(a.term) >= (select access.today()))))
    -- Only a file of one's own: else a signature would let its signer read a stranger's.
    and (file_id is null or file_id in (
      select f.id
      from document.file f
      where f.purpose = 'SIGNED_AGREEMENT' and f.uploaded_at is not null and f.destroyed_at is null))
    and case side
      when 'OPERATOR' then (select access.is_operator())
      when 'DISTRICT' then district_agreement_id in (
        select a.id from document.district_agreement a where a.district_id = (select access.my_district()))
      when 'ORGANIZATION' then
        operator_agreement_id in (
          select a.id from document.operator_agreement a where a.organization_id = (select access.administered_organization()))
        or district_agreement_id in (
          select a.id from document.district_agreement a where a.organization_id = (select access.administered_organization()))
    end);

drop policy if exists of_an_agreement on document.named_staff;
create policy of_an_agreement on document.named_staff for select to link_request
  using (district_agreement_id in (select a.id from document.district_agreement a));
create policy named_by_the_district on document.named_staff for insert to link_request
  with check (access.is_member_under(membership_id, district_agreement_id));
create policy named_until_the_district_says on document.named_staff for update to link_request
  using (access.is_member_under(membership_id, district_agreement_id))
  with check (access.is_member_under(membership_id, district_agreement_id));

create policy chosen_by_the_admin on document.sharing_opt_in for insert to link_request
  with check (
    organization_id = (select access.administered_organization())
    and withdrawn_at is null
    and operator_agreement_id in (
      select a.id from document.operator_agreement a where a.organization_id = (select access.administered_organization())));
create policy withdrawn_by_the_admin on document.sharing_opt_in for update to link_request
  using (organization_id = (select access.administered_organization()) and withdrawn_at is null)
  with check (withdrawn_at = transaction_timestamp());

create policy made_by_the_operator on party.organization for insert to link_request
  with check ((select access.is_operator()) and not access.host_taken(host, id));
create policy changed_by_the_operator on party.organization for update to link_request
  using ((select access.is_operator())) with check ((select access.is_operator()) and not access.host_taken(host, id));
create policy made_by_the_admin on party.program for insert to link_request
  with check (organization_id = (select access.administered_organization()));
create policy changed_by_the_admin on party.program for update to link_request
  using (organization_id = (select access.administered_organization()))
  with check (organization_id = (select access.administered_organization()));

-- Participants, made and changed: by those who manage the organization.
do $$
declare
  t text;
  manages constant text := 'organization_id = (select access.managed_organization()) '
    'and (organization_id = (select access.whole_organization()) or %1$s = any((select access.some_participants())::uuid[]))';
begin
  execute 'create policy added on roster.participant for insert to link_request with check ('
    'organization_id = (select access.managed_organization()) and merged_into is null and destroyed_at is null)';
  execute format('create policy corrected on roster.participant for update to link_request using (%s)', format(manages, 'id'));
  execute format(
    'create policy added on roster.program_enrollment for insert to link_request with check ('
    'program_id = any((select access.managed_programs())::uuid[]) and (access.just_added(participant_id) or %s))',
    format(manages, 'participant_id'));
  execute format(
    'create policy corrected on roster.program_enrollment for update to link_request using ('
    'program_id = any((select access.managed_programs())::uuid[]) and %s)', format(manages, 'participant_id'));
  execute format(
    'create policy added on roster.student for insert to link_request with check (access.just_added(participant_id) or %s)',
    format(manages, 'participant_id'));
  execute format(
    'create policy corrected on roster.student for update to link_request using (%s and not access.on_hold(participant_id))',
    format(manages, 'participant_id'));
  -- The policy's own functions, which merge and destroy.
  foreach t in array array['participant', 'program_enrollment', 'program_attendance', 'student', 'caseload_assignment'] loop
    execute format('drop policy if exists rules_change on roster.%I', t);
    execute format('create policy rules_change on roster.%I for update to link_policy using (true)', t);
    execute format('drop policy if exists rules_destroy on roster.%I', t);
    execute format('create policy rules_destroy on roster.%I for delete to link_policy using (true)', t);
  end loop;
  execute 'drop policy if exists rules_record on document.destruction';
  execute 'create policy rules_record on document.destruction for insert to link_policy with check (true)';
  execute 'drop policy if exists rules_record on document.destroyed';
  execute 'create policy rules_record on document.destroyed for insert to link_policy with check (true)';
end
$$;
create policy my_import on roster.participant_import for insert to link_request
  with check (membership_id = (select access.my_membership()) and organization_id = (select access.managed_organization()));
create policy own_import on roster.participant_import for select to link_request
  using (
    organization_id = (select access.managed_organization())
    and (organization_id = (select access.whole_organization()) or membership_id = (select access.my_membership())));
create policy my_import_runs on roster.participant_import for update to link_request
  using (state = 'RUNNING' and membership_id = (select access.my_membership()) and organization_id = (select access.managed_organization()))
  with check (membership_id = (select access.my_membership()));
drop policy if exists own_import on roster.participant_import_refusal;
create policy own_import on roster.participant_import_refusal for select to link_request
  using (import_id in (select i.id from roster.participant_import i));
create policy my_import_runs on roster.participant_import_refusal for insert to link_request
  with check (import_id in (
    select i.id from roster.participant_import i where i.state = 'RUNNING' and i.membership_id = (select access.my_membership())));
drop policy if exists rules_claim on roster.participant_import;
create policy rules_claim on roster.participant_import for update to link_policy using (true);
-- The function belongs to the policy role, which gives it for the making of this one trigger.
set role link_policy;
grant execute on function access.forget_list() to link_owner;
reset role;
create trigger forget_list after update on roster.participant_import for each row
  when (old.ended_at is null and new.ended_at is not null) execute function access.forget_list();
set role link_policy;
revoke execute on function access.forget_list() from link_owner;
reset role;
drop policy if exists rules_forget on document.file;
create policy rules_forget on document.file for update to link_policy using (true);
drop policy if exists own_destruction on document.destroyed;
create policy own_destruction on document.destroyed for select to link_request
  using (destruction_id in (select d.id from document.destruction d));
-- An organization's words about its own mistakes are not the operator's.
create policy own_destruction on document.destruction for select to link_request
  using (
    organization_id = (select access.managed_organization())
    or district_id = (select access.my_district())
    or (select access.is_operator()) and ground <> 'ENTERED_BY_MISTAKE');

-- Consents, made and changed: by those who know the child; verified and decided by the district.
drop policy if exists rules_write on document.consent;
drop policy if exists rules_write on document.signer;
drop policy if exists rules_write on document.consent_question;
create policy rules_write on document.consent for update to link_policy using (true) with check (true);
create policy rules_write on document.signer for update to link_policy using (true) with check (true);
create policy rules_write on document.consent_question for insert to link_policy with check (true);
create policy known_participant on document.consent_document for select to link_request
  using (recorded_by = (select access.my_membership()) or access.reads_consent_document(id));
create policy entered_by_me on document.consent_document for insert to link_request
  with check (
    organization_id = (select access.my_organization())
    and (select access.my_role()) in ('ADMIN', 'PROGRAM_MANAGER', 'CASE_WORKER')
    and recorded_by = (select access.my_membership())
    -- Whoever attests does it in the own name.
    and (attested_by is null or attested_by = (select access.my_membership()))
    and (evidence_file_id is null or access.is_consent_scan(evidence_file_id)));
create policy entered_by_me on document.signer for insert to link_request
  with check (
    access.keeps_consents_of(organization_id, participant_id)
    and not access.signer_restricted(participant_id, name, capacity));
create policy drafted_by_me on document.consent for insert to link_request
  with check (
    state = 'DRAFT'
    and recorded_by = (select access.my_membership())
    and access.keeps_consents_of(organization_id, participant_id)
    and access.consent_as_on_document(document_id, evidence, attested_by)
    and exists (select from document.signer g where g.id = signer_id and g.participant_id = consent.participant_id));
-- A draft only, and it stays one: access.activate_consent alone puts it in force.
create policy completed_by_me on document.consent for update to link_request
  using (state = 'DRAFT' and revoked_at is null and access.keeps_consents_of(organization_id, participant_id))
  with check (
    state = 'DRAFT'
    and access.consent_as_on_document(document_id, evidence, attested_by));
create policy answered_by_me on document.consent_question for update to link_request
  using (answer is null and access.keeps_consents_of(organization_id, participant_id))
  with check (answered_by = (select access.my_membership()) and answered_at = transaction_timestamp());

-- Staff, made and changed: by the admin of the place; nobody's own role, scope or caseload. Written by the policy's
-- functions alone.
alter table party.staff enable row level security;
alter table party.membership enable row level security;
alter table party.mail enable row level security;
alter table party.service_account enable row level security;
create policy administered on party.membership for select to link_request
  using (
    organization_id = (select access.administered_organization())
    or district_id = (select access.my_district())
    or (select access.is_operator()));
drop policy if exists administered on party.staff;
create policy administered on party.staff for select to link_request
  using (id in (select m.staff_id from party.membership m));
do $$
declare
  t text;
begin
  foreach t in array array['party.staff', 'party.membership', 'party.mail', 'party.service_account'] loop
    execute format('drop policy if exists rules_write on %s', t);
    execute format('drop policy if exists rules_read on %s', t);
    execute format('drop policy if exists rules_change on %s', t);
  end loop;
  foreach t in array array['party.staff', 'party.membership', 'party.mail', 'party.service_account'] loop
    execute format('create policy rules_read on %s for select to link_policy using (true)', t);
  end loop;
  foreach t in array array['party.staff', 'party.membership', 'party.service_account'] loop
    execute format('create policy rules_change on %s for update to link_policy using (true) with check (true)', t);
  end loop;
  foreach t in array array['party.staff', 'party.membership', 'party.mail'] loop
    execute format('create policy rules_write on %s for insert to link_policy with check (true)', t);
  end loop;
end
$$;
drop policy if exists sender_reads on party.mail;
create policy sender_reads on party.mail for select to link_engine using (true);
drop policy if exists sender_writes on party.mail;
create policy sender_writes on party.mail for update to link_engine using (true) with check (true);

-- Service accounts: by the admin of the organization, with an owner who is active there.
create policy administered on party.service_account for select to link_request
  using (organization_id = (select access.administered_organization()));
create policy made_by_me on party.service_account for insert to link_request
  with check (
    organization_id = (select access.administered_organization())
    and created_by = (select access.my_membership())
    and owner_id in (select x.membership_id from access.administered_staff() x where x.state = 'ACTIVE'));
create policy ended_by_me on party.service_account for update to link_request
  using (organization_id = (select access.administered_organization()) and ended_at is null)
  with check (ended_at = transaction_timestamp() and ended_by = (select access.my_membership()));

-- Caseloads: by those who manage the organization; nobody's own.
create policy managed_assignment on roster.caseload_assignment for select to link_request
  using (
    organization_id = (select access.managed_organization())
    and (participant_id is null or participant_id <> all((select access.removed_participants())::uuid[]))
    and (organization_id = (select access.whole_organization())
      or participant_id = any((select access.some_participants())::uuid[])
      or program_id = any((select access.my_programs())::uuid[])));
create policy assigned_by_me on roster.caseload_assignment for insert to link_request
  with check (
    organization_id = (select access.managed_organization())
    and access.caseload_member(membership_id) = 'CASE_WORKER'
    and (organization_id = (select access.whole_organization())
      or participant_id = any((select access.some_participants())::uuid[])
      or program_id = any((select access.my_programs())::uuid[])));
create policy ended_by_me on roster.caseload_assignment for update to link_request
  using (
    organization_id = (select access.managed_organization())
    and (organization_id = (select access.whole_organization())
      or participant_id = any((select access.some_participants())::uuid[])
      or program_id = any((select access.my_programs())::uuid[])))
  with check (access.caseload_member(membership_id) in ('CASE_WORKER', 'NOT_A_CASE_WORKER'));

alter table party.confidentiality_statement enable row level security;
alter table party.statement_acceptance enable row level security;
alter table party.training_record enable row level security;
do $$
declare
  t text;
begin
  foreach t in array array['party.confidentiality_statement', 'party.statement_acceptance', 'party.training_record'] loop
    execute format('drop policy if exists rules_read on %s', t);
    execute format('create policy rules_read on %s for select to link_policy using (true)', t);
  end loop;
end
$$;
create policy entered on party.confidentiality_statement for select to link_request
  using ((select access.my_role()) is not null);
create policy published_by_the_operator on party.confidentiality_statement for insert to link_request
  with check ((select access.is_operator()) and effective_on >= (select access.today()));
create policy own_acceptance on party.statement_acceptance for select to link_request
  using (staff_id = (select access.my_staff()));
create policy accepted_by_me on party.statement_acceptance for insert to link_request
  with check (staff_id = (select access.my_staff()));
create policy kept_training on party.training_record for select to link_request
  using (staff_id = (select access.my_staff()) or staff_id = any((select access.trainees())::uuid[]));
create policy recorded_by_another on party.training_record for insert to link_request
  with check (
    staff_id = any((select access.trainees())::uuid[])
    and staff_id <> (select access.my_staff())
    and recorded_by = (select access.my_membership()));
-- By the place that recorded it: another one that the person belongs to has no say in it.
create policy withdrawn_by_another on party.training_record for update to link_request
  using (
    recorded_by = any((select access.my_side())::uuid[])
    and staff_id <> (select access.my_staff())
    and withdrawn_at is null)
  with check (withdrawn_at = transaction_timestamp());

-- Holds and designations: set and ended by those who may. Nobody ends a hold on oneself.
create policy set_on_my_side on document.hold for select to link_request
  using (
    set_by = any((select access.my_side())::uuid[])
    -- A number is a child's: to whom a hold is on only what was set in the own name.
    and (district_student_id is null or set_by = (select access.my_membership()) or not (select access.is_held())));
create policy set_by_me on document.hold for insert to link_request
  with check (
    set_by = (select access.my_membership())
    and (ends is null or ends > transaction_timestamp())
    and access.may_hold(hold));
create policy ended_by_me on document.hold for update to link_request
  using (
    set_by = any((select access.my_side())::uuid[])
    and (ends is null or ends > transaction_timestamp())
    and staff_id is distinct from (select access.my_staff())
    and membership_id is distinct from (select access.my_membership()))
  with check (
    ended_by = (select access.my_membership())
    and ends = transaction_timestamp());

create policy own_roster on document.designation for select to link_request
  using (
    district_agreement_id = any((select access.designating())::uuid[])
    and ((select access.my_district()) is not null or designated_by = (select access.my_membership())));
create policy designated_by_me on document.designation for insert to link_request
  with check (
    designated_by = (select access.my_membership())
    and access.may_designate(district_agreement_id, district_student_id));
create policy ended_by_me on document.designation for update to link_request
  using (
    district_agreement_id = any((select access.designating())::uuid[])
    and ((select access.my_district()) is not null or designated_by = (select access.my_membership())))
  with check (district_agreement_id = any((select access.designating())::uuid[]));

create policy named_here on document.principal for select to link_request
  using (membership_id = (select access.my_membership()) or access.school_staff(membership_id) is not null);
create policy named_by_me on document.principal for insert to link_request
  with check (named_by = (select access.my_membership()) and coalesce(school_code = any(access.school_staff(membership_id)), false));
create policy ended_by_me on document.principal for update to link_request
  using (ended_at is null and access.school_staff(membership_id) is not null)
  with check (ended_by = (select access.my_membership()) and ended_at = transaction_timestamp());

-- Organizations and their programs; feeds and pulls. A steward looks for the other side of an agreement among all.
alter table party.organization enable row level security;
alter table party.program enable row level security;
create policy own_organization on party.organization for select to link_request
  using (
    id = (select access.my_organization())
    or (select access.is_operator())
    or (select access.my_district()) is not null);
drop policy if exists rules_close on party.organization;
create policy rules_close on party.organization for update to link_policy using (true) with check (true);
create policy own_program on party.program for select to link_request
  using (organization_id = (select access.my_organization()) or (select access.is_operator()));
alter table sync.feed enable row level security;
alter table sync.pull enable row level security;
alter table sync.pull_stream enable row level security;
alter table sync.freshness enable row level security;
alter table sync.scheduled_tasks enable row level security;
create policy own_feed on sync.feed for select to link_request
  using (district_id = (select access.my_district()) or (select access.is_operator()));
drop policy if exists own_pull on sync.pull;
create policy own_pull on sync.pull for select to link_request
  using (feed_id in (select f.id from sync.feed f));
drop policy if exists own_pull on sync.pull_stream;
create policy own_pull on sync.pull_stream for select to link_request
  using (pull_id in (select p.id from sync.pull p));
create policy entered on sync.freshness for select to link_request
  using ((select access.my_role()) is not null);
create policy entered on sync.scheduled_tasks for select to link_request
  using ((select access.my_role()) is not null);
do $$
declare
  t text;
begin
  foreach t in array array['party.organization', 'party.program', 'sync.feed', 'sync.freshness'] loop
    execute format('drop policy if exists rules_read on %s', t);
    execute format('create policy rules_read on %s for select to link_policy using (true)', t);
  end loop;
  foreach t in array array['sync.pull', 'sync.pull_stream', 'sync.scheduled_tasks'] loop
    execute format('drop policy if exists rules_read on %s', t);
  end loop;
  foreach t in array array['sync.feed', 'sync.pull', 'sync.pull_stream', 'sync.freshness', 'sync.scheduled_tasks'] loop
    execute format('drop policy if exists engine_writes on %s', t);
    execute format('drop policy if exists engine_reads on %s', t);
    execute format('create policy engine_reads on %s for select to link_engine using (true)', t);
  end loop;
  foreach t in array array['sync.pull', 'sync.pull_stream', 'sync.freshness', 'sync.scheduled_tasks'] loop
    execute format('create policy engine_writes on %s for insert to link_engine with check (true)', t);
  end loop;
  foreach t in array array['sync.pull', 'sync.freshness', 'sync.scheduled_tasks'] loop
    execute format('drop policy if exists engine_changes on %s', t);
    execute format('create policy engine_changes on %s for update to link_engine using (true) with check (true)', t);
  end loop;
  drop policy if exists engine_ends on sync.scheduled_tasks;
  create policy engine_ends on sync.scheduled_tasks for delete to link_engine using (true);
  -- The engine: the published tables of the district it has leased, with the current fencing token.
  foreach t in array array['school', 'calendar_day', 'student', 'student_match', 'enrollment', 'attendance_event', 'attendance_summary',
    'section', 'grade', 'grade_summary', 'scheduled_class', 'assignment', 'contact', 'demographics', 'assessment',
    'attendance_reason', 'discipline_incident', 'special_education', 'section_504', 'multilingual', 'housing_foster', 'meal_status',
    'delivered_value', 'revealed_value'] loop
    execute format('drop policy if exists leased_district on record.%I', t);
    execute format(
      'create policy leased_district on record.%I to link_engine using (district_id = (select sync.leased_district())) '
      'with check (district_id = (select sync.leased_district()))', t);
  end loop;
end
$$;

-- The ledger: written by the policy's functions alone; the owner and the sealer read. Seals are written by the sealer, and
-- by nobody else.
do $$
declare
  t text;
begin
  foreach t in array array['ledger.request', 'ledger.release', 'ledger.subject', 'ledger.statistic', 'ledger.statistic_reading'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('drop policy if exists rules_read on %s', t);
    execute format('drop policy if exists rules_write on %s', t);
    execute format('drop policy if exists owner_reads on %s', t);
    execute format('drop policy if exists sealer_reads on %s', t);
    execute format('create policy rules_read on %s for select to link_policy using (true)', t);
    execute format('create policy rules_write on %s for insert to link_policy with check (true)', t);
    execute format('create policy owner_reads on %s for select to link_owner using (true)', t);
  end loop;
  -- The header of the request that goes on, and of no other one.
  drop policy if exists rules_order on ledger.request;
  create policy rules_order on ledger.request for update to link_policy
    using (xid = pg_current_xact_id_if_assigned() and at = transaction_timestamp());
  foreach t in array array['ledger.request', 'ledger.release', 'ledger.subject', 'ledger.statistic', 'ledger.statistic_reading'] loop
    execute format('create policy sealer_reads on %s for select to link_sealer using (true)', t);
  end loop;
  foreach t in array array['ledger.seal', 'ledger.sealed_row'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('drop policy if exists owner_reads on %s', t);
    execute format('drop policy if exists sealer_reads on %s', t);
    execute format('drop policy if exists sealer_seals on %s', t);
    execute format('create policy owner_reads on %s for select to link_owner using (true)', t);
    execute format('create policy sealer_reads on %s for select to link_sealer using (true)', t);
    execute format('create policy sealer_seals on %s for insert to link_sealer with check (true)', t);
  end loop;
end
$$;
drop policy if exists rules_write on audit.change;
create policy rules_write on audit.change for insert to link_policy with check (true);
drop policy if exists rules_write on audit.submission;
drop policy if exists rules_read on audit.submission;
drop policy if exists rules_end on audit.submission;
create policy rules_write on audit.submission for insert to link_policy with check (true);
create policy rules_read on audit.submission for select to link_policy using (true);
create policy rules_end on audit.submission for delete to link_policy using (true);
drop policy if exists sealer_reads on audit.change;
create policy sealer_reads on audit.change for select to link_sealer using (true);

------------------------------------------------------------------------------------------------------------------------
-- 9  Grants: whatever is not named here, nobody may.

grant usage on schema access to link_request, link_engine;
set role link_policy; -- its functions, its grants
revoke all on all functions in schema access from public;

grant execute on function
  access.enter(text, text, text, text[], text, text, text, text),
  access.record_failure(text, text, text, text, text, text, text, text),
  access.open(uuid[], text[]),
  access.gates(uuid[]),
  access.opened(text), access.taken_today(uuid[]),
  access.roster(boolean, text, uuid, text, boolean, uuid, integer),
  access.disclosures(uuid, uuid, integer),
  access.shared_participation(uuid[]),
  access.shared_with_district(text, uuid, integer),
  access.consents_to_verify(uuid, integer), access.broken_matches(integer),
  access.matches_to_confirm(integer), access.decide_match(uuid, text),
  access.district_disclosures(text, uuid, integer), access.handed_disclosures(uuid, integer),
  access.operator_disclosures(uuid, uuid, timestamptz, timestamptz, uuid, integer),
  access.disclosure_copy(text, timestamptz, timestamptz, integer), access.held_of(text),
  access.may_trace(uuid), access.account_receipts(uuid, timestamptz, timestamptz, integer),
  access.account_files(uuid, timestamptz, timestamptz, integer),
  access.denials(timestamptz, timestamptz, integer, integer),
  access.watch(text, text, text, text[]),
  access.file_content(uuid),
  access.agreement_preview(uuid),
  access.has_signed(uuid), access.unsignable(uuid),
  access.submit(uuid, bytea), access.unsubmit(uuid),
  access.unknown_schools(uuid, text[]),
  access.host_taken(text, uuid),
  access.is_member_under(uuid, uuid),
  access.my_programs(), access.caseload_member(uuid), access.trainee(uuid), access.trainees(),
  access.viewer(), access.today(),
  access.my_membership(), access.my_organization(), access.my_district(), access.districts(), access.is_operator(), access.is_held(),
  access.managed_organization(), access.administered_organization(), access.my_role(),
  access.whole_organization(), access.some_participants(), access.removed_participants(), access.known_among(text, uuid[]),
  access.administered_staff(),
  access.invite_staff(uuid, text, text, text, text, text, uuid[], text[], text[], date, date, uuid, uuid, boolean),
  access.renew_invitation(uuid, integer, boolean),
  access.withdraw_invitation(uuid, integer),
  access.change_staff(uuid, integer, text, text, uuid[], text[], text[], date, date, date),
  access.deactivate_staff(uuid, integer),
  access.reactivate_staff(uuid, integer),
  access.caseloads_to_reassign(uuid, integer),
  access.consent_kind(text), access.consent_state(document.consent),
  access.consent_worklist(text[], uuid, integer), access.work_queue(),
  access.statistics(text, text, text[])
  to link_request;
grant execute on function
  access.kept(uuid), access.settle_matches(uuid[], uuid[]), access.settle_candidates(uuid, boolean, uuid[], uuid[]), access.destroy_closed(), access.forget_files(), access.forget_submissions(), access.grounds(uuid[]), access.record_destruction(uuid, uuid, text, text[], text[], bigint[])
  to link_engine;
reset role;

grant usage on schema party, roster, document, record, sync to link_request;
grant select (id, name, host, exported_at, closed_at, version) on party.organization to link_request;
grant select (id, organization_id, name, kind, sharing, site, version) on party.program to link_request;
grant select (id, name, zone) on party.district to link_request;
grant select on roster.participant, roster.program_enrollment, roster.program_attendance, roster.student to link_request;
grant insert (id, organization_id, participant_id, program_id, attended_on, minutes, recorded_by) on roster.program_attendance to link_request;
grant update (minutes, recorded_by, recorded_at) on roster.program_attendance to link_request;
grant select on document.operator_agreement, document.district_agreement, document.sharing_opt_in, document.consent to link_request;
-- Not why a court took somebody's rights: that is the district's.
grant select (id, organization_id, participant_id, name, capacity, restricted_at) on document.signer to link_request;
grant update (revoked_at, revoked_by, revocation_note) on document.consent to link_request;

-- Files. The content of others' is read through access.file_content.
grant select (id, membership_id, organization_id, district_id, purpose, name, ticket_hash, requested_at, media_type, size,
  sha256, uploaded_at, spent_at, destroyed_at) on document.file to link_request;
grant insert (id, membership_id, organization_id, district_id, purpose, name, ticket_hash) on document.file to link_request;
grant update (media_type, size, sha256, content, uploaded_at, spent_at) on document.file to link_request;

-- Agreements. The terms until somebody has signed, then the end; never the days in force.
grant select on document.agreement_signature, document.named_staff to link_request;
grant insert (id, organization_id, term, drafted_by, replaces_id) on document.operator_agreement to link_request;
grant update (term, withdrawn_at, ended_on, ended_by) on document.operator_agreement to link_request;
grant insert (id, organization_id, district_id, term, drafted_by, drafted_side, replaces_id, categories, school_codes,
  school_years, basis, designated_categories, verification, operator_is_agent, wind_down_days, purpose, staff_kinds,
  requires_background_check, requires_named_staff, consent_own_form, consent_longest_months, consent_wet_signature,
  consent_capacities, consent_proof_required, may_export, may_print, retention_days, destruction_days) on document.district_agreement to link_request;
grant update (term, withdrawn_at, ended_on, ended_by, drafted_by, drafted_side, categories, school_codes,
  school_years, basis, designated_categories, verification, operator_is_agent, wind_down_days, purpose, staff_kinds,
  requires_background_check, requires_named_staff, consent_own_form, consent_longest_months, consent_wet_signature,
  consent_capacities, consent_proof_required, may_export, may_print, retention_days, destruction_days) on document.district_agreement to link_request;
grant insert (id, operator_agreement_id, district_agreement_id, side, membership_id, signer_name, signer_title, file_id)
  on document.agreement_signature to link_request;
grant insert (district_agreement_id, membership_id, named) on document.named_staff to link_request;
grant update (named) on document.named_staff to link_request;
grant insert (id, organization_id, operator_agreement_id, program_id, audience) on document.sharing_opt_in to link_request;
grant update (withdrawn_at) on document.sharing_opt_in to link_request;
grant insert (id, name, host) on party.organization to link_request;
grant update (name) on party.organization to link_request; -- an address never changes hands
grant insert (id, organization_id, name, kind, sharing, site) on party.program to link_request;
grant update (name, kind, sharing, site) on party.program to link_request;
grant update (in_force) on document.operator_agreement, document.district_agreement, document.designation to link_policy;
grant update (withdrawn_at) on document.sharing_opt_in to link_policy;
grant update (named) on document.named_staff to link_policy;
grant insert (organization_id, operator_agreement_id, program_id, audience, agreed_at) on document.sharing_opt_in to link_policy;
grant insert (district_agreement_id, membership_id, named) on document.named_staff to link_policy;
grant insert (district_agreement_id, district_student_id, in_force, designated_by, designated_at) on document.designation to link_policy;

-- Participants.
grant update (merged_into, given_name, family_name, preferred_given_name, birth_date, entered_college_on, external_id,
  destroyed_at) on roster.participant to link_policy;
grant update (participant_id, served), delete on roster.program_enrollment to link_policy;
grant update (participant_id), delete on roster.program_attendance to link_policy;
grant update (participant_id, assigned), delete on roster.caseload_assignment to link_policy;
grant update (participant_id), delete on roster.student to link_policy;
grant insert on document.destruction, document.destroyed to link_policy;
grant update (exported_at, closed_at, closed_by, closing_reason) on party.organization to link_policy;
grant update (withdrawn_at, ended_on, ended_by) on document.operator_agreement, document.district_agreement to link_policy;
grant update (deactivated_at, withdrawn_at) on party.membership to link_policy;
grant update (ended_at, ended_by) on party.service_account to link_policy;
grant update (revoked_at, revoked_by, revocation_note) on document.consent to link_policy;
set role link_policy;
grant execute on function
  access.managed_programs(), access.just_added(uuid), access.on_hold(uuid), access.external_id_taken(text, uuid),
  access.folded(text),
  access.remove_student(uuid, integer), access.merge_participants(uuid, integer, uuid, integer),
  access.destroy_participant(uuid, integer, text),
  access.own_data(), access.close_organization(uuid, integer, text, boolean, text),
  access.importable_file(uuid), access.next_import(), access.begin_import(uuid), access.end_import(uuid, text, text)
  to link_request;
reset role;
grant insert (id, organization_id, given_name, family_name, preferred_given_name, birth_date, entered_college_on, external_id)
  on roster.participant to link_request;
grant update (given_name, family_name, preferred_given_name, birth_date, entered_college_on, external_id)
  on roster.participant to link_request;
grant insert (id, organization_id, participant_id, program_id, served) on roster.program_enrollment to link_request;
grant update (served) on roster.program_enrollment to link_request;
grant insert (id, organization_id, participant_id, district_id, district_student_id) on roster.student to link_request;
grant update (district_student_id) on roster.student to link_request;
grant select on document.destruction, document.destroyed to link_request;
grant update (state, attempts, claimed_until, problem, ended_at) on roster.participant_import to link_policy;
grant update (content, destroyed_at) on document.file to link_policy;
grant select on roster.participant_import_refusal to link_request;
grant select (id, organization_id, membership_id, file_id, state, asked_at, ended_at, problem, problem_columns, accepted, unchanged,
  refused) on roster.participant_import to link_request;
grant insert (id, organization_id, membership_id, file_id) on roster.participant_import to link_request;
grant update (state, ended_at, problem, problem_columns, accepted, unchanged, refused) on roster.participant_import to link_request;
grant insert (import_id, row_number, columns, codes) on roster.participant_import_refusal to link_request;

-- Consents.
set role link_policy;
grant execute on function
  access.keeps_consents_of(uuid, uuid), access.is_consent_scan(uuid), access.reads_consent_document(uuid),
  access.consent_as_on_document(uuid, text, uuid), access.consents_missing(uuid[]), access.activate_consent(uuid),
  access.consents_today(uuid[]), access.consent_on(text, uuid, uuid, date),
  access.verify_consent(uuid, boolean, text), access.ask_about_consent(uuid, uuid, text),
  access.decide_withdrawal(uuid, text, text), access.restrict_signer(uuid, boolean, text),
  access.signer_restricted(uuid, text, text), access.student_signers(text, integer),
  access.withdrawals_to_decide(uuid, integer)
  to link_request;
reset role;
grant select on document.consent_document to link_request;
grant select (id, consent_id, organization_id, participant_id, asked_at, question, answered_by, answered_at, answer, version)
  on document.consent_question to link_request;
grant insert (id, organization_id, form_key, evidence, evidence_file_id, contact, identification, attested_by, recorded_by)
  on document.consent_document to link_request;
grant insert (id, organization_id, participant_id, name, capacity) on document.signer to link_request;
grant insert (id, organization_id, participant_id, district_id, kind, signer_id, signed_on, in_force, categories, parties, purpose,
  student_birth_date, audiences, state, document_id, evidence, attested_by, proof, recorded_by, renews_id)
  on document.consent to link_request;
grant update (signed_on, in_force, categories, parties, purpose, student_birth_date, audiences, document_id, evidence, attested_by,
  proof, revoked_by_signer_id) on document.consent to link_request;
grant update (answered_by, answered_at, answer) on document.consent_question to link_request;
grant update (state, activated_by, activated_at, verified_on, verified_by, refused_at, refused_by, refusal_reason, withdrawal_decision,
  withdrawal_decided_at, withdrawal_decided_by, withdrawal_reason) on document.consent to link_policy;
grant update (restricted_at, restricted_by, restriction_reason) on document.signer to link_policy;
grant insert on document.consent_question to link_policy;

-- Staff.
grant select (id, given_name, family_name, email) on party.staff to link_request;
grant select (id, staff_id, organization_id, district_id, role, programs, active, school_codes, categories, kind, background_check,
  invited_at, invited_until, version) on party.membership to link_request;
grant select, update (tries, next_try, sent_at, given_up_at) on party.mail to link_engine;
grant select on roster.caseload_assignment to link_request;
grant insert (id, membership_id, organization_id, participant_id, program_id, site, cover_for, assigned) on roster.caseload_assignment to link_request;
grant update (assigned) on roster.caseload_assignment to link_request;
grant select on party.confidentiality_statement, party.statement_acceptance, party.training_record to link_request;
grant insert (id, version, text, effective_on) on party.confidentiality_statement to link_request;
grant insert (staff_id, statement_id) on party.statement_acceptance to link_request;
grant insert (id, staff_id, title, valid, recorded_by) on party.training_record to link_request;
grant update (valid, withdrawn_at) on party.training_record to link_request;

grant select on party.service_account to link_request;
grant insert (id, organization_id, name, client_id, owner_id, created_by) on party.service_account to link_request;
grant update (ended_at, ended_by) on party.service_account to link_request;

-- Holds and designations.
grant select on document.hold, document.designation, document.principal to link_request;
grant insert (id, kind, district_id, district_student_id, staff_id, membership_id, organization_id, participant_id,
  operator_agreement_id, district_agreement_id, feed_id, cause, note, ends, set_by) on document.hold to link_request;
grant update (ends, ended_by) on document.hold to link_request;
grant insert (id, district_agreement_id, district_student_id, in_force, designated_by) on document.designation to link_request;
grant update (in_force) on document.designation to link_request;
grant insert (id, membership_id, school_code, named_by) on document.principal to link_request;
grant update (ended_at, ended_by) on document.principal to link_request;
set role link_policy;
grant execute on function
  access.my_side(), access.my_staff(), access.member_to_hold(uuid), access.setter(uuid), access.may_hold(document.hold),
  access.may_designate(uuid, text), access.designating(), access.roster_days(uuid), access.published_numbers(text[]), access.school_staff(uuid),
  access.explain(uuid, uuid)
  to link_request;
grant execute on function access.feed_held(uuid) to link_engine;
reset role;

-- The district's data.
revoke select (code) on record.school from link_request; -- granted before it could give something away
grant select (district_id, id, name, shown_code) on record.school to link_request;
grant select (district_id, id, school_id, school_year, grade_level, entry_date, exit_date, exit_type) on record.enrollment to link_request;
grant select (district_id, school_year, enrollment_id, date, period, status) on record.attendance_event to link_request;
grant select (district_id, enrollment_id, school_year, enrolled, excused, unexcused, tardy, covered_until) on record.attendance_summary to link_request;
grant select (district_id, id, school_id, school_year, course_title, course_code, section_code) on record.section to link_request;
grant select (district_id, id, enrollment_id, section_id, school_year, grading_period, period_begins, period_ends, kind, letter, percent,
  failing, credits_attempted, credits_earned, graded_on) on record.grade to link_request;
grant select (district_id, enrollment_id, school_year, sections, failing, credits_attempted, credits_earned, grade_points,
  grade_point_credits, graded_until) on record.grade_summary to link_request;
grant select (district_id, id, enrollment_id, course_title, course_code, section_code, period, teacher, room, term, begins, ends)
  on record.scheduled_class to link_request;
grant select (district_id, id, enrollment_id, course_title, title, due_on, score, points, missing, late) on record.assignment
  to link_request;
grant select (district_id, id, enrollment_id, relationship, name, language, phone, email) on record.contact to link_request;
grant select (district_id, id, enrollment_id, birth_date, sex, hispanic_or_latino, races) on record.demographics to link_request;
grant select (district_id, id, enrollment_id, name, subject, taken_on, score, performance_level) on record.assessment
  to link_request;
grant select (district_id, id, enrollment_id, date, period, reason) on record.attendance_reason to link_request;
grant select (district_id, id, enrollment_id, incident_on, behavior, action, days) on record.discipline_incident to link_request;
grant select (district_id, id, enrollment_id, environment, begins, ends) on record.special_education to link_request;
grant select (district_id, id, enrollment_id, begins, ends) on record.section_504 to link_request;
grant select (district_id, id, enrollment_id, status, language_program, begins, ends) on record.multilingual to link_request;
grant select (district_id, id, enrollment_id, status, begins, ends) on record.housing_foster, record.meal_status to link_request;
grant select (district_id, id, enrollment_id, category, kind, neutral, value) on record.revealed_value to link_request;
grant select (id, district_id, name, connector, categories, cron, zone, enabled) on sync.feed to link_request;
grant select on sync.pull, sync.freshness to link_request;
grant select (pull_id, stream, pages, rows_read, kept, dropped, rejected, created, changed, unchanged, deleted)
  on sync.pull_stream to link_request;
grant select (task_name, task_instance, execution_time) on sync.scheduled_tasks to link_request;

grant usage on schema party, record, sync to link_engine;
grant select (id, zone) on party.district to link_engine;
grant select, insert, update, delete on
  record.school, record.calendar_day, record.student, record.enrollment, record.attendance_event,
  record.attendance_summary, record.section, record.grade, record.grade_summary, record.scheduled_class,
  record.assignment, record.contact, record.demographics, record.assessment,
  record.attendance_reason, record.discipline_incident, record.special_education, record.section_504, record.multilingual,
  record.housing_foster, record.meal_status, record.delivered_value
  to link_engine;
grant select, insert, delete on record.student_match, record.revealed_value to link_engine;
grant select on sync.feed, sync.grade_release, sync.reveal_map to link_engine;
grant execute on function sync.leased_district() to link_engine;
grant usage on schema stage to link_engine;
grant select, insert, update, delete on all tables in schema stage to link_engine;
grant select, insert, update on sync.lease, sync.pull, sync.watermark, sync.freshness to link_engine;
grant select, insert on sync.pull_stream to link_engine;
grant insert on sync.rejection to link_engine;
grant select, insert, update, delete on sync.scheduled_tasks to link_engine;

-- The policy role counts what is held of a student; it reads no value.
grant select (district_id, enrollment_id) on
  record.attendance_event, record.grade, record.scheduled_class, record.assignment, record.contact, record.demographics,
  record.assessment, record.attendance_reason, record.discipline_incident, record.special_education, record.section_504,
  record.multilingual, record.housing_foster, record.meal_status
  to link_policy;
grant select (district_id, enrollment_id, category) on record.revealed_value to link_policy;

grant usage on schema ledger, audit to link_sealer;
grant select on ledger.request, ledger.release, ledger.subject, ledger.statistic, ledger.statistic_reading, audit.change to link_sealer;
grant select, insert on ledger.seal, ledger.sealed_row to link_sealer;
