#!/usr/bin/env bash
# s3rver, a fake S3 server for Node.js (npm package), on 127.0.0.1.
#
#   s3rver.sh install            with npm, which comes from Debian if there is none
#   s3rver.sh start              returns when S3 answers; prints the exports
#   s3rver.sh test-env           what the integration tests read, as lines for eval
#   s3rver.sh status             what runs
#   s3rver.sh stop               stops it; the data is thrown away
#
# Small and quick, keeps objects as files.  It is no longer developed (3.7.1 is of 2022):
# it does not check v4 signatures at all, ignores preconditions on PUT, stores aws-chunked
# bodies wrongly, and a key whose file name is too long ends the process.  It has one
# account; the second that test-env names is not known to it.
# Environment: S3KIT_SERVERS_DIR, S3RVER_PORT (8200).
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/common.sh"

VERSION=3.7.1
DIR=$S3KIT_SERVERS_DIR/s3rver
PORT=${S3RVER_PORT:-8200}
AK=S3RVER SK=S3RVER
AK2=S3RVER2 SK2=S3RVER2
BIN=$DIR/npm/node_modules/.bin/s3rver

case ${1:-} in
  install)
    lock "$DIR"
    command -v curl >/dev/null || apt_install curl
    command -v npm >/dev/null || apt_install npm
    [ -x "$BIN" ] && exit 0
    mkdir -p "$DIR/npm"
    npm install --prefix "$DIR/npm" --no-save --no-audit --no-fund --ignore-scripts --loglevel=error "s3rver@$VERSION" >"$DIR/install.log" 2>&1 ||
      die "npm install failed; see $DIR/install.log"
    ;;
  start)
    [ -x "$BIN" ] || die "not installed; run '$ME install'"
    lock "$DIR"
    if ! pid_of "$DIR/pid" >/dev/null; then
      port_free "$PORT"
      rm -rf "$DIR/data"
      mkdir -p "$DIR/data"
      echo "$PORT" >"$DIR/port"
      : >"$DIR/log"
      # the legacy provider: its list continuation tokens use an old cipher (500 without)
      NODE_OPTIONS="--no-deprecation --openssl-legacy-provider" spawn "$DIR/pid" "$DIR/log" \
        node "$BIN" --address 127.0.0.1 --port "$PORT" --directory "$DIR/data"
    fi
    wait_s3 "$(started_url "$DIR")" "$DIR/pid" "$DIR/log" 30
    print_exports "$(started_url "$DIR")" "$AK" "$SK" us-east-1
    ;;
  test-env) url=$(started_url "$DIR"); print_test_env s3rver "$url" "$AK" "$SK" us-east-1 "$AK2" "$SK2" ;;
  stop) lock "$DIR"; stop_pidfile "$DIR/pid"; rm -rf "$DIR/data" "$DIR/port" ;;
  status) show_status "$DIR/pid" s3rver ;;
  *) usage ;;
esac
