-- What accounts may do beyond their roles. Groups and permissions are kept by name: both are what tokens and people say.
CREATE TABLE permission_group (
  name       text PRIMARY KEY CONSTRAINT permission_group_name_is_a_word CHECK (name ~ '^[a-z][a-z0-9-]{1,39}$'),
  changed_at timestamptz NOT NULL,
  version    bigint NOT NULL
);
CREATE TABLE permission_group_permission (
  group_name text NOT NULL REFERENCES permission_group (name) ON DELETE CASCADE,
  permission text NOT NULL,
  PRIMARY KEY (group_name, permission)
);
-- A group with members cannot go: whoever removes it has to say first what becomes of them.
CREATE TABLE account_group (
  account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  group_name text NOT NULL REFERENCES permission_group (name),
  PRIMARY KEY (account_id, group_name)
);
CREATE INDEX account_group_group ON account_group (group_name);

GRANT SELECT, INSERT, UPDATE, DELETE ON permission_group, permission_group_permission, account_group TO ${runtime_role};
