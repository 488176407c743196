#!/bin/sh
# Makes the secrets of compose.yaml in data/compose, once: each a file with a random value. Nobody
# else may enter the folder; the files themselves are readable, because containers run as other users.
set -eu
folder="$(cd "$(dirname "$0")/.." && pwd)/data/compose"
mkdir -p "$folder" && chmod 700 "$folder" && cd "$folder"

random() { head -c 24 /dev/urandom | base64 | tr '+/' '-_'; }
make() { [ -e "$1" ] || printf '%s\n' "$2" > "$1"; }

for service in USERS ORDERS PAYMENTS INVENTORY NOTIFICATIONS; do
  make "${service}_DB_PASSWORD" "$(random)"
  make "${service}_DB_OWNER_PASSWORD" "$(random)"
done
for name in POSTGRES_PASSWORD KEYSTORE_PASSWORD TOKEN_KEY_SECRET TRADEWIND_ADMIN_PASSWORD REDIS_PASSWORD GRAFANA_PASSWORD; do
  make "$name" "$(random)"
done
chmod 644 ./*
echo "The secrets are in $folder; the first admin's password is in TRADEWIND_ADMIN_PASSWORD."
