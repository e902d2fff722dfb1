-- A key is there for who sends again what had no answer: minutes, hours, at the most days. What was made with it stays, and
-- the ledger and the recorded changes say by whom.

create index submission_by_time on audit.submission (at);
comment on index audit.submission_by_time is 'access.forget_submissions: the keys that are old.';
