#!/usr/bin/env bash
# Builds everything and runs every test. Installs what the tests need and the machine lacks (PostgreSQL's server, on Debian and Ubuntu).
# Usage: ./test.sh [a part of a test project's name]
set -euo pipefail
cd "$(dirname "$0")"

need_postgres() {
  compgen -G "/usr/lib/postgresql/*/bin/initdb" > /dev/null && return
  [ -n "${TEST_POSTGRES:-}" ] && return
  echo "Installing PostgreSQL's server for the tests"
  local sudo=""
  [ "$(id -u)" = 0 ] || sudo="sudo"
  # The tests start a server of their own; Debian's default cluster is not wanted.
  $sudo mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" | $sudo tee /etc/postgresql-common/createcluster.conf > /dev/null
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get update -q
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends postgresql
}

need_postgres
results="$(mktemp -d)"
trap 'rm -rf "$results"' EXIT

dotnet build Orleans.WhatsApp.sln -nodeReuse:false -v minimal

broken=0
for project in tests/*.Tests/*.csproj; do
  name="$(basename "$project" .csproj)"
  case "$name" in *"${1:-}"*) ;; *) continue ;; esac
  echo "== $name"
  # One project after the other: several start servers of their own, and a small machine has two cores.
  dotnet test "$project" --no-build --nologo -v quiet --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" --results-directory "$results" || broken=1
done

count() { { cat "$results"/*.trx 2> /dev/null || true; } | { grep -o "<Counters [^>]*" || true; } | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" | awk '{ sum += $1 } END { print sum + 0 }'; }
total="$(count total)"
passed="$(count passed)"
failed="$(count failed)"
skipped=$((total - passed - failed))

echo
# A skipped test has shown nothing, so it counts as broken here.
[ "$skipped" = 0 ] || { echo "$skipped tests did not run"; broken=1; }
[ "$total" -gt 0 ] || { echo "No test ran"; broken=1; }
echo "$passed passed, $failed failed"
exit "$broken"
