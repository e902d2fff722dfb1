-- THE ACCESS POLICY, WHOLE.
--
-- Access is an intersection of date ranges and of category sets: a staff member sees a category of a student's record
-- on a day only if that day lies inside every range below and the category inside every set. Anything missing, empty
-- or failed is a denial. Read this file from top to bottom; every gate is one paragraph, in the order in which the
-- first closed one gives the reason. Nothing outside this file decides: the application asks, the browser shows.
--
--   1  days and ranges             4  decide: viewer and windows together     7  for the pull engine
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
do $$
begin
  execute format('revoke temporary on database %I from public', current_database());
end
$$;

-- Functions below belong to the policy role, which reads what the rules need and nobody can sign in as.
grant usage, create on schema access to link_policy;
grant usage on schema party, roster, document, record, sync, ledger to link_policy;
grant select on all tables in schema party, roster, document to link_policy;
grant select on record.student, record.student_match, record.enrollment, record.school, record.calendar_day,
  record.attendance_summary, record.grade_summary to link_policy;
grant select on sync.feed, sync.freshness to link_policy;
grant select, insert on ledger.request, ledger.release to link_policy;
grant update (ordered_by, ordered_over) on ledger.request to link_policy;
set role link_policy;

------------------------------------------------------------------------------------------------------------------------
-- 1  Days and ranges. Ranges are half-open; adjacent ones join, so a gap of one day stays a gap.

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

-- Account: active today in the organization, district or operator whose address is being used.
create function access.find_viewer(p_issuer text, p_subject text, p_host text, p_at timestamptz)
returns table (staff_id uuid, membership_id uuid, organization_id uuid, district_id uuid, role text, refusal text)
language sql stable
begin atomic
  with address as (
    select o.id as organization_id, null::uuid as district_id from party.organization o where o.host = p_host
    union all
    select null, d.id from party.district d where d.host = p_host
    union all
    select null, null from party.operator o where o.host = p_host
  )
  select s.id, m.id, m.organization_id, m.district_id, m.role,
    case
      when (select count(*) from address) <> 1 then 'UNKNOWN_ADDRESS' -- an address of two is nobody's
      when s.id is null then 'UNKNOWN_PERSON'
      when m.id is null then 'NOT_ACTIVE_HERE'
    end
  from (values (1)) one
  left join party.staff s on s.issuer = p_issuer and s.subject = p_subject
  left join lateral (
    select m.*
    from address a
    join party.membership m
      on m.organization_id is not distinct from a.organization_id
      and m.district_id is not distinct from a.district_id
    where m.staff_id = s.id
      and m.active @> (p_at at time zone (select zone from party.operator))::date
    order by lower(m.active) desc, m.id
    limit 1
  ) m on true;
end;
comment on function access.find_viewer(text, text, text, timestamptz) is 'The membership in which a signed-in person asks at an address, or why there is none.';

-- Caseload: by name, by program, by the site of a program, or what a covered colleague is assigned on the day. Covering
-- does not go further: what the colleague covers is not covered.
create function access.assignments(p_membership uuid) returns table (participant_id uuid, days daterange)
language sql stable as $$
  with own as (
    select c.organization_id, c.participant_id, c.program_id, c.site, c.assigned
    from roster.caseload_assignment c
    where c.membership_id = p_membership
      and c.cover_for is null
    union all
    select covered.organization_id, covered.participant_id, covered.program_id, covered.site, c.assigned * covered.assigned
    from roster.caseload_assignment c
    join roster.caseload_assignment covered
      on covered.membership_id = c.cover_for
      and covered.organization_id = c.organization_id
      and covered.cover_for is null
    where c.membership_id = p_membership
  )
  select o.participant_id, o.assigned
  from own o
  where o.participant_id is not null
  union all
  select e.participant_id, o.assigned * e.served
  from own o
  join roster.program_enrollment e on e.program_id = o.program_id
  union all
  select e.participant_id, o.assigned * e.served
  from own o
  join party.program p on p.organization_id = o.organization_id and p.site = o.site
  join roster.program_enrollment e on e.program_id = p.id
$$;
comment on function access.assignments(uuid) is 'Participants assigned to a member, with the days on which each one is.';

create function access.assigned(p_membership uuid, p_at timestamptz) returns table (participant_id uuid)
language sql stable as $$
  select distinct a.participant_id
  from access.assignments(p_membership) a
  where a.days @> (p_at at time zone (select zone from party.operator))::date
$$;
comment on function access.assigned(uuid, timestamptz) is 'Participants assigned to a member today.';

-- Hold of kind REMOVE (death): the child is on no list, for nobody.
create function access.removed(p_at timestamptz) returns table (participant_id uuid)
language sql stable as $$
  select s.participant_id
  from document.hold h
  join roster.student s on s.district_id = h.district_id
  left join record.student_match m on m.student_id = s.id
  left join record.student r on r.district_id = m.district_id and r.id = m.record_id
  where h.kind = 'REMOVE'
    and h.begins <= p_at
    and (h.ends is null or h.ends > p_at)
    and coalesce(r.district_student_id, s.district_student_id) = h.district_student_id
$$;
comment on function access.removed(timestamptz) is 'Participants that a hold has taken off every list.';

-- Role: ADMIN and PROGRAM_MANAGER know all participants of the organization, a limited manager those of the programs,
-- a CASE_WORKER those assigned; everybody else no child at all.
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
    select p.id
    from party.membership m
    cross join lateral access.assigned(m.id, p_at) a
    join roster.participant p on p.id = a.participant_id and p.organization_id = m.organization_id
    where m.id = p_membership
      and m.role = 'CASE_WORKER'
  ) k
  where k.participant_id not in (select r.participant_id from access.removed(p_at) r)
$$;
comment on function access.known(uuid, timestamptz) is 'Participants that a member may know of. Whoever is not in it does not exist for the member.';

------------------------------------------------------------------------------------------------------------------------
-- 3  Windows: the gates that lie with the child and its documents, per student and category.

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
      when not coalesce(
          consent.signed_on <= day.today
          and cardinality(case p_kind when 'SHARING' then consent.audiences else consent.categories end) > 0
          and consent.purpose ~ '[^[:space:]]'
          and 'ORGANIZATION' = any(consent.parties)
          and ('OPERATOR' = any(consent.parties) or p_operator_is_agent)
          and (
            consent.capacity <> 'STUDENT'
            or access.is_adult(child.birth_date, consent.signed_on)
            or p.entered_college_on <= consent.signed_on
          ), false)
        then 'CONSENT_INCOMPLETE' -- 34 CFR 99.30(b): signed, dated, records, purpose, parties
      when coalesce(p_verification, 'EACH') = 'EACH' and not coalesce(consent.verified_on <= day.today, false)
        then 'AWAITING_DISTRICT_VERIFICATION'
    end,

    -- A parent's consent counts until the 18th birthday, or until the child leaves K-12 for college.
    consent.capacity <> 'STUDENT' and not coalesce(
      day.today < access.parent_lapses_on(child.birth_date)
      and (p.entered_college_on is null or day.today < p.entered_college_on), false),

    consent.categories,
    consent.audiences,
    coalesce(revocation.on_day, case when consent.id is null and consents.begins_next is null then consents.ended_on end),
    consents.begins_next,
    least(
      nullif(upper(consent.in_force), 'infinity'),
      consents.begins_next,
      case when consent.capacity <> 'STUDENT' then p.entered_college_on end,
      case when consent.capacity <> 'STUDENT' then access.parent_lapses_on(child.birth_date) end)
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
    -- One withdrawn gives way to one that stands; whether the withdrawal still closes is asked below.
    -- So does what a parent signed after the student's 18th birthday: it cannot replace the student's own.
    order by
      coalesce(c.revoked_at <= p_at, false),
      g.capacity <> 'STUDENT'
        and coalesce(c.signed_on >= access.parent_lapses_on(coalesce(p_birth_date, c.student_birth_date)), false),
      c.signed_on desc nulls last,
      c.recorded_at desc,
      c.id
    limit 1
  ) consent on true
  left join lateral (
    select
      min(lower(c.in_force)) filter (where lower(c.in_force) > day.today and (c.revoked_at is null or c.revoked_at > p_at)) as begins_next,
      max(upper(c.in_force)) filter (where upper(c.in_force) <= day.today) as ended_on
    from document.consent c
    where c.participant_id = p_participant
      and c.organization_id = p_organization
      and c.district_id = p_district
      and c.kind = p_kind
      and not isempty(c.in_force)
  ) consents on true

  -- A withdrawal closes, whichever parent's, until the same person signs again; the end of what was withdrawn does not
  -- undo it. What a parent withdrew does not bind the student who signs after the 18th birthday.
  left join lateral (
    select min((w.revoked_at at time zone d.zone)::date) as on_day
    from document.consent w
    join document.signer g on g.id = w.signer_id
    where w.participant_id = p_participant
      and w.organization_id = p_organization
      and w.district_id = p_district
      and w.kind = p_kind
      and lower(w.in_force) <= day.today
      and coalesce((w.revoked_at at time zone d.zone)::date < upper(w.in_force), true)
      and w.revoked_at <= p_at
      and (consent.capacity <> 'STUDENT' or g.capacity = 'STUDENT')
      and not exists (
        select
        from document.consent again
        where again.participant_id = w.participant_id
          and again.organization_id = w.organization_id
          and again.district_id = w.district_id
          and again.kind = p_kind
          and again.signer_id = w.signer_id
          and again.in_force @> day.today
          and (again.revoked_at is null or again.revoked_at > p_at)
          and again.signed_on >= (w.revoked_at at time zone d.zone)::date
          and again.recorded_at > w.revoked_at
      )
  ) revocation on true

  -- Birth date: the district's; without one the consent form's; none at all, or one in the future, denies.
  cross join lateral (
    select case when known.birth_date <= day.today then known.birth_date end as birth_date
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
  since date,
  until date,
  basis text,
  purpose text,
  consent_id uuid,
  operator_agreement_id uuid,
  district_agreement_id uuid,
  enrollments uuid[]
)
language sql stable as $$
  select
    s.id,
    asked.category,
    gate.reason,

    -- Since when it is closed, where a document says so.
    case when gate.reason in ('CONSENT_REVOKED', 'CONSENT_EXPIRED') then consent.since end,

    -- The first day on which the answer may change by itself.
    case gate.reason
      when 'NOT_SERVED_TODAY' then access.begins_next(service.days, day.operator)
      when 'OPERATOR_AGREEMENT_NOT_IN_FORCE' then access.begins_next(operator_agreements.days, day.operator)
      when 'DISTRICT_AGREEMENT_NOT_IN_FORCE' then agreements.begins_next
      when 'CONSENT_NOT_YET_IN_FORCE' then consent.begins_next
      else case when gate.reason is null then least(
        access.ends(service.days, day.operator),
        access.ends(operator_agreements.days, day.operator),
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
    coalesce(records.covered, '{}')
  from roster.student s
  join roster.participant p on p.id = s.participant_id
  join party.district d on d.id = s.district_id
  cross join party.operator o

  -- "Today" is the civil date in the district's zone; for service and the operator's agreement in the operator's.
  cross join lateral (
    select (p_at at time zone d.zone)::date as district, (p_at at time zone o.zone)::date as operator
  ) day

  -- District agreement: in force. Of two in force on a day the one that began later rules.
  left join lateral (
    select a.*
    from document.district_agreement a
    where a.organization_id = s.organization_id
      and a.district_id = s.district_id
      and a.in_force @> day.district
    order by lower(a.in_force) desc, a.id
    limit 1
  ) agreement on true
  left join lateral (
    select min(lower(a.in_force)) filter (where lower(a.in_force) > day.district) as begins_next
    from document.district_agreement a
    where a.organization_id = s.organization_id
      and a.district_id = s.district_id
      and not isempty(a.in_force)
  ) agreements on true

  -- Service: in a program today, plus the wind-down days of the district agreement.
  left join lateral (
    select coalesce(range_agg(daterange(lower(e.served), upper(e.served) + coalesce(agreement.wind_down_days, 30))), '{}') as days
    from roster.program_enrollment e
    where e.participant_id = s.participant_id
      and not isempty(e.served)
  ) service on true

  -- Operator agreement: the organization's agreement with the operator.
  left join lateral (
    select
      coalesce(range_agg(a.in_force), '{}') as days,
      (array_agg(a.id order by lower(a.in_force) desc) filter (where a.in_force @> day.operator))[1] as current_id
    from document.operator_agreement a
    where a.organization_id = s.organization_id
      and not isempty(a.in_force)
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
      count(*) as total,
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

  cross join lateral access.consent_today(
    'GENERAL', s.participant_id, s.organization_id, s.district_id, p_at, match.birth_date,
    agreement.operator_is_agent, agreement.verification) consent

  -- School official: the district, or the principal it names, has put the student on the roster for today.
  left join lateral (
    select g.id, g.in_force
    from document.designation g
    where g.district_agreement_id = agreement.id
      and g.district_student_id = coalesce(match.district_student_id, s.district_student_id)
      and g.in_force @> day.district
    order by upper(g.in_force) desc nulls first, g.id
    limit 1
  ) designation on agreement.basis = 'SCHOOL_OFFICIAL'

  cross join unnest(p_categories) as asked(category)

  -- The first closed gate, in the order of the rules.
  cross join lateral (
    select case
      when not service.days @> day.operator
        then 'NOT_SERVED_TODAY'
      when not operator_agreements.days @> day.operator
        then 'OPERATOR_AGREEMENT_NOT_IN_FORCE'
      when agreement.id is null
        then 'DISTRICT_AGREEMENT_NOT_IN_FORCE'
      when not coalesce(asked.category = any(agreement.categories), false)
        then 'NOT_IN_DISTRICT_AGREEMENT'
      when agreement.school_codes is not null and records.total > 0 and records.at_covered_schools = 0
        then 'NOT_IN_DISTRICT_AGREEMENT'
      when agreement.basis = 'SCHOOL_OFFICIAL' and not coalesce(asked.category = any(agreement.designated_categories), false)
        then 'NOT_IN_DISTRICT_AGREEMENT' -- only the categories so designated
      when agreement.basis = 'SCHOOL_OFFICIAL' and designation.id is null
        then 'NOT_ON_DISTRICT_ROSTER'
      when agreement.basis = 'WRITTEN_CONSENT' and consent.reason is not null
        then consent.reason
      when agreement.basis = 'WRITTEN_CONSENT' and not coalesce(asked.category = any(consent.categories), false)
        then 'NOT_IN_CONSENT'
      when agreement.basis = 'WRITTEN_CONSENT' and consent.parent_lapsed
        then 'ELIGIBLE_STUDENT_MUST_CONSENT'
      when match.record_id is null
        then 'NOT_MATCHED'
      when asked.category = 'PARTICIPATION' and not exists (select from access.opted_in(s.organization_id, null, 'WITH_PARTNERS', p_at))
        then 'SHARING_NOT_OPTED_IN' -- who sees what partners share, shares too
    end as reason
  ) gate
  where s.id = any(p_students)
$$;
comment on function access.windows(timestamptz, uuid[], text[]) is 'Per student and category the intersection of the child''s gates: the reason of the first closed one, or null and what it rests on.';

-- Hold on the child: set by a district on one of its students, or on all of them by the district's own switch. It closes
-- the child everywhere: another district's record would tell where a hidden child is.
create function access.child_held(p_participant uuid, p_at timestamptz) returns boolean
language sql stable as $$
  select exists (
    select
    from roster.student s
    left join record.student_match m on m.student_id = s.id
    left join record.student r on r.district_id = m.district_id and r.id = m.record_id
    join document.hold h on h.district_id = s.district_id
    where s.participant_id = p_participant
      and h.district_student_id in (s.district_student_id, r.district_student_id)
      and h.begins <= p_at
      and (h.ends is null or h.ends > p_at))
$$;
comment on function access.child_held(uuid, timestamptz) is 'Whether a hold on one of the child''s records is in force.';

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
  left join lateral (
    select a.operator_is_agent, a.verification
    from document.district_agreement a
    where a.organization_id = s.organization_id
      and a.district_id = s.district_id
      and a.in_force @> (p_at at time zone d.zone)::date
    order by lower(a.in_force) desc, a.id
    limit 1
  ) agreement on true
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
      where (h.organization_id = s.organization_id or h.district_id = s.district_id and h.district_student_id is null)
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
  since date,
  until date,
  basis text,
  purpose text,
  consent_id uuid,
  operator_agreement_id uuid,
  district_agreement_id uuid,
  enrollments uuid[]
)
language sql stable as $$
  -- All once: joined in place they were computed anew for each student.
  with known as materialized (
    select s.id, s.participant_id, s.district_id
    from access.known(p_membership, p_at) k
    join roster.student s on s.participant_id = k.participant_id
    where s.id = any(p_students)
  ),
  assigned as materialized (
    select a.participant_id, range_agg(a.days) as days
    from access.assignments(p_membership) a
    group by a.participant_id
  ),
  opened as materialized (
    select * from access.windows(p_at, p_students, p_categories)
  )
  select
    w.student_id,
    w.category,
    gate.reason is null,
    gate.reason,
    case when gate.reason = w.reason then w.since end,
    case
      when gate.reason is null then least(
        w.until, access.ends(training.days, day.operator), nullif(upper(m.active), 'infinity'), assignment.ends,
        case when agreement.requires_background_check then nullif(upper(m.background_check), 'infinity') end,
        case when agreement.requires_named_staff then nullif(upper(naming.named), 'infinity') end,
        (select min(c.effective_on) from party.confidentiality_statement c where c.effective_on > day.operator))
      when gate.reason = 'TRAINING_REQUIRED' then access.begins_next(training.days, day.operator)
      when gate.reason = w.reason then w.until
    end,
    w.basis,
    w.purpose,
    w.consent_id,
    w.operator_agreement_id,
    w.district_agreement_id,
    case when gate.reason is null then w.enrollments else '{}' end
  from party.membership m
  cross join party.operator o
  cross join lateral (select (p_at at time zone o.zone)::date as operator) day

  -- Existence comes first: whom the viewer may not know of is not among the answers.
  cross join known s

  -- Until when an assignment keeps the child in a case worker's caseload.
  left join lateral (
    select access.ends(g.days, day.operator) as ends
    from assigned g
    where m.role = 'CASE_WORKER'
      and g.participant_id = s.participant_id
  ) assignment on true

  -- Staff terms: current FERPA / data-privacy training.
  left join lateral (
    select coalesce(range_agg(t.valid), '{}') as days
    from party.training_record t
    where t.staff_id = m.staff_id
      and not isempty(t.valid)
  ) training on true

  join opened w on w.student_id = s.id

  -- Hold: on the child, the person, the organization, the district; or on an agreement or the feed of the category.
  cross join lateral (
    select
      coalesce(bool_or(
        h.staff_id = m.staff_id
        or h.organization_id = m.organization_id
        or h.district_id = s.district_id and h.district_student_id is null
        or (h.district_id, h.district_student_id) in (
          select x.district_id, n.number
          from roster.student x
          left join record.student_match y on y.student_id = x.id
          left join record.student r on r.district_id = y.district_id and r.id = y.record_id
          cross join unnest(array[x.district_student_id, r.district_student_id]) as n(number)
          where x.participant_id = s.participant_id)), false) as on_child,
      coalesce(bool_or(
        h.operator_agreement_id = w.operator_agreement_id
        or h.district_agreement_id = w.district_agreement_id
        or h.feed_id in (
          select f.id from sync.feed f where f.district_id = s.district_id and w.category = any(f.categories))), false)
        as on_agreement_or_feed
    from document.hold h
    where h.begins <= p_at
      and (h.ends is null or h.ends > p_at)
  ) hold

  -- Staff terms: the confidentiality statement in its current version, and what the district agreement asks of staff.
  left join lateral (
    select c.id,
      exists (
        select
        from party.statement_acceptance a
        where a.statement_id = c.id and a.staff_id = m.staff_id and a.accepted_at <= p_at) as accepted
    from party.confidentiality_statement c
    where c.effective_on <= day.operator
    order by c.effective_on desc
    limit 1
  ) statement on true
  left join document.district_agreement agreement on agreement.id = w.district_agreement_id
  left join document.named_staff naming on naming.district_agreement_id = agreement.id and naming.membership_id = m.id

  cross join lateral (
    select case
      when hold.on_child or hold.on_agreement_or_feed
        then 'ON_HOLD'
      when not training.days @> day.operator
        then 'TRAINING_REQUIRED'
      when not coalesce(statement.accepted, false)
        or agreement.staff_kinds is not null and not m.kind = any(agreement.staff_kinds)
        or agreement.requires_background_check and not coalesce(m.background_check @> day.operator, false)
        or agreement.requires_named_staff and not coalesce(naming.named @> day.operator, false)
        then 'STAFF_TERMS_MISSING'
      -- Staff scope: the categories that the organization allows this person.
      when m.categories is not null and not coalesce(w.category = any(m.categories), false)
        then 'NOT_IN_YOUR_ACCESS'
      when w.reason is not null
        then w.reason
      when p_token_categories is not null and not coalesce(w.category = any(p_token_categories), false)
        then 'NOT_IN_TOKEN_SCOPE'
      when w.category = 'PARTICIPATION'
        then null -- partners supply it, not the district
      when not exists (
          select from sync.feed f where f.district_id = s.district_id and w.category = any(f.categories))
        then 'NOT_SUPPLIED'
      when not exists (
          select from sync.freshness f where f.district_id = s.district_id and f.category = w.category)
        then 'AWAITING_FIRST_PULL'
    end as reason
  ) gate
  where m.id = p_membership
$$;
comment on function access.decide(uuid, text[], timestamptz, uuid[], text[]) is 'What a member may see of which students as of an instant. Decides only; records nothing and opens nothing.';

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

create function access.enter(
  p_issuer text, p_subject text, p_host text, p_scopes text[], p_operation text, p_document_hash text, p_client text
)
returns table (request_id uuid, membership_id uuid, organization_id uuid, district_id uuid, role text, refusal text)
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with viewer as materialized (
    select * from access.find_viewer(p_issuer, p_subject, p_host, transaction_timestamp())
  ),
  header as (
    insert into ledger.request (xid, at, staff_id, membership_id, organization_id, district_id, role, token_categories,
      host, operation, document_hash, client, outcome)
    select pg_current_xact_id(), transaction_timestamp(), v.staff_id, v.membership_id, v.organization_id, v.district_id,
      v.role, access.token_categories(p_scopes), left(p_host, 255), access.printable(p_operation), access.printable(p_document_hash), access.printable(p_client), 'ANSWERED'
    from viewer v
    where v.refusal is null
    returning id
  )
  select (select id from header), v.membership_id, v.organization_id, v.district_id, v.role, v.refusal
  from viewer v;
end;
comment on function access.enter(text, text, text, text[], text, text, text) is 'Opens the request: finds the viewer, writes the header of this transaction, or says why not. Once per transaction.';

create function access.record_failure(
  p_issuer text, p_subject text, p_host text, p_operation text, p_document_hash text, p_client text, p_outcome text, p_refusal text
)
returns uuid
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  insert into ledger.request (xid, at, staff_id, membership_id, organization_id, district_id, role,
    host, operation, document_hash, client, outcome, refusal)
  select pg_current_xact_id(), transaction_timestamp(), v.staff_id, v.membership_id, v.organization_id, v.district_id, v.role,
    left(p_host, 255), access.printable(p_operation), access.printable(p_document_hash), access.printable(p_client), p_outcome,
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

create function access.open(p_students uuid[], p_categories text[])
returns table (student_id uuid, category text, granted boolean, reason text, since date, until date, enrollments uuid[])
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
  select d.student_id, d.category, d.granted, d.reason, d.since, d.until, d.enrollments
  from decision d;
end;
comment on function access.open(uuid[], text[]) is 'Decides, records the disclosure, and returns the decisions: the only way to a student''s data.';

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

-- What the policies of people and documents ask about the viewer of this transaction.
create function access.my_membership() returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select membership_id from access.current_request();
end;
comment on function access.my_membership() is 'The membership in which this transaction asks.';

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
  select m.organization_id
  from access.current_request() r
  join party.membership m on m.id = r.membership_id
  where m.role = 'ADMIN' or m.role = 'PROGRAM_MANAGER' and m.programs is null;
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
comment on function access.removed_participants() is 'Participants that a hold has taken off every list.';

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
  release_id uuid, at timestamptz, staff_name text, role text, organization_name text, category text,
  released boolean, reason text, basis text, purpose text, operation text
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
  select l.id, l.at, concat_ws(' ', p.given_name, p.family_name), q.role, o.name, l.category,
    l.released && r.students,
    (select x.reason from unnest(l.withheld, l.reasons) as x(student, reason) where x.student = any(r.students) limit 1),
    case when l.released && r.students then l.bases[1] end,
    l.purpose,
    q.operation
  from reader r
  join ledger.release l on l.organization_id = r.organization_id
  join ledger.request q on q.id = l.request_id
  join party.staff p on p.id = q.staff_id
  join party.organization o on o.id = l.organization_id
  where (l.released && r.students or l.withheld && r.students)
    and l.category not in ('DISCLOSURES', 'CONSENTS')
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
    from access.current_request() r
    join party.membership m on m.id = r.membership_id
    join party.district d on d.id = r.district_id
    where r.role in ('DISTRICT_STEWARD', 'SCHOOL_STAFF')
      and (r.token_categories is null or 'PARTICIPATION' = any(r.token_categories))
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
      and (c.revoked_at is null or c.revoked_at > r.at)
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

-- Consents that the district wants to see, oldest first. Reading is recorded, like that of disclosures.
create function access.consents_to_verify(p_after uuid, p_limit integer)
returns table (
  consent_id uuid, organization_name text, given_name text, family_name text, district_student_id text, kind text,
  signer_name text, capacity text, signed_on date, begins date, ends date, categories text[], audiences text[],
  recorded_at timestamptz
)
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with reader as materialized (
    select r.*, (r.at at time zone d.zone)::date as today
    from access.current_request() r
    join party.district d on d.id = r.district_id
    where r.role = 'DISTRICT_STEWARD'
      and r.token_categories is distinct from '{}' -- a token for no student data reads no child's name
  ),
  page as materialized (
    select y.*, row_number() over (order by y.recorded_at, y.id) as place
    from (
      select c.*, s.id as student_id, s.district_student_id
      from reader r
      join document.consent c on c.district_id = r.district_id and c.verified_on is null
      left join roster.student s on s.participant_id = c.participant_id and s.district_id = c.district_id
      where c.signed_on is not null
        and (c.revoked_at is null or c.revoked_at > r.at)
        and not isempty(c.in_force)
        and coalesce(upper(c.in_force) > r.today, true)
        and exists (
          select
          from document.district_agreement a
          where a.organization_id = c.organization_id
            and a.district_id = c.district_id
            and a.in_force @> r.today
            and a.verification <> 'NONE')
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
    lower(p.in_force), nullif(upper(p.in_force), 'infinity'), p.categories, p.audiences, p.recorded_at
  from page p
  join document.signer g on g.id = p.signer_id
  join party.organization o on o.id = p.organization_id
  join roster.participant t on t.id = p.participant_id
  order by p.place;
end;
comment on function access.consents_to_verify(uuid, integer) is 'Consents that wait for the verification of the district whose steward asks; nothing for anybody else.';

-- Who received what about the district's students (34 CFR 99.32(c)). Reading is recorded like a release.
create function access.district_disclosures(p_district_student_id text, p_after uuid, p_limit integer)
returns table (
  release_id uuid, at timestamptz, organization_name text, staff_name text, role text, category text,
  district_student_ids text[], released integer, withheld integer, bases text[], purpose text, operation text
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
        and coalesce(n.district_student_id, s.district_student_id) = p_district_student_id) end as students
    from access.current_request() r
    where r.role = 'DISTRICT_STEWARD'
      and r.token_categories is distinct from '{}' -- a token for no student data reads no student's number
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
        coalesce(array_agg(coalesce(n.district_student_id, s.district_student_id) order by s.id)
          filter (where coalesce(n.district_student_id, s.district_student_id) is not null), '{}') as numbers
      from unnest(l.released) as one(student_id)
      join roster.student s on s.id = one.student_id and s.district_id = r.district_id
      left join record.student_match m on m.student_id = s.id
      left join record.student n on n.district_id = m.district_id and n.id = m.record_id
      where r.students is null or s.id = any(r.students)
    ) released
    cross join lateral (
      select coalesce(array_agg(s.id), '{}') as ids
      from unnest(l.withheld) as one(student_id)
      join roster.student s on s.id = one.student_id and s.district_id = r.district_id
      where r.students is null or s.id = any(r.students)
    ) withheld
    where l.category not in ('DISCLOSURES', 'CONSENTS')
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
  select p.id, p.at, o.name, concat_ws(' ', f.given_name, f.family_name), q.role, p.category,
    p.numbers[1:100], cardinality(p.released_here), cardinality(p.withheld_here),
    case when cardinality(p.released_here) > 0 then p.bases else '{}' end, p.purpose, q.operation
  from page p
  join ledger.request q on q.id = p.request_id
  join party.staff f on f.id = q.staff_id
  left join party.organization o on o.id = p.organization_id
  order by p.at desc, p.id desc;
end;
comment on function access.district_disclosures(text, uuid, integer) is 'The recorded releases and refusals about the students of the district whose steward asks, newest first; nothing for anybody else.';

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
    c.membership_id, access.token_categories(p_scopes), transaction_timestamp(), c.students,
    '{ENROLLMENT,ATTENDANCE,GRADES,PARTICIPATION}') d
  join roster.student s on s.id = d.student_id
  left join sync.freshness f on f.district_id = s.district_id and f.category = d.category;
end;
comment on function access.watch(text, text, text, text[]) is 'The state of a viewer''s caseload for comparison with an earlier one; one row with a refusal for who may not ask here.';

-- Caseloads, statements and trainings: whom the viewer may change. Nobody changes what opens their own access.

create function access.me() returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select staff_id from access.current_request();
end;
comment on function access.me() is 'The person who asks.';

create function access.my_programs() returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(m.programs, '{}')
  from access.current_request() r
  join party.membership m on m.id = r.membership_id;
end;
comment on function access.my_programs() is 'Programs that a manager is limited to.';

create function access.caseload_member(p_membership uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select case
    when m.staff_id = r.staff_id then 'SELF'
    when m.role <> 'CASE_WORKER' or not m.active @> access.today() then 'NOT_A_CASE_WORKER'
    else 'CASE_WORKER'
  end
  from access.current_request() r
  join party.membership m on m.id = p_membership and m.organization_id = r.organization_id
  where r.role in ('ADMIN', 'PROGRAM_MANAGER');
end;
comment on function access.caseload_member(uuid) is 'What a member of the managed organization is for whoever assigns caseloads: SELF, CASE_WORKER (active) or NOT_A_CASE_WORKER; null for everybody else''s.';

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

------------------------------------------------------------------------------------------------------------------------
-- 7  For the pull engine: whom to keep. Looser than what is shown, by the days of grace: a window that is open, opens
-- within 30 days or ended at most 60 days ago. What was withdrawn is not kept.

create function access.kept_as_of(p_district uuid, p_at timestamptz)
returns table (
  student_id uuid, organization_id uuid, district_student_id text, given_name text, family_name text,
  preferred_given_name text, birth_date date, categories text[]
)
language sql stable as $$
  select s.id, s.organization_id, s.district_student_id, p.given_name, p.family_name, p.preferred_given_name, p.birth_date,
    covered.categories
  from party.district d
  cross join party.operator o
  cross join lateral (
    select daterange((p_at at time zone d.zone)::date - 60, (p_at at time zone d.zone)::date + 31) as around
  ) days
  join roster.student s on s.district_id = d.id
  join roster.participant p on p.id = s.participant_id
  cross join lateral (
    select array_agg(distinct c.category order by c.category) as categories
    from (
      select c.category
      from document.consent g
      join document.signer signer on signer.id = g.signer_id
      join document.district_agreement a
        on a.organization_id = s.organization_id and a.district_id = s.district_id and a.in_force && days.around
      cross join unnest(g.categories) as c(category)
      where g.participant_id = s.participant_id
        and g.organization_id = s.organization_id
        and g.district_id = s.district_id
        and g.kind = 'GENERAL'
        and g.in_force && days.around
        and (g.revoked_at is null or g.revoked_at > p_at)
        and g.signed_on is not null
        and g.purpose ~ '[^[:space:]]'
        and 'ORGANIZATION' = any(g.parties)
        and ('OPERATOR' = any(g.parties) or a.operator_is_agent)
        and (a.verification <> 'EACH' or g.verified_on is not null)
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
          join document.signer ws on ws.id = w.signer_id
          where w.participant_id = g.participant_id
            and w.organization_id = g.organization_id
            and w.district_id = g.district_id
            and w.kind = 'GENERAL'
            and lower(w.in_force) < upper(days.around)
            and coalesce((w.revoked_at at time zone d.zone)::date < upper(w.in_force), true)
            and w.revoked_at <= p_at
            and (signer.capacity <> 'STUDENT' or ws.capacity = 'STUDENT')
            and not exists (
              select
              from document.consent again
              where again.participant_id = w.participant_id
                and again.organization_id = w.organization_id
                and again.district_id = w.district_id
                and again.kind = 'GENERAL'
                and again.signer_id = w.signer_id
                and again.in_force && days.around
                and (again.revoked_at is null or again.revoked_at > p_at)
                and again.signed_on >= (w.revoked_at at time zone d.zone)::date
                and again.recorded_at > w.revoked_at))
        -- What a later signature replaces for all the days that are left is kept no more.
        and not exists (
          select
          from document.consent later
          where later.participant_id = g.participant_id
            and later.organization_id = g.organization_id
            and later.district_id = g.district_id
            and later.kind = 'GENERAL'
            and (later.revoked_at is null or later.revoked_at > p_at)
            and (later.signed_on, later.recorded_at) > (g.signed_on, g.recorded_at)
            and later.in_force @> lower(days.around) + 60
            and later.in_force @> (g.in_force * daterange(lower(days.around) + 60, upper(days.around))))
        and case
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
        and a.in_force && days.around
        and a.basis = 'SCHOOL_OFFICIAL'
        and g.district_student_id = s.district_student_id
        and c.category = any(a.categories)
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
  preferred_given_name text, birth_date date, categories text[]
)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select k.student_id, k.organization_id, k.district_student_id, k.given_name, k.family_name, k.preferred_given_name,
    k.birth_date, k.categories
  from access.kept_as_of(p_district, transaction_timestamp()) k;
end;
comment on function access.kept(uuid) is 'Students of a district whose data may be stored, with the categories that some window covers.';

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
  foreach t in array array['roster.program_enrollment', 'roster.program_attendance', 'roster.student', 'document.signer', 'document.consent'] loop
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
    revoked_at is null
    and (organization_id = (select access.whole_organization()) or participant_id = any((select access.some_participants())::uuid[])))
  with check (
    revoked_by = (select access.my_membership())
    and revoked_at = transaction_timestamp());

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

-- Agreements, made and changed: drafted, signed, ended.

-- Participants, made and changed: by those who manage the organization.

-- Consents, made and changed: by those who know the child; verified and decided by the district.

-- Staff, made and changed: by the admin of the place; nobody's own role, scope or caseload.
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
  using ((select access.my_membership()) is not null);
create policy published_by_the_operator on party.confidentiality_statement for insert to link_request
  with check ((select access.is_operator()) and effective_on >= (select access.today()));
create policy own_acceptance on party.statement_acceptance for select to link_request
  using (staff_id = (select access.me()));
create policy accepted_by_me on party.statement_acceptance for insert to link_request
  with check (staff_id = (select access.me()));
create policy kept_training on party.training_record for select to link_request
  using (staff_id = (select access.me()) or staff_id = any((select access.trainees())::uuid[]));
create policy recorded_by_another on party.training_record for insert to link_request
  with check (staff_id = any((select access.trainees())::uuid[]) and staff_id <> (select access.me()));
create policy withdrawn_by_another on party.training_record for update to link_request
  using (staff_id = any((select access.trainees())::uuid[]) and staff_id <> (select access.me()) and withdrawn_at is null)
  with check (withdrawn_at = transaction_timestamp());

-- Holds and designations: set and ended by those who may.

-- Organizations and their programs; feeds and pulls. A steward knows the organizations with which the district agreed.
alter table party.organization enable row level security;
alter table party.program enable row level security;
create policy own_organization on party.organization for select to link_request
  using (
    id = (select access.my_organization())
    or (select access.is_operator())
    or id in (select a.organization_id from document.district_agreement a where a.district_id = (select access.my_district())));
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
  using ((select access.my_membership()) is not null);
create policy entered on sync.scheduled_tasks for select to link_request
  using ((select access.my_membership()) is not null);
do $$
declare
  t text;
begin
  foreach t in array array[
    'party.organization', 'party.program', 'sync.feed', 'sync.pull', 'sync.pull_stream', 'sync.freshness', 'sync.scheduled_tasks'
  ] loop
    execute format('drop policy if exists rules_read on %s', t);
    execute format('create policy rules_read on %s for select to link_policy using (true)', t);
  end loop;
  foreach t in array array['sync.feed', 'sync.pull', 'sync.pull_stream', 'sync.freshness', 'sync.scheduled_tasks'] loop
    execute format('drop policy if exists engine_writes on %s', t);
    execute format('create policy engine_writes on %s to link_engine using (true) with check (true)', t);
  end loop;
  -- The engine: the published tables of the district it has leased, with the current fencing token.
  foreach t in array array['school', 'calendar_day', 'student', 'student_match', 'enrollment', 'attendance_event', 'attendance_summary',
    'section', 'grade', 'grade_summary'] loop
    execute format('drop policy if exists leased_district on record.%I', t);
    execute format(
      'create policy leased_district on record.%I to link_engine using (district_id = (select sync.leased_district())) '
      'with check (district_id = (select sync.leased_district()))', t);
  end loop;
end
$$;

-- The ledger: written by the policy's functions alone; the owner and the sealer read.
do $$
declare
  t text;
begin
  foreach t in array array['ledger.request', 'ledger.release'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('drop policy if exists rules_write on %s', t);
    execute format('drop policy if exists owner_reads on %s', t);
    execute format('drop policy if exists sealer_reads on %s', t);
    execute format('create policy rules_write on %s to link_policy using (true) with check (true)', t);
    execute format('create policy owner_reads on %s for select to link_owner using (true)', t);
    execute format('create policy sealer_reads on %s for select to link_sealer using (true)', t);
  end loop;
end
$$;

------------------------------------------------------------------------------------------------------------------------
-- 9  Grants: whatever is not named here, nobody may.

grant usage on schema access to link_request, link_engine;
set role link_policy; -- its functions, its grants
revoke all on all functions in schema access from public;

grant execute on function
  access.enter(text, text, text, text[], text, text, text),
  access.record_failure(text, text, text, text, text, text, text, text),
  access.open(uuid[], text[]),
  access.opened(text),
  access.roster(boolean, text, uuid, text, boolean, uuid, integer),
  access.disclosures(uuid, uuid, integer),
  access.shared_participation(uuid[]),
  access.shared_with_district(text, uuid, integer),
  access.consents_to_verify(uuid, integer),
  access.district_disclosures(text, uuid, integer),
  access.watch(text, text, text, text[]),
  access.me(), access.my_programs(), access.caseload_member(uuid), access.trainee(uuid), access.trainees(),
  access.viewer(), access.today(),
  access.my_membership(), access.my_organization(), access.my_district(), access.districts(), access.is_operator(),
  access.managed_organization(), access.administered_organization(), access.my_role(),
  access.whole_organization(), access.some_participants(), access.removed_participants()
  to link_request;
grant execute on function access.kept(uuid) to link_engine;
reset role;

grant usage on schema party, roster, document, record, sync to link_request;
grant select (id, name, host) on party.organization to link_request;
grant select (id, organization_id, name, kind, sharing) on party.program to link_request;
grant select (id, name, zone) on party.district to link_request;
grant select on roster.participant, roster.program_enrollment, roster.program_attendance, roster.student to link_request;
grant insert (id, organization_id, participant_id, program_id, attended_on, minutes, recorded_by) on roster.program_attendance to link_request;
grant update (minutes, recorded_by, recorded_at) on roster.program_attendance to link_request;
grant select on document.operator_agreement, document.district_agreement, document.sharing_opt_in, document.signer, document.consent
  to link_request;
grant update (revoked_at, revoked_by, revocation_note) on document.consent to link_request;

-- Agreements.

-- Participants.

-- Consents.

-- Staff.
grant select on roster.caseload_assignment to link_request;
grant insert (id, membership_id, organization_id, participant_id, program_id, site, cover_for, assigned) on roster.caseload_assignment to link_request;
grant update (assigned) on roster.caseload_assignment to link_request;
grant select on party.confidentiality_statement, party.statement_acceptance, party.training_record to link_request;
grant insert (id, version, text, effective_on) on party.confidentiality_statement to link_request;
grant insert (staff_id, statement_id) on party.statement_acceptance to link_request;
grant insert (id, staff_id, title, valid) on party.training_record to link_request;
grant update (valid, withdrawn_at) on party.training_record to link_request;
grant select (site) on party.program to link_request;

-- Holds and designations.

-- The district's data.
grant select (district_id, id, name, code) on record.school to link_request;
grant select (district_id, id, school_id, school_year, grade_level, entry_date, exit_date) on record.enrollment to link_request;
grant select (district_id, school_year, enrollment_id, date, period, status) on record.attendance_event to link_request;
grant select (district_id, enrollment_id, school_year, enrolled, excused, unexcused, tardy, covered_until) on record.attendance_summary to link_request;
grant select (district_id, id, school_id, school_year, course_title, course_code, section_code) on record.section to link_request;
grant select (district_id, id, enrollment_id, section_id, school_year, grading_period, period_begins, period_ends, kind, letter, percent,
  failing, credits_attempted, credits_earned, graded_on) on record.grade to link_request;
grant select (district_id, enrollment_id, school_year, sections, failing, credits_attempted, credits_earned, grade_points,
  grade_point_credits, graded_until) on record.grade_summary to link_request;
grant select (id, district_id, name, connector, categories, cron, zone, enabled) on sync.feed to link_request;
grant select on sync.pull, sync.pull_stream, sync.freshness to link_request;
grant select (task_name, task_instance, execution_time) on sync.scheduled_tasks to link_request;

grant usage on schema party, record, sync to link_engine;
grant select on party.district to link_engine;
grant select, insert, update, delete on
  record.school, record.calendar_day, record.student, record.student_match, record.enrollment, record.attendance_event,
  record.attendance_summary, record.section, record.grade, record.grade_summary
  to link_engine;
grant select on sync.feed, sync.grade_release to link_engine;
grant execute on function sync.leased_district() to link_engine;
grant usage on schema stage to link_engine;
grant select, insert, update, delete on all tables in schema stage to link_engine;
grant select, insert, update, delete on
  sync.lease, sync.pull, sync.pull_stream, sync.rejection, sync.watermark, sync.freshness, sync.scheduled_tasks
  to link_engine;

grant usage on schema ledger to link_sealer;
grant select on ledger.request, ledger.release to link_sealer;
