-- Answers arrive in time order, so a block range index finds the old ones for next to nothing, and
-- does not keep updates from staying on their page.
create index saga_command_answered on saga_command using brin (answered_at);

grant delete on saga_command to "${runtime_role}";
