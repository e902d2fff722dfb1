-- What a decision reads grows with the students asked, not with the organization, the district or the holds of others:
-- each of these is asked for one student at a time.

create index student_record_by_number on record.student (district_id, btrim(district_student_id));
comment on index record.student_record_by_number is 'access.removed: the record that a district''s hold names.';
comment on index roster.student_by_number is 'access.removed: whom a district''s hold names, where there is no match; access.signers_as, access.student_signers: a district''s child as all organizations know it.';

create index hold_by_number on document.hold (district_id, btrim(district_student_id)) where district_student_id is not null;
comment on index document.hold_by_number is 'access.child_held: holds of a district on one of its students.';
create index hold_on_no_child on document.hold (begins) where district_student_id is null and participant_id is null;
comment on index document.hold_on_no_child is 'access.decide: holds on people, organizations, districts, agreements and feeds.';
create index hold_takes_off_the_lists on document.hold (district_id, btrim(district_student_id)) where kind = 'REMOVE';
comment on index document.hold_takes_off_the_lists is 'access.removed: asked with each statement about participants.';
