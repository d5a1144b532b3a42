# postdesk.bash - completes commands and verbs; their list is the command's own.
# SPDX-License-Identifier: MIT
_postdesk() {
	local word=${COMP_WORDS[COMP_CWORD]} first=1
	[ "${COMP_WORDS[1]}" = -c ] && first=3
	local commands=$(postdesk help 2>/dev/null | sed -n 's/^  \([a-z]*\) .*/\1/p')
	local words=
	case ${COMP_WORDS[first]} in
	article) words='list show export drop' ;;
	help) words=$commands ;;
	incident) words='list start attach tell end' ;;
	keys) words='list rotate' ;;
	outbox) words='list retry drop' ;;
	setup) words='postfix sendmail' ;;
	esac
	if [ "$COMP_CWORD" -eq "$first" ]; then
		COMPREPLY=($(compgen -W "$commands" -- "$word"))
	elif [ "$words" ] && [ "$COMP_CWORD" -eq $((first + 1)) ] && [ "${word#-}" = "$word" ]; then
		COMPREPLY=($(compgen -W "$words" -- "$word"))
	elif [ "${word#-}" != "$word" ]; then
		COMPREPLY=($(compgen -W "$(postdesk "${COMP_WORDS[first]}" --help 2>/dev/null |
			grep -o -- '--[a-z-]*')" -- "$word"))
	else
		COMPREPLY=($(compgen -f -- "$word"))
	fi
}
complete -F _postdesk postdesk
