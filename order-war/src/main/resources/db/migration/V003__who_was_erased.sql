-- An access token lives a little longer than its account: what is typed with it is not kept.
create table erased_person (
  user_id uuid primary key
);

grant select, insert on erased_person to "${runtime_role}";
