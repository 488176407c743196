#!/bin/sh
# Run by PostgreSQL's image when its volume is empty: a database for each service, owned by the role
# that migrates it; the role that the server signs in as owns nothing.
set -eu

for service in users orders payments inventory notifications; do
  upper=$(echo "$service" | tr '[:lower:]' '[:upper:]')
  psql --quiet --set=ON_ERROR_STOP=1 --username=postgres \
    --set=service="$service" --set=owner="${service}_owner" \
    --set=password="$(cat "/run/secrets/${upper}_DB_PASSWORD")" \
    --set=owner_password="$(cat "/run/secrets/${upper}_DB_OWNER_PASSWORD")" <<'SQL'
CREATE ROLE :"owner" LOGIN PASSWORD :'owner_password';
CREATE ROLE :"service" LOGIN PASSWORD :'password';
CREATE DATABASE :"service" OWNER :"owner";
REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"service" TO :"service";
SQL
done
