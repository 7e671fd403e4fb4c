#!/usr/bin/env bash
# Independent S3 clients, to cross-check: the aws cli, s3cmd and boto3 of Debian, curl.
#
#   clients.sh install | status
#
# They are /usr/bin/aws, /usr/bin/s3cmd and boto3 of /usr/bin/python3 (say the full paths:
# another aws or python3 may come first in PATH).
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/common.sh"

case ${1:-} in
  install) apt_install awscli s3cmd python3-boto3 curl ;;
  status)
    /usr/bin/aws --version
    /usr/bin/s3cmd --version
    /usr/bin/python3 -c 'import boto3; print("boto3", boto3.__version__)'
    ;;
  *) usage ;;
esac
