# Completion of op-events for bash.
_op_events() {
    local IFS=$'\n' line="${COMP_LINE:0:COMP_POINT}"
    line="${line#"${COMP_WORDS[0]}"}"
    line="${line#"${line%%[![:space:]]*}"}"
    COMPREPLY=($("${COMP_WORDS[0]/#\~/$HOME}" "[suggest:${#line}]" "$line" 2>/dev/null))
    # Bash completes only the part after the equals sign of --option=value.
    [[ "${line##* }" == --*=* ]] && COMPREPLY=("${COMPREPLY[@]#*=}")
}
# Without a match, readline completes files.
complete -o bashdefault -o default -F _op_events op-events
