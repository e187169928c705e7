#!/usr/bin/env bash
# Builds everything once and runs all tests; the last line of the output sums them up: N passed, N failed, N skipped.
set -euo pipefail
cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/.."

configuration=Release
# Turkish has other letters for I and i, German a comma in numbers, Thai another calendar, Arabic other digits and marks.
readonly cultures=(tr_TR de_DE th_TH ar_SA)

usage() {
  cat >&2 <<'TEXT'
Usage: tests/run.sh [--quick] [--configuration NAME] [NAME...]
  --quick           without a cluster
  --configuration   Release (default) or Debug
  NAME              only these, for example: Core Package Pester

Environment:
  PODSECURITY_TEST_KUBECONFIG      a cluster to test with, instead of one that is started for the run
  PODSECURITY_TEST_SEED            repeats what a former run generated
  PODSECURITY_DIFFERENTIAL_COUNT   how many pods and policies to compare with the real server (400)
TEXT
  exit 2
}

quick=false
while [[ ${1:-} == -* ]]; do
  case $1 in
    --quick) quick=true; shift ;;
    --configuration) configuration=${2:-}; [[ $configuration ]] || usage; shift 2 ;;
    *) usage ;;
  esac
done
names=("$@")

main() {
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
  export PODSECURITY_TEST_SEED=${PODSECURITY_TEST_SEED:-$RANDOM}
  reports=$(mktemp -d)
  trap 'rm -rf "$reports"' EXIT
  passed=0 failed=0 skipped=0

  dotnet build PodSecurity.slnx --configuration $configuration --nologo --verbosity quiet
  if $quick; then unset PODSECURITY_TEST_KUBECONFIG; else provide_cluster; fi
  echo "Seed of generated tests: $PODSECURITY_TEST_SEED"

  local project
  for project in tests/*.Tests; do
    name=$(basename "$project")
    if wanted "$name"; then run "$name" test_project; fi
  done
  # The commands again, as users of other languages have them.
  name=PodSecurity.Tests
  if wanted $name; then
    local culture
    for culture in "${cultures[@]}"; do
      # What faults a server may have, no culture changes.
      LC_ALL=$culture.UTF-8 PODSECURITY_TEST_CULTURE=${culture/_/-} run "$name.$culture" test_project \
        --filter-not-namespace PodSecurity.Tests.Campaign
    done
  fi
  if wanted Pester; then pester; fi

  echo
  echo "$passed passed, $failed failed, $skipped skipped"
  ((failed == 0 && passed > 0))
}

# Whether PodSecurity.NAME.Tests, or NAME, is to be run.
wanted() {
  if $quick && [[ $1 == *.Cluster.Tests ]]; then return 1; fi
  [[ ${#names[@]} -gt 0 ]] || return 0
  local name
  for name in "${names[@]}"; do
    [[ $1 == "$name" || $1 == *".$name.Tests" || $1 == "$name.Tests" ]] && return 0
  done
  return 1
}

# One cluster for all; it goes when this script ends. Without one the tests themselves say why, and skip or (in CI) fail.
provide_cluster() {
  [[ -z ${PODSECURITY_TEST_KUBECONFIG:-} ]] || return 0
  wanted PodSecurity.Cluster.Tests || wanted Pester || return 0
  local kubeconfig
  if kubeconfig=$(tests/cluster/up.sh --until $$ "$(mktemp -d)"); then
    export PODSECURITY_TEST_KUBECONFIG=$kubeconfig
  else
    echo "There is no cluster for the tests."
  fi
}

# run NAME COMMAND [ARGUMENT...]: the command writes a JUnit report to $report; what goes wrong without a failed test in it counts as one.
run() {
  echo
  echo "== $1"
  report=$reports/$1.xml
  local code=0 tests failures skips
  "${@:2}" </dev/null || code=$?
  read -r tests failures skips < <(sum_report)
  if ((failures == 0 && (code != 0 || tests == 0))); then
    echo "$1 ended with exit code $code after $tests tests: counted as a failure."
    failures=1 tests=$((tests + 1))
  fi
  passed=$((passed + tests - failures - skips)) failed=$((failed + failures)) skipped=$((skipped + skips))
}

# The tests, failures and skipped tests of all suites in $report.
sum_report() {
  [[ -f $report ]] || { echo 0 0 0; return; }
  grep -oE '<testsuite [^>]*' "$report" | grep -oE ' (tests|failures|errors|skipped)="[0-9]+"' | tr -d ' "' |
    awk -F= '{ sum[$1] += $2 } END { print sum["tests"] + 0, sum["failures"] + sum["errors"], sum["skipped"] + 0 }'
}

test_project() {
  dotnet "tests/$name/bin/$configuration/net10.0/$name.dll" --output Minimal --no-ansi \
    --show-live-output on --results-directory "$reports" --report-xunit-junit --report-xunit-junit-filename "${report##*/}" "$@"
}

pester() {
  if ! command -v pwsh >/dev/null; then
    echo "Pester's scenarios are left out: there is no pwsh on this machine."
  elif ! pwsh -NoProfile -Command 'exit [int]!(Get-Module -ListAvailable Pester | Where-Object Version -ge 5.0.0)'; then
    echo "Pester's scenarios are left out: pwsh has no Pester 5 or later."
  else
    run Pester pester_scenarios
  fi
}

pester_scenarios() { pwsh -NoProfile -NonInteractive -File tests/Pester/run.ps1 -Report "$report"; }

main
