#!/usr/bin/env bash
# A real Ceph object store on 127.0.0.1: one monitor, one OSD, N S3 gateways (radosgw).
#
#   ceph-rgw.sh install          the Debian packages
#   ceph-rgw.sh start [N]        cluster and N gateways (default 1); prints the exports
#   ceph-rgw.sh test-env         what the integration tests read, as lines for eval
#   ceph-rgw.sh status           what runs
#   ceph-rgw.sh kill K [SIGNAL]  takes gateway K down at once (default KILL; TERM = orderly)
#   ceph-rgw.sh revive K         brings it back on its old port
#   ceph-rgw.sh pause K | resume K   freezes and thaws gateway K (it accepts, never answers)
#   ceph-rgw.sh admin ARGS...    radosgw-admin on this cluster (users, quotas, buckets)
#   ceph-rgw.sh ceph ARGS...     the ceph tool on this cluster
#   ceph-rgw.sh stop             stops everything; the data is thrown away
#
# All gateways serve one store, so an object put through one is read through any.
# A second account, for tests of access rights, has the keys AK2 and SK2 below.
# Environment: S3KIT_SERVERS_DIR, and
#   CEPH_RELEASE      bookworm (default): Ceph 16.2, installed in the system; trixie: 18.2 and
#                     sid: 20.2, each in a chroot.  Set it at every call; all can run at once.
#   CEPH_RGW_PORT     8100, 8120 or 8140, by release; gateway K has CEPH_RGW_PORT+K-1
#   CEPH_MON_PORT     16700, 16900 or 17100; the OSD takes ports 10 to 109 above it
#   CEPH_OBJECTSTORE  memstore (default: all data in memory) or bluestore (a sparse file)
#   CEPH_STORE_GIB    8, the size of the store
#   CEPH_STS          1: session tokens of AssumeRole are taken.  Off by default, because
#                     with it an unknown access key and a bad secret are plain AccessDenied.
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/common.sh"

RELEASE=${CEPH_RELEASE:-bookworm}
DIR=$S3KIT_SERVERS_DIR/ceph-$RELEASE
ROOT="" IN=() # the chroot, and what to put before a command to run it there
case $RELEASE in
  bookworm) PORT=8100 MON_PORT=16700 ;;
  trixie) PORT=8120 MON_PORT=16900 ROOT=$DIR/root ;;
  sid) PORT=8140 MON_PORT=17100 ROOT=$DIR/root ;;
  *) die "CEPH_RELEASE is bookworm, trixie or sid" ;;
esac
[ ! -e "$ROOT/usr/bin/radosgw" ] || [ -z "$ROOT" ] || chroot_prefix "$ROOT"
PORT=${CEPH_RGW_PORT:-$PORT}
MON_PORT=${CEPH_MON_PORT:-$MON_PORT}
CONF=$DIR/ceph.conf
STORE=${CEPH_OBJECTSTORE:-memstore}
GIB=${CEPH_STORE_GIB:-8}
AK=S3KITACCESSKEY000001
SK=s3kitSecretKey/With+Signs/0123456789ABCD
# A second account, for tests of access rights (ACLs, policies, 403 for a stranger).
AK2=S3KITACCESSKEY000002 SK2=s3kitSecretKeyOfTheOtherUser0123456789AB

ceph_() { "${IN[@]}" ceph -c "$CONF" --connect-timeout 20 "$@"; }
admin_() { "${IN[@]}" radosgw-admin -c "$CONF" -n client.admin "$@"; }
url() { echo "http://127.0.0.1:$(cat "$DIR/rgw.$1.port")"; } # K
gateways() { # the numbers of the gateways set up so far
  local f
  for f in "$DIR"/rgw.*.port; do [ ! -e "$f" ] || { f=${f##*/rgw.} && echo "${f%.port}"; }; done | sort -n
}

write_conf() {
  cat >"$CONF" <<EOF
[global]
fsid = $(cat /proc/sys/kernel/random/uuid)
mon_host = [v2:127.0.0.1:$MON_PORT/0]
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_port_min = $((MON_PORT + 10))
ms_bind_port_max = $((MON_PORT + 109))
ms_bind_ipv6 = false
# nobody but this machine can connect: no keys inside the cluster
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
# radosgw asks for an encrypted line to the monitor, which needs keys
ms_mon_client_mode = crc
# no sockets, no pid or log files outside our directory
run_dir = $DIR
admin_socket =
pid_file =
crash_dir = $DIR/crash
log_file = $DIR/log/\$name.log
log_to_stderr = false
log_flush_on_exit = false
mon_cluster_log_file = /dev/null
mon_cluster_log_to_stderr = false
# one copy of everything, few placement groups
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 8
osd_pool_default_pgp_num = 8
osd_pool_default_pg_autoscale_mode = off
rgw_rados_pool_pg_num_min = 8
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_allow_pool_delete = true
mon_max_pg_per_osd = 1000
mon_warn_on_pool_no_redundancy = false
mon_warn_on_insecure_global_id_reclaim_allowed = false
mon_data_avail_warn = 1
mon_data_avail_crit = 0
# debug logs cost much of a small request's time
debug_ms = 0/0
debug_mon = 0/0
debug_paxos = 0/0
debug_osd = 0/0
debug_rocksdb = 0/0
debug_bluestore = 0/0
debug_memstore = 0/0
debug_filestore = 0/0
debug_rgw = 0/0
debug_objecter = 0/0
debug_rados = 0/0
debug_monc = 0/0

[mon]
mon_data = $DIR/mon
# commit map changes at once: this is what makes the start fast
paxos_propose_interval = 0.02
paxos_min_wait = 0.01
mon_osd_cache_size = 50
mon_rocksdb_options = write_buffer_size=4194304,compression=kNoCompression
mon_sync_fs_threshold = 0

[osd]
osd_data = $DIR/osd.\$id
osd_objectstore = $STORE
memstore_device_bytes = ${GIB}G
bluestore_block_size = ${GIB}G
bluestore_block_path =
osd_memory_target = 939524096
osd_op_num_shards = 2
osd_op_num_threads_per_shard = 2
osd_scrub_begin_hour = 3
osd_scrub_end_hour = 3
osd_max_scrubs = 0
# the other gateways wait this long for a killed one at the next bucket change (the
# default is 30); objecter_tick_interval below must stay well under it
osd_client_watch_timeout = 4

[client]
rgw_data = $DIR/rgw
rgw_thread_pool_size = 64
objecter_tick_interval = 1
rgw_enable_apis = s3, s3website, sts, iam, notifications, admin
rgw_dns_name = localhost
rgw_s3_auth_use_sts = $([ "${CEPH_STS:-0}" = 1 ] && echo true || echo false)
rgw_sts_key = s3kit-sts-key-16
# encryption over plain http, with keys held here: for tests only
rgw_crypt_require_ssl = false
rgw_crypt_s3_kms_backend = testing
rgw_crypt_s3_kms_encryption_keys = "testkey-1=YmluCmJvb3N0CmJvb3N0LWJ1aWxkCmNlcGguY29uZgo="
rgw_enable_usage_log = false
rgw_enable_ops_log = false
rgw_dynamic_resharding = false
rgw_run_sync_thread = false
# give the space of deleted objects back soon (the default is two hours)
rgw_gc_obj_min_wait = 5
rgw_gc_processor_period = 10
rgw_gc_processor_max_time = 10
# lifecycle rules: one "day" lasts this many seconds
rgw_lc_debug_interval = 10
EOF
}

start_cluster() {
  if pid_of "$DIR/mon.pid" >/dev/null && pid_of "$DIR/osd.pid" >/dev/null; then return; fi
  # What is left of an earlier run is of no use: the store lives with its OSD.
  stop_all
  rm -rf "$DIR"/{mon,osd.0,log,crash,rgw,monmap} "$DIR"/*.conf "$DIR"/*.port
  mkdir -p "$DIR"/{mon,osd.0,log,crash,rgw}
  port_free "$MON_PORT"
  write_conf
  local fsid uuid
  fsid=$(sed -n 's/^fsid = //p' "$CONF")
  uuid=$(cat /proc/sys/kernel/random/uuid)
  {
    "${IN[@]}" monmaptool --create --clobber --fsid "$fsid" --addv a "[v2:127.0.0.1:$MON_PORT]" "$DIR/monmap" &&
      "${IN[@]}" ceph-mon -c "$CONF" -i a --mkfs --monmap "$DIR/monmap"
  } >>"$DIR/log/setup.log" 2>&1 || die "monitor setup failed; see $DIR/log/setup.log"
  spawn "$DIR/mon.pid" "$DIR/log/mon.out" "${IN[@]}" ceph-mon -f -c "$CONF" -i a
  # mkfs of the OSD needs the monitor map, which ceph-osd asks the monitor for
  ceph_ osd new "$uuid" >>"$DIR/log/setup.log" 2>&1 || die "the monitor does not answer; see $DIR/log"
  "${IN[@]}" ceph-osd -c "$CONF" -i 0 --mkfs --osd-uuid "$uuid" >>"$DIR/log/setup.log" 2>&1 ||
    die "OSD setup failed; see $DIR/log/setup.log"
  spawn "$DIR/osd.pid" "$DIR/log/osd.out" "${IN[@]}" ceph-osd -f -c "$CONF" -i 0
  local end=$((SECONDS + 30))
  until ceph_ osd stat 2>/dev/null | grep -q ' 1 up'; do
    pid_of "$DIR/osd.pid" >/dev/null || die "the OSD exited; see $DIR/log"
    [ "$SECONDS" -lt "$end" ] || die "the OSD is not up after 30 s; see $DIR/log"
    sleep 0.1
  done
  admin_ user create --uid=s3kit --display-name=s3kit --access-key="$AK" --secret-key="$SK" --caps='roles=*;users=*;buckets=*' \
    >>"$DIR/log/setup.log" 2>&1 || die "radosgw-admin failed; see $DIR/log/setup.log"
  admin_ user create --uid=other --display-name=other --access-key="$AK2" --secret-key="$SK2" \
    >>"$DIR/log/setup.log" 2>&1 || die "radosgw-admin failed; see $DIR/log/setup.log"
}

start_gateway() { # K, without waiting
  if pid_of "$DIR/rgw.$1.pid" >/dev/null; then return; fi
  # the port stays what it was, whatever the environment says at a later call
  local port=$((PORT + $1 - 1))
  if [ -e "$DIR/rgw.$1.port" ]; then port=$(cat "$DIR/rgw.$1.port"); fi
  port_free "$port"
  echo "$port" >"$DIR/rgw.$1.port"
  mkdir -p "$DIR/rgw/$1"
  spawn "$DIR/rgw.$1.pid" "$DIR/log/rgw.$1.out" "${IN[@]}" radosgw -f -c "$CONF" -n "client.rgw.$1" \
    --rgw-data "$DIR/rgw/$1" --rgw-frontends "beast endpoint=127.0.0.1:$port tcp_nodelay=1"
}

wait_gateway() { wait_s3 "$(url "$1")" "$DIR/rgw.$1.pid" "$DIR/log/client.rgw.$1.log" 60; }

stop_all() {
  local f
  for f in "$DIR"/rgw.*.pid; do [ ! -e "$f" ] || stop_pidfile "$f" KILL; done
  stop_pidfile "$DIR/osd.pid" KILL
  stop_pidfile "$DIR/mon.pid" KILL
}

exports() {
  local k
  print_exports "$(url 1)" "$AK" "$SK" us-east-1
  for k in $(gateways); do [ "$k" = 1 ] || echo "S3_ENDPOINT_$k=$(url "$k")"; done
}

# The tests' own names, so that S3_ENDPOINT and its like never steer an app by accident.
test_env() {
  local k
  [ -n "$(gateways)" ] || die "no gateway is set up (start N first)"
  # the bare name is what the tests' list of known gaps is made for
  if [ "$RELEASE" = bookworm ]; then echo "export S3KIT_TEST_SERVER=ceph"; else echo "export S3KIT_TEST_SERVER=ceph-$RELEASE"; fi
  for k in $(gateways); do
    if [ "$k" = 1 ]; then echo "export S3KIT_TEST_ENDPOINT=$(url 1)"; else echo "export S3KIT_TEST_ENDPOINT_$k=$(url "$k")"; fi
  done
  printf 'export %s=%q\n' S3KIT_TEST_ACCESS_KEY "$AK" S3KIT_TEST_SECRET_KEY "$SK" S3KIT_TEST_REGION us-east-1 \
    S3KIT_TEST_ACCESS_KEY_2 "$AK2" S3KIT_TEST_SECRET_KEY_2 "$SK2" \
    S3KIT_TEST_GATEWAY_CONTROL "$(readlink -f "$0")" S3KIT_SERVERS_DIR "$S3KIT_SERVERS_DIR" CEPH_RELEASE "$RELEASE"
}

need_gateway() { # K
  if ! [[ ${1:-} =~ ^[1-9][0-9]*$ && -e $DIR/rgw.$1.port ]]; then die "no gateway '${1:-}' (start N first)"; fi
}

case ${1:-} in
  install)
    lock "$DIR"
    if [ -z "$ROOT" ]; then
      apt_install radosgw ceph-mon ceph-osd ceph-common curl
    elif [ ! -e "$DIR/installed" ]; then
      make_chroot "$ROOT" "$RELEASE" "$DIR/install.log" radosgw ceph-mon ceph-osd ceph-common
      touch "$DIR/installed"
    fi
    ;;
  start)
    n=${2:-1}
    [[ $n =~ ^[1-9][0-9]?$ ]] || die "start N: N is 1 to 99"
    if [ -n "$ROOT" ]; then [ -e "$DIR/installed" ]; else command -v radosgw >/dev/null; fi ||
      die "not installed; run 'CEPH_RELEASE=$RELEASE $ME install'"
    lock "$DIR"
    start_cluster
    for ((k = 1; k <= n; k++)); do start_gateway "$k"; done
    for ((k = 1; k <= n; k++)); do wait_gateway "$k"; done
    exports
    ;;
  kill) need_gateway "${2:-}"; lock "$DIR"; stop_pidfile "$DIR/rgw.$2.pid" "${3:-KILL}" ;;
  revive) need_gateway "${2:-}"; lock "$DIR"; start_gateway "$2"; wait_gateway "$2" ;;
  pause | resume)
    need_gateway "${2:-}"
    pid=$(pid_of "$DIR/rgw.$2.pid") || die "gateway $2 is down"
    if [ "$1" = pause ]; then kill -s STOP "$pid"; else kill -s CONT "$pid"; fi
    ;;
  test-env) test_env ;;
  admin) shift; admin_ "$@" ;;
  ceph) shift; ceph_ "$@" ;;
  stop) lock "$DIR"; stop_all; rm -rf "$DIR"/{mon,osd.0,crash,rgw,monmap} "$DIR"/*.conf "$DIR"/*.port ;;
  status)
    rc=0
    for f in mon osd $(gateways | sed 's/^/rgw./'); do
      show_status "$DIR/$f.pid" "$f" || rc=3
    done
    exit $rc
    ;;
  *) usage ;;
esac
