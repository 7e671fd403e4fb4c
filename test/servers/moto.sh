#!/usr/bin/env bash
# moto_server (python3-moto 5.x) from Debian trixie, in a chroot, on 127.0.0.1.
#
#   moto.sh install              into a chroot of its own: 290 MB
#   moto.sh start                returns when S3 answers; prints the exports
#   moto.sh test-env             what the integration tests read, as lines for eval
#   moto.sh status               what runs
#   moto.sh stop                 stops it; the data is thrown away
#
# moto answers for many AWS services; S3 is the one of interest.  It keeps objects in
# memory, and checks signatures only when told to (it does not here: any key works, and
# the second account that test-env names is no other than the first).
# Environment: S3KIT_SERVERS_DIR, MOTO_PORT (8300).
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/common.sh"

DIR=$S3KIT_SERVERS_DIR/moto
ROOT=$DIR/trixie
PORT=${MOTO_PORT:-8300}
AK=S3KITACCESSKEY000001 SK=s3kitSecretKey/With+Signs/0123456789ABCD
AK2=S3KITACCESSKEY000002 SK2=s3kitSecretKey/Second+Account/0123456789

case ${1:-} in
  install)
    lock "$DIR"
    [ -e "$DIR/installed" ] && exit 0
    make_chroot "$ROOT" trixie "$DIR/install.log" python3-moto python3-flask-cors
    touch "$DIR/installed"
    ;;
  start)
    [ -e "$DIR/installed" ] || die "not installed; run '$ME install'"
    lock "$DIR"
    if ! pid_of "$DIR/pid" >/dev/null; then
      port_free "$PORT"
      echo "$PORT" >"$DIR/port"
      : >"$DIR/log"
      spawn "$DIR/pid" "$DIR/log" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/tmp \
        chroot "$ROOT" moto_server -H 127.0.0.1 -p "$PORT"
    fi
    wait_s3 "$(started_url "$DIR")" "$DIR/pid" "$DIR/log" 60
    print_exports "$(started_url "$DIR")" "$AK" "$SK" us-east-1
    ;;
  test-env) url=$(started_url "$DIR"); print_test_env moto "$url" "$AK" "$SK" us-east-1 "$AK2" "$SK2" ;;
  stop) lock "$DIR"; stop_pidfile "$DIR/pid"; rm -f "$DIR/port" ;;
  status) show_status "$DIR/pid" moto ;;
  *) usage ;;
esac
