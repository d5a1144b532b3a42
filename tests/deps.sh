#!/bin/sh
# deps.sh - installs those of the named Debian packages that are missing, and says which.
# SPDX-License-Identifier: MIT
set -eu
command -v dpkg-query >/dev/null || { echo "not a Debian system: install by hand: $*"; exit 0; }
missing=
for package; do
	dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
		missing="$missing $package"
done
[ -n "$missing" ] || exit 0
echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive
# No server is set up or started: the tests bring up their own, on loopback.
case "$missing " in
*' postfix '*)
	echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections
	;;
esac
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ] && [ -w "${policy%/*}" ]; then
	trap 'rm -f "$policy"' EXIT
	printf '#!/bin/sh\nexit 101\n' >"$policy"
	chmod 755 "$policy"
fi
apt-get update -qq
# Debian has room for one mail server: that of the machine stays.
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends --no-remove $missing >/dev/null || {
	echo "not installed. If apt-get says above that packages would go: another mail server"
	echo "than Postfix runs here, and this wants another machine"
	exit 1
}
# Nor at the next start of the machine.
if command -v systemctl >/dev/null; then
	for package in $missing; do
		case $package in
		dovecot-core) systemctl disable -q dovecot.service dovecot.socket || true ;;
		opendkim | opendmarc) systemctl disable -q "$package.service" || true ;;
		esac
	done 2>/dev/null
fi
