-- Invitations, and how a membership begins and ends: who is invited is a person without an identity until the first
-- sign-in with that verified e-mail binds one, for ever.

alter table party.staff
  alter column issuer drop not null,
  alter column subject drop not null,
  add constraint staff_is_bound_whole check ((issuer is null) = (subject is null));
comment on column party.staff.issuer is 'The OpenID Connect issuer that vouches for the person; absent until the first sign-in.';
comment on column party.staff.subject is 'The person''s subject at that issuer; absent until the first sign-in, then never changed.';
comment on column party.staff.email is 'Address for notices and, until the person is bound, the one that the sign-in server must have verified.';
create index staff_by_email on party.staff (lower(email));
comment on index party.staff_by_email is 'access.bind_newcomer and access.invite_staff: the person of an e-mail.';

-- Rows that stood before there were invitations, and those written beside them, are accepted from the start.
alter table party.membership
  add column invited_at timestamptz,
  add column invited_by uuid,
  add column invited_until timestamptz,
  add column withdrawn_at timestamptz,
  add column accepted_at timestamptz default transaction_timestamp(),
  add column deactivated_at timestamptz,
  add column reactivated_at timestamptz,
  add constraint member_invited_by foreign key (invited_by) references party.membership (id) on delete restrict,
  add constraint invitation_is_whole check (num_nonnulls(invited_at, invited_by, invited_until) in (0, 3)),
  add constraint membership_begins_accepted_or_invited check (accepted_at is not null or invited_at is not null),
  add constraint withdrawn_is_not_accepted check (withdrawn_at is null or accepted_at is null);
comment on column party.membership.invited_at is 'When the invitation was made, or renewed last; absent: not by invitation.';
comment on column party.membership.invited_by is 'Who invited.';
comment on column party.membership.invited_until is 'When the invitation lapses unless it is accepted.';
comment on column party.membership.withdrawn_at is 'When the invitation was withdrawn.';
comment on column party.membership.accepted_at is 'When the person first signed in by the verified e-mail. Absent: no access yet.';
comment on column party.membership.deactivated_at is 'When it was deactivated: it closes access in the same second.';
comment on column party.membership.reactivated_at is 'When it was reactivated last; the days without use count from then anew.';
create index membership_by_organization on party.membership (organization_id);
comment on index party.membership_by_organization is 'Query.staff: the members of an organization.';
create index membership_by_district on party.membership (district_id);
comment on index party.membership_by_district is 'Query.staff: the members of a district.';

-- Mail goes out after the commit that made the reason for it, and only then.
create table party.mail (
  id uuid primary key default gen_random_uuid(),
  membership_id uuid not null,
  recipient text not null,
  inviter text not null,
  place text not null,
  host text not null,
  written_at timestamptz not null default transaction_timestamp(),
  next_try timestamptz not null default transaction_timestamp(),
  tries integer not null default 0,
  sent_at timestamptz,
  given_up_at timestamptz,
  constraint mail_about_a_membership foreign key (membership_id) references party.membership (id) on delete restrict,
  constraint mail_is_sent_or_given_up check (sent_at is null or given_up_at is null)
);
comment on table party.mail is 'Invitations to be mailed. A mail names who invites, the place and its address; no child, and nothing that opens a door.';
comment on column party.mail.id is 'Identifies the mail.';
comment on column party.mail.membership_id is 'The membership to which it invites.';
comment on column party.mail.recipient is 'To whom.';
comment on column party.mail.inviter is 'Name of who invites.';
comment on column party.mail.place is 'Name of the organization, district or operator.';
comment on column party.mail.host is 'Its web address, host without port.';
comment on column party.mail.written_at is 'When it was written.';
comment on column party.mail.next_try is 'Not to be sent before.';
comment on column party.mail.tries is 'How often sending it was tried.';
comment on column party.mail.sent_at is 'When the mail server took it.';
comment on column party.mail.given_up_at is 'When it was tried for the last time, in vain.';
create index mail_to_send on party.mail (next_try) where sent_at is null and given_up_at is null;
comment on index party.mail_to_send is 'The sender: what is due.';
create index mail_by_membership on party.mail (membership_id);
comment on index party.mail_by_membership is 'The mails of an invitation; foreign key.';
