-- Rights that were granted and that nothing uses are taken away; what is left is granted column by column in the access policy.
-- A right that a table has as a whole would be one on every column that it gets later.

-- The policy's functions: of mail they need whether it went out, of recorded changes nothing; refused rows of an import are
-- the request's own.
revoke select, insert on party.mail from link_policy;
revoke select on roster.participant_import_refusal from link_policy;
revoke select, insert on audit.change from link_policy;
revoke insert, update on party.membership from link_policy;

-- The request: why a court took a signer's rights is the district's; how often an import was tried, and how far a stream had
-- come, are the engine's; an organization keeps its address, by which everybody finds it.
revoke select on document.signer, document.consent_question, roster.participant_import, sync.pull_stream from link_request;
revoke update on party.organization from link_request;

-- The engine: what a pull was stays; a match and a revealed value are made or gone, and never changed.
revoke select on party.district from link_engine;
revoke delete on sync.lease, sync.pull, sync.pull_stream, sync.watermark, sync.freshness from link_engine;
revoke update on sync.pull_stream from link_engine;
revoke select, update, delete on sync.rejection from link_engine;
revoke update on record.student_match, record.revealed_value from link_engine;
