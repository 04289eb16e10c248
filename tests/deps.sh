#!/bin/sh
# deps.sh PACKAGE...: installs what building and testing need on Debian and its relatives; elsewhere names it and stops.
set -eu
if ! command -v dpkg-query >/dev/null 2>&1; then
	if command -v cc >/dev/null 2>&1 && command -v pkg-config >/dev/null 2>&1 &&
	    pkg-config --exists glib-2.0 libcrypto ldns libcmark libidn2 libxml-2.0 jansson libpsl libpng libjpeg zlib; then
		exit 0
	fi
	echo "This system has no dpkg. Please install a C compiler, pkg-config and the development files of:" >&2
	echo "  GLib 2, OpenSSL 3, ldns, libcsv, cmark, libidn2, libharu, libxml2, jansson, libpsl, libpng, libjpeg, zlib" >&2
	exit 1
fi
missing=
for p in "$@"; do
	dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing="$missing $p"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ]; then sudo=; elif command -v sudo >/dev/null 2>&1; then sudo=sudo; else
	echo "Please install as root:$missing" >&2
	exit 1
fi
echo "Installing:$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
	cat "$log" >&2
	exit 1
fi
