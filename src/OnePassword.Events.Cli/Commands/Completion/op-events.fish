# Completion of op-events for fish.
function __op_events_complete
    set -l line (commandline --cut-at-cursor --current-process | string trim --left | string replace --regex '^\S+\s+' '' | string collect)
    set -l found (op-events "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)
    if set -q found[1]
        printf '%s\n' $found
    else
        __fish_complete_path (commandline --current-token)
    end
end
complete --command op-events --no-files --arguments '(__op_events_complete)'
