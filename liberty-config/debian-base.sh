#!/bin/sh
# Writes a base image for the Containerfile as a tar to standard output: Debian's Java and the
# unpacked Liberty, laid out as in the official image but without any shell. For machines that reach
# no image registry, and for the test that shows that no image needs a shell.
#   liberty-config/debian-base.sh | docker import --change 'ENV PATH=/usr/bin' - liberty-base
set -eu
here=$(cd "$(dirname "$0")" && pwd)
export WLP="$here/target/wlp"

exec mmdebstrap --quiet --mode=root --variant=essential --include=openjdk-17-jre-headless \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' \
  --essential-hook='mkdir -p "$1/usr/share/man/man1"' \
  --customize-hook='mkdir -p "$1/opt/ol" "$1/logs" && cp -r "$WLP" "$1/opt/ol/wlp"' \
  --customize-hook='rm -rf "$1"/opt/ol/wlp/usr/servers/* "$1"/opt/ol/wlp/output' \
  --customize-hook='mkdir -p "$1/opt/ol/wlp/usr/servers/defaultServer" "$1/opt/ol/wlp/output/defaultServer"' \
  --customize-hook='chgrp -R 0 "$1/opt/ol/wlp/output" "$1/logs" && chmod -R g+rwX "$1/opt/ol/wlp/output" "$1/logs"' \
  --customize-hook='ln -s /opt/ol/wlp/usr/servers/defaultServer "$1/config" && ln -s /opt/ol/wlp/output/defaultServer "$1/output"' \
  --customize-hook='rm -f "$1"/bin/sh "$1"/bin/bash "$1"/bin/dash "$1"/bin/rbash' \
  bookworm -
