using System.CommandLine;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.DeadLetters;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary>The options of <c>op-events deadletter</c> that select dead letters.</summary>
internal sealed class DeadLetterOptions
{
    private readonly Option<string?> _config = new("--config")
    {
        Description = "Configuration file of op-events follow, which names the state folder.",
        HelpName = "file",
    };

    private readonly Option<string?> _state =
        new("--state") { Description = "Folder with the checkpoints of op-events follow.", HelpName = "folder" };

    private readonly Option<string?> _output =
        new("--output") { Description = "Only those of this output, such as splunk.", HelpName = "name" };

    private readonly Option<string?> _account =
        new("--account") { Description = "Only those of this account.", HelpName = "name" };

    private readonly Option<string?> _feed = OptionFactory.Create(
        "--feed", "feed", "Only those of this feed.", Format.List(FeedNames.All, "or"),
        text => FeedNames.All.Contains(text, StringComparer.Ordinal) ? text : null, [.. FeedNames.All]);

    private readonly Option<string?> _uuid = new("--uuid") { Description = "Only the event with this uuid.", HelpName = "uuid" };

    public Option[] All => [_config, _state, _output, _account, _feed, _uuid];

    public LetterFilter Filter(ParseResult parsed) => new(
        parsed.GetValue(_output), parsed.GetValue(_account), parsed.GetValue(_feed), parsed.GetValue(_uuid));

    /// <summary>Reads the configuration file; null if there is none.</summary>
    /// <exception cref="CliException">The file is invalid, or there is neither a file nor a folder, or both.</exception>
    public FollowPlan? Plan(ParseResult parsed, CliContext cli)
    {
        var (config, state) = (parsed.GetValue(_config), parsed.GetValue(_state));
        if ((config is null) == (state is null))
            throw CliException.Usage("specify either --config or --state.");
        return config is null ? null : FollowConfig.Read(config, cli);
    }

    /// <summary>Returns the files that the options select.</summary>
    /// <exception cref="CliException">The folder does not exist, or there is no output of this name.</exception>
    public IReadOnlyList<LetterFile> Files(ParseResult parsed, FollowPlan? plan, CliContext cli)
    {
        var all = LetterFile.FindAll(plan?.State ?? parsed.GetValue(_state)!, cli);
        if (parsed.GetValue(_output) is not { } name)
            return all;
        var selected = all.Where(file => file.Output == name).ToList();
        if (selected.Count == 0 && all.Count > 0 && !IsConfigured(plan, name))
            throw CliException.Usage(
                $"--output {name}: this output has no dead letters. "
                + $"Use {Format.List([.. all.Select(file => file.Output)], "or")}.");
        return selected;
    }

    private static bool IsConfigured(FollowPlan? plan, string output) =>
        plan?.Accounts.Any(followed => followed.Outputs.Any(configured => configured.Title == output)) is true;
}
