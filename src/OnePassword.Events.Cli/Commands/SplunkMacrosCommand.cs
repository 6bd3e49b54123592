using System.CommandLine;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Config.Outputs;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary>
/// <c>op-events config splunk-macros</c>: prints the macros that the dashboards of the 1Password add-on use and the add-on lacks.
/// </summary>
internal static class SplunkMacrosCommand
{
    private const string Examples = """
          op-events config splunk-macros --index main              one index for all feeds
          op-events config splunk-macros --config follow.json      the indexes of an output with the type splunk
        """;

    private static readonly (string Feed, string Macro)[] Macros =
    [
        (FeedNames.AuditEvents, "1password_audit_events_index"),
        (FeedNames.ItemUsages, "1password_item_usages_index"),
        (FeedNames.SignInAttempts, "1password_signin_attempts_index"),
    ];

    public static Command Create(CliContext cli)
    {
        var index = new Option<string[]>("--index")
        {
            Description = "Index of all feeds, or FEED=INDEX for one feed. Repeatable.",
            HelpName = "index",
        };
        var config = new Option<string?>("--config")
        {
            Description = "Configuration file with an output to Splunk.",
            HelpName = "file",
        };
        var command = new CliCommand(
            "splunk-macros", "Prints macros.conf for the dashboards of the 1Password add-on for Splunk.", Examples,
            ExitCode.Success, ExitCode.Usage, ExitCode.Output, ExitCode.ClosedPipe) { index, config };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var indexes = (parsed.GetValue(config), parsed.GetValue(index)) switch
            {
                (null, { Length: > 0 } values) => Parse(values),
                ({ } path, null or []) => Read(path, cli),
                _ => throw CliException.Usage("The macros need the indexes. Use either --index or --config."),
            };
            await parsed.InvocationConfiguration.Output.WriteAsync(
                Print(indexes).AsMemory(), cancellationToken).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }

    private static string Print(Dictionary<string, string> indexes) => string.Join(
        '\n', Macros.Select(macro => $"[{macro.Macro}]\ndefinition = index={indexes[macro.Feed]}\niseval = 0\n"));

    private static Dictionary<string, string> Parse(string[] values)
    {
        var indexes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var value in values)
        {
            var parts = value.Split('=', 2);
            var feeds = parts is [var feed, _] ? [feed] : FeedNames.All;
            if (!SplunkReader.IsIndex(parts[^1]))
                throw CliException.Usage($"--index: {SplunkReader.NotAnIndex($"'{parts[^1]}'")}.");
            if (feeds.Except(FeedNames.All, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
                throw CliException.Usage($"--index: '{unknown}' is not {Format.List([.. FeedNames.All], "or")}.");
            foreach (var one in feeds)
            {
                // An index for one feed takes precedence, in any order.
                if (parts.Length == 2)
                    indexes[one] = parts[1];
                else
                    indexes.TryAdd(one, parts[0]);
            }
        }
        return FeedNames.All.FirstOrDefault(feed => !indexes.ContainsKey(feed)) is { } missing
            ? throw CliException.Usage($"--index: {missing} has no index. Add --index {missing}=INDEX.")
            : indexes;
    }

    private static Dictionary<string, string> Read(string path, CliContext cli)
    {
        var outputs = FollowConfig.Read(path, cli).Accounts.SelectMany(account => account.Outputs).OfType<DestinationOutput>();
        if (outputs.FirstOrDefault(output => output.Type == SplunkReader.TypeName) is not { } splunk)
            throw CliException.Usage($"{path} has no output with the type splunk.");
        using var destination = (Destinations.SplunkDestination)splunk.Create();
        var missing = FeedNames.All.FirstOrDefault(feed => destination.IndexOf(feed) is null);
        return missing is not null
            ? throw CliException.Usage($"{path}: the output {splunk.Title} has no index for {missing}. Add the key index.")
            : FeedNames.All.ToDictionary(feed => feed, feed => destination.IndexOf(feed)!, StringComparer.Ordinal);
    }
}
