#!/usr/bin/env bash
# Builds everything and runs every test. Installs what the tests need and the machine lacks (PostgreSQL's server, on Debian and Ubuntu).
# Where the packages of Microsoft Orleans can be restored, the suites of the grains are run on it as well; RestoreConfigFile=<a nuget.config> names other sources.
# Usage: ./test.sh [a part of a test project's name]
#   ./test.sh cluster     several silos on Orleans, killed, frozen and restarted under load: some twenty minutes on two cores, so only by name
#   ./test.sh endtoend    the whole process, on both runtimes
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

wanted="${1:-}"
wanted="${wanted,,}"
broken=0
results="$(mktemp -d)"
trap 'rm -rf "$results"' EXIT

# Runs the given projects on one grain runtime.
run() {
  local runtime="$1" project name
  shift
  for project in "$@"; do
    name="$(basename "$project" .csproj)"
    case "${name,,}" in *"$wanted"*) ;; *) continue ;; esac
    echo "== $name ($runtime)"
    # One project after the other: several start servers of their own, and a small machine has two cores.
    dotnet test "$project" -p:GrainRuntime="$runtime" --no-build --nologo -v quiet --logger "trx;LogFileName=$runtime-$name.trx" \
      --logger "console;verbosity=minimal" --results-directory "$results" || broken=1
  done
}

need_postgres
# The default build compares itself with the genuine assemblies, so the other sources are for the second pass alone.
env -u RestoreConfigFile dotnet build Orleans.WhatsApp.sln -nodeReuse:false -v minimal
run Embedded tests/*.Tests/*.csproj

# A folder of its own under artifacts: whether this succeeds or not, the default build's output stays as it is.
if dotnet restore src/Orleans.WhatsApp.Silo -p:GrainRuntime=Orleans -nodeReuse:false > /dev/null 2>&1; then
  dotnet build Orleans.WhatsApp.sln -p:GrainRuntime=Orleans -nodeReuse:false -v minimal
  run Orleans tests/Orleans.Embedded.Tests/*.csproj tests/Orleans.WhatsApp.{Grains,Silo}.Tests/*.csproj
  [ -z "$wanted" ] || run Orleans tests/Orleans.WhatsApp.EndToEnd.Tests/*.csproj tests/Cluster/*.csproj
  cat artifacts/orleans/cluster/figures.md 2> /dev/null || true
else
  echo "The packages of Microsoft Orleans cannot be restored here; the Orleans suites did not run."
fi

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
