#!/usr/bin/env bash
# OpenStack Swift with its S3 API (s3api, tempauth) on 127.0.0.1: a proxy, one account, one
# container and one object server, one copy of everything, in a directory.  Of Debian
# trixie (2.35), in a chroot, so that the system stays as it is.
#
#   swift.sh install             into a chroot of its own: 330 MB
#   swift.sh start               returns when S3 answers; prints the exports
#   swift.sh test-env            what the integration tests read, as lines for eval
#   swift.sh status              what runs
#   swift.sh stop                stops everything; the data is thrown away
#
# Two users of one account, for tests of access rights: the second may do nothing.
# Environment: S3KIT_SERVERS_DIR, SWIFT_PORT (8500; the inner servers and memcached take
# the four ports from SWIFT_INNER_PORT, 16500).
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/common.sh"

DIR=$S3KIT_SERVERS_DIR/swift
ROOT=$DIR/root
PORT=${SWIFT_PORT:-8500}
INNER=${SWIFT_INNER_PORT:-16500}
AK=test:tester SK=s3kitSecretKey0123456789
AK2=test:other SK2=s3kitSecretKey0123456789Other
IN=()
[ ! -e "$ROOT/usr/bin/swift-proxy-server" ] || chroot_prefix "$ROOT"
DAEMONS="memcached account container object proxy"

configure() { # in the chroot's own /etc/swift: Swift looks for swift.conf only there
  local etc=$ROOT/etc/swift s port=$((INNER + 1))
  printf '[swift-hash]\nswift_hash_path_suffix = s3kit\n[swift-constraints]\nmax_header_size = 32768\nextra_header_count = 32\n[storage-policy:0]\nname = one\ndefault = yes\n' >"$etc/swift.conf"
  printf '[memcache]\nmemcache_servers = 127.0.0.1:%s\n' "$INNER" >"$etc/memcache.conf"
  for s in account container object; do
    cat >"$etc/$s-server.conf" <<EOF
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $port
devices = $DIR/data
mount_check = false
fallocate_reserve = 0
disable_fallocate = true
user = root
workers = 0
log_level = WARNING
# on a busy machine: what times out here goes to an updater, which does not run, and a
# listing would never show it
conn_timeout = 10
node_timeout = 60
container_update_timeout = 60
[pipeline:main]
pipeline = $s-server
[app:$s-server]
use = egg:swift#$s
EOF
    rm -f "$etc/$s".builder "$etc/$s".ring.gz
    "${IN[@]}" swift-ring-builder "/etc/swift/$s.builder" create 4 1 0
    "${IN[@]}" swift-ring-builder "/etc/swift/$s.builder" add "r1z1-127.0.0.1:$port/d1" 1
    "${IN[@]}" swift-ring-builder "/etc/swift/$s.builder" rebalance
    port=$((port + 1))
  done
  cat >"$etc/proxy-server.conf" <<EOF
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $PORT
user = root
workers = 0
log_level = WARNING
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck cache listing_formats bulk s3api tempauth copy container-quotas account-quotas slo dlo versioned_writes symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
conn_timeout = 10
node_timeout = 60
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
storage_domain = localhost
s3_acl = false
dns_compliant_bucket_names = true
allow_multipart_uploads = true
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = $SK .admin
user_test_other = $SK2
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_versioned_writes = true
allow_object_versioning = true
[filter:cache]
use = egg:swift#memcache
EOF
  for s in catch_errors gatekeeper healthcheck listing_formats bulk copy container_quotas account_quotas slo dlo symlink; do
    printf '[filter:%s]\nuse = egg:swift#%s\n' "$s" "$s"
  done | sed 's/^\[filter:\(.*\)_quotas\]/[filter:\1-quotas]/' >>"$etc/proxy-server.conf"
}

case ${1:-} in
  install)
    lock "$DIR"
    [ -e "$DIR/installed" ] && exit 0
    make_chroot "$ROOT" trixie "$DIR/install.log" swift-proxy swift-account swift-container swift-object memcached
    touch "$DIR/installed"
    ;;
  start)
    [ -e "$DIR/installed" ] || die "not installed; run '$ME install'"
    lock "$DIR"
    if ! pid_of "$DIR/proxy.pid" >/dev/null; then
      for d in $DAEMONS; do stop_pidfile "$DIR/$d.pid" KILL; done
      port_free "$PORT"
      rm -rf "$DIR/data" "$DIR/log"
      mkdir -p "$DIR/data/d1" "$DIR/log"
      configure >"$DIR/log/setup.log" 2>&1
      echo "$PORT" >"$DIR/port"
      spawn "$DIR/memcached.pid" "$DIR/log/memcached.log" "${IN[@]}" memcached -l 127.0.0.1 -p "$INNER" -u root -m 32 -t 1
      for d in account container object proxy; do
        spawn "$DIR/$d.pid" "$DIR/log/$d.log" "${IN[@]}" "swift-$d-server" "/etc/swift/$d-server.conf" -v
      done
    fi
    for ((p = INNER + 1; p <= INNER + 3; p++)); do
      for ((i = 0; i < 300; i++)); do (exec 3<>"/dev/tcp/127.0.0.1/$p") 2>/dev/null && break; sleep 0.1; done
    done
    wait_s3 "$(started_url "$DIR")/healthcheck" "$DIR/proxy.pid" "$DIR/log/proxy.log" 60
    print_exports "$(started_url "$DIR")" "$AK" "$SK" us-east-1
    ;;
  test-env) url=$(started_url "$DIR"); print_test_env swift "$url" "$AK" "$SK" us-east-1 "$AK2" "$SK2" ;;
  stop)
    lock "$DIR"
    for d in $DAEMONS; do stop_pidfile "$DIR/$d.pid" KILL; done
    rm -rf "$DIR/data" "$DIR/port"
    ;;
  status)
    rc=0
    for d in $DAEMONS; do show_status "$DIR/$d.pid" "$d" || rc=3; done
    exit $rc
    ;;
  *) usage ;;
esac
