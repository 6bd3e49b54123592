using System.CommandLine;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.State;

namespace OnePassword.Events.Cli.Commands;

/// <summary>The options that say where checkpoints are: in a folder, or where a configuration file says.</summary>
internal sealed class StateLocation
{
    private readonly Option<string?> _state =
        new("--state") { Description = "Folder with the checkpoints of op-events follow.", HelpName = "folder" };

    private readonly Option<string?> _config = new("--config")
    {
        Description = "Configuration file of op-events follow. Includes checkpoints in its outputs.",
        HelpName = "file",
    };

    public Option[] All => [_state, _config];

    /// <summary>Returns the folder, and the checkpoints of outputs. At least one of them is not null.</summary>
    /// <exception cref="CliException">Neither option or both were given, or the file is invalid.</exception>
    public (string? Folder, OutputCheckpoints? Outputs) Read(ParseResult parsed, CliContext cli)
    {
        var (folder, config) = (parsed.GetValue(_state), parsed.GetValue(_config));
        if ((folder is null) == (config is null))
            throw CliException.Usage("specify either --state or --config.");
        if (config is null)
            return (folder, null);
        var plan = FollowConfig.Read(config, cli);
        return (plan.NeedsState ? plan.State : null, new OutputCheckpoints(plan, cli));
    }

    /// <summary>Returns the message for a place without checkpoints.</summary>
    public string Missing(ParseResult parsed) => parsed.GetValue(_state) is { } folder
        ? $"{folder} contains no checkpoint."
        : $"No feed of {parsed.GetValue(_config)} has a checkpoint yet.";

    /// <summary>Returns the named checkpoints, or all of them if none is named.</summary>
    /// <exception cref="CliException">A checkpoint does not exist, or cannot be reached.</exception>
    public async Task<IReadOnlyList<StateEntry>> ReadAsync(
        ParseResult parsed, IReadOnlyList<string> names, CliContext cli, CancellationToken cancellationToken)
    {
        var (folder, outputs) = Read(parsed, cli);
        var known = outputs?.Names ?? [];
        var inFolder = names.Except(known, StringComparer.Ordinal).ToList();
        if (folder is null && inFolder is [var unknown, ..])
            throw CliException.Usage(
                $"there is no checkpoint {Format.Argument(unknown)}. The outputs have {Format.List(known)}.");
        var entries = new List<StateEntry>();
        if (outputs is not null)
            entries.AddRange(await outputs.ReadAsync(names.Count > 0 ? names : known, cancellationToken).ConfigureAwait(false));
        var readsFolder = inFolder.Count > 0 || (names.Count == 0 && (outputs is null || Directory.Exists(folder)));
        if (folder is not null && readsFolder)
            entries.AddRange(await StateReader.ReadAsync(folder, inFolder, cancellationToken).ConfigureAwait(false));
        return entries;
    }
}
