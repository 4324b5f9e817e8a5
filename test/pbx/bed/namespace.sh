#!/bin/sh
# namespace.sh COMMAND...: runs the command where lo is the only network interface and nothing outlives it.
# 10.0.0.1 is a second address on lo, because Asterisk offers no 127/8 address as ICE candidate (RFC 8445 section
# 5.1.1.1 forbids loopback candidates). Needs root.
set -eu
exec unshare --net --pid --mount-proc --fork --kill-child sh -c '
  ip link set lo up
  ip address add 10.0.0.1/32 dev lo
  exec "$@"' namespace "$@"
