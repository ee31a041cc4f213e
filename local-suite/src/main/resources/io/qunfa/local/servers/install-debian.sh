#!/usr/bin/env bash
# Installs Debian packages without letting them start their system services: Qunfa runs its own private servers.
# Usage, as root: install-debian.sh PACKAGE...
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1

services=(redis-server.service rabbitmq-server.service epmd.service epmd.socket)
masked=()
if [ -d /run/systemd/system ]; then
  for service in "${services[@]}"; do
    if ! systemctl cat "$service" >/dev/null 2>&1; then
      systemctl mask --runtime --quiet "$service" && masked+=("$service")
    fi
  done
fi
release() {
  for service in "${masked[@]}"; do
    systemctl unmask --runtime --quiet "$service" || true
    systemctl disable --quiet "$service" 2>/dev/null || true
  done
}
trap release EXIT

apt-get update -q
apt-get install -q -y --no-install-recommends "$@"
