#!/usr/bin/env bash
# usage: examples/ci/gate.sh BASE [option of `moebench ab` ...]
# Builds the commit BASE and the working tree, and gates `infer` and `router` of the one against the other. Exit status: that of the
# worse gate; samples and JUnit XML in build/gate-samples/SCENARIO. MOEBENCH_SCENARIOS="infer;router --threads 2" gates others.
set -euo pipefail
cd "$(dirname "$0")/../.."
base=$1
shift

scripts/build release
rm -rf build/base
git worktree prune
git worktree add --force --detach build/base "$base" >&2
trap 'git worktree remove --force build/base' EXIT
(cd build/base && scripts/build release)

status=0
IFS=';' read -ra scenarios <<<"${MOEBENCH_SCENARIOS:-infer;router}"
for scenario in "${scenarios[@]}"; do
  read -ra words <<<"$scenario"
  outcome=0
  samples=build/gate-samples/${words[0]}
  build/release/moebench ab --baseline build/base/build/release/moebench --candidate build/release/moebench \
    --confirm --save "$samples" --junit "$samples/junit.xml" "$@" -- "${words[@]}" --runs 1 --format json --quiet || outcome=$?
  ((outcome > status)) && status=$outcome
done
exit "$status"
