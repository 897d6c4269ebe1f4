#!/usr/bin/env bash
# Builds everything and runs the tests. Installs what the tests need and the machine lacks (PostgreSQL's server, on Debian and Ubuntu; Chromium, on Debian).
# Elsewhere TEST_POSTGRES names a server and CHROMIUM a browser.
# Where the packages of Microsoft Orleans can be restored, the suites of the grains are run on it as well; RestoreConfigFile=<a nuget.config> names other sources.
# Usage: ./test.sh [a part of a test project's name]
#   ./test.sh cluster     several silos on Orleans, killed, frozen and restarted under load: some twenty minutes on two cores, so only by name
#   ./test.sh endtoend    the whole process, on both runtimes
#   ./test.sh simulation  a thousand runs of the grains amid all that can go wrong; SEEDS=50000 plays more of them, SEED=66 that one
#   ./test.sh faults      the real process killed at each step, on a full disk, without its database, its answers or its provider: some ten minutes, so only by name
#   ./test.sh dashboard   the dashboard, by itself and in a browser against the real silo
set -euo pipefail
cd "$(dirname "$0")"

sudo=""
[ "$(id -u)" = 0 ] || sudo="sudo"

update() {
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get update -q
}

install() {
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}

need_postgres() {
  compgen -G "/usr/lib/postgresql/*/bin/initdb" > /dev/null && return
  [ -n "${TEST_POSTGRES:-}" ] && return
  echo "Installing PostgreSQL's server for the tests"
  # The tests start a server of their own; Debian's default cluster is not wanted.
  $sudo mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" | $sudo tee /etc/postgresql-common/createcluster.conf > /dev/null
  update
  install postgresql
}

# Fails where there is no browser. Ubuntu has no package of that name, or one that only stands for a snap.
need_chromium() {
  [ -x "${CHROMIUM:-/usr/bin/chromium}" ] && return
  [ -z "${CHROMIUM:-}" ] || return 1
  command -v apt-get > /dev/null || return 1
  update || true
  apt-cache show chromium 2> /dev/null | grep -x "Package: chromium" > /dev/null || return 1
  echo "Installing Chromium for the browser tests"
  install chromium && [ -x /usr/bin/chromium ]
}

wanted="${1:-}"
wanted="${wanted,,}"
broken=0
no_browser=""
results="$(mktemp -d)"
started="$(mktemp)"
trap 'rm -rf "$results" "$started"' EXIT

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
      --logger "console;verbosity=minimal" --results-directory "$results" 2>&1 | tee "$results/$runtime-$name.log" || broken=1
  done
}

# Runs a folder's tests by npm.
run_npm() {
  local folder="$1" script
  shift
  echo "== $folder"
  # npm says what it installed; what it says of a failure comes as well.
  (cd "$folder" && npm ci --no-audit --no-fund > /dev/null) || { broken=1; return; }
  for script in "$@"; do (cd "$folder" && npm run --silent "$script") || broken=1; done
  (cd "$folder" && npx vitest run --reporter=default --reporter=junit --outputFile.junit="$results/$(basename "$folder").xml" 2>&1) \
    | tee "$results/$(basename "$folder").log" || broken=1
}

run_dashboard() {
  case "dashboard" in *"$wanted"*) ;; *) return ;; esac
  # What vite and vitest run on.
  if ! node --eval 'const [major, minor] = process.versions.node.split(".").map(Number);
      process.exit((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24 ? 0 : 1)' 2> /dev/null; then
    echo "Node 20.19, 22.12, 24 or newer is not on the PATH; the dashboard's tests did not run."
    return
  fi
  run_npm src/Orleans.WhatsApp.Dashboard lint
  if need_chromium; then
    run_npm tests/Dashboard check
  else
    no_browser="There is no browser at ${CHROMIUM:-/usr/bin/chromium}, and none was installed; the browser tests did not run. Name one: CHROMIUM=/usr/bin/google-chrome ./test.sh dashboard"
    echo "$no_browser"
    broken=1
  fi
}

need_postgres
# The default build compares itself with the genuine assemblies, so the other sources are for the second pass alone.
env -u RestoreConfigFile dotnet build Orleans.WhatsApp.sln -nodeReuse:false -v minimal
run Embedded tests/*.Tests/*.csproj tests/Simulation/*.csproj
[ -z "$wanted" ] || run Embedded tests/Faults/*.csproj
run_dashboard

# A folder of its own under artifacts: whether this succeeds or not, the default build's output stays as it is.
if dotnet restore src/Orleans.WhatsApp.Silo -p:GrainRuntime=Orleans -nodeReuse:false > /dev/null 2>&1; then
  dotnet build Orleans.WhatsApp.sln -p:GrainRuntime=Orleans -nodeReuse:false -v minimal
  run Orleans tests/Orleans.Embedded.Tests/*.csproj tests/Orleans.WhatsApp.{Grains,Silo}.Tests/*.csproj
  [ -z "$wanted" ] || run Orleans tests/Orleans.WhatsApp.EndToEnd.Tests/*.csproj tests/Cluster/*.csproj
  # Of this run, if the cluster suite was in it.
  [ ! artifacts/orleans/cluster/figures.md -nt "$started" ] || cat artifacts/orleans/cluster/figures.md
else
  echo "The packages of Microsoft Orleans cannot be restored here; the Orleans suites did not run."
fi

count() { { cat "$results"/*.trx 2> /dev/null || true; } | { grep -o "<Counters [^>]*" || true; } | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" | awk '{ sum += $1 } END { print sum + 0 }'; }
# The same of what npm ran: each test is an element, and what became of it another one within.
count_xml() { { cat "$results"/*.xml 2> /dev/null || true; } | { grep -o "<$1[ />]" || true; } | wc -l; }
npm_total="$(count_xml testcase)"
npm_failed="$(count_xml failure)"
npm_skipped="$(count_xml skipped)"
total=$(($(count total) + npm_total))
passed=$(($(count passed) + npm_total - npm_failed - npm_skipped))
failed=$(($(count failed) + npm_failed))
skipped=$((total - passed - failed))

# What failed, once more: the output of the suites that ran after it is long.
{ cat "$results"/*.log 2> /dev/null || true; } | grep -A 25 -E "^ *Failed [^ ]+ *.*\[|\[FAIL\]|^.{0,12}FAIL.{0,6} " || true

echo
# A skipped test has shown nothing, so it counts as broken here.
[ "$skipped" = 0 ] || { echo "$skipped tests did not run"; broken=1; }
[ "$total" -gt 0 ] || { echo "No test ran"; broken=1; }
[ -z "$no_browser" ] || echo "$no_browser"
echo "$passed passed, $failed failed"
exit "$broken"
