# postdesk.bash - completes commands and verbs; their list is the command's own.
# SPDX-License-Identifier: MIT
_postdesk() {
	local word=${COMP_WORDS[COMP_CWORD]} first=1
	[ "${COMP_WORDS[1]}" = -c ] && first=3
	if [ "$COMP_CWORD" -eq "$first" ]; then
		COMPREPLY=($(compgen -W "$(postdesk help 2>/dev/null | sed -n 's/^  \([a-z]*\) .*/\1/p')" -- "$word"))
	elif [ "${COMP_WORDS[first]}" = setup ] && [ "$COMP_CWORD" -eq $((first + 1)) ]; then
		COMPREPLY=($(compgen -W 'postfix sendmail' -- "$word"))
	elif [ "${word#-}" != "$word" ]; then
		COMPREPLY=($(compgen -W "$(postdesk "${COMP_WORDS[first]}" --help 2>/dev/null |
			grep -o -- '--[a-z-]*')" -- "$word"))
	else
		COMPREPLY=($(compgen -f -- "$word"))
	fi
}
complete -F _postdesk postdesk
