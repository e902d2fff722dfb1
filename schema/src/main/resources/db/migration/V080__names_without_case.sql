-- Two programs of one organization, or two organizations, whose names differ by case alone would be taken for each other: by
-- people, and by a file of participants that names its program.

create unique index program_is_named_once_whatever_the_case on party.program (organization_id, lower(name));
comment on index party.program_is_named_once_whatever_the_case is 'ProgramWrites.isNameFree: no two programs of an organization differ by case alone.';

create unique index organization_is_named_once_whatever_the_case on party.organization (lower(name));
comment on index party.organization_is_named_once_whatever_the_case is 'Organizations.isNameFree: no two organizations differ by case alone.';
