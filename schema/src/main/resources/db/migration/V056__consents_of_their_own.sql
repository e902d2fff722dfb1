-- That a child has no home, or lives in foster care, is never told under a general consent: a kind of its own, as meal status.

alter table document.consent
  drop constraint consent_kind,
  add constraint consent_kind check (kind in ('GENERAL', 'SHARING', 'MEAL_STATUS', 'HOUSING_FOSTER'));
comment on column document.consent.kind is 'GENERAL; SHARING of program participation; MEAL_STATUS and HOUSING_FOSTER, each a consent of its own that alone opens that category (7 CFR 245.6; 42 USC 11432(g)).';
