-- The stream that a ticket opens ends with the sign-in that asked for it.
ALTER TABLE ticket ADD COLUMN session_mark text;
