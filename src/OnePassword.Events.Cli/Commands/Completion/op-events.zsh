#compdef op-events
# Completion of op-events for zsh.
_op-events() {
    local line="${(j: :)words[2,CURRENT]}"
    local -a found
    found=(${(f)"$(${~words[1]} "[suggest:${#line}]" "$line" 2>/dev/null)"})
    if (( ${#found} )); then
        compadd -a found
    else
        _files
    fi
}
# As a function file of fpath, the script is the function.
if [[ "${funcstack[1]}" == "_op-events" ]]; then
    _op-events "$@"
else
    compdef _op-events op-events
fi
