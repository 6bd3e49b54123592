using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Config;

/// <summary>The configuration file of <c>op-events follow</c>, read: defaults are filled in, paths are full.</summary>
internal sealed record FollowConfig
{
    private const int HighestPort = 65_535;

    /// <summary>At least one.</summary>
    public required IReadOnlyList<AccountConfig> Accounts { get; init; }

    public required int PageSize { get; init; }

    /// <summary>The folder of the checkpoints.</summary>
    public required string State { get; init; }

    public required OutputConfig Output { get; init; }

    public required PollConfig Poll { get; init; }

    public required CursorRefusedConfig CursorRefused { get; init; }

    /// <summary>The loopback port of health and metrics; 0 takes a free one; null: none.</summary>
    public required int? Listen { get; init; }

    /// <summary>How long a feed may bring no event before that is an alarm; null: for ever.</summary>
    public required TimeSpan? Silence { get; init; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="CliException">The file is wrong; the message has a line for each problem, with its place.</exception>
    public static FollowConfig Read(string path, Func<string, string?> environment, DateTimeOffset now)
    {
        var text = ConfigText.Load(path);
        var reading = new ConfigReading(text, environment, now);
        var config = Read(reading, ConfigParser.Parse(text));
        reading.Problems.ThrowIfAny();
        return config;
    }

    /// <summary>Reads a file whose problems its reader collects.</summary>
    public static FollowConfig Read(ConfigReading reading, ConfigNode root) =>
        reading.Try(new ConfigValue(reading, "", root), value => ConfigSection.Open(value, file => Read(file, reading.Now)));

    private static FollowConfig Read(ConfigSection file, DateTimeOffset now)
    {
        _ = file.Read("$schema", "", _ => ""); // For editors.
        var defaults = new AccountDefaults(file.Read("feeds", [], AccountConfig.ReadFeeds), file.Read("start", TimeExpression.Back(FollowDefaults.Start, now), value => value.Moment()));
        var names = new AccountNames();
        return new FollowConfig
        {
            Accounts = file.Require("accounts", value => value.Items("a list of accounts", item => AccountConfig.Read(item, names, defaults))),
            PageSize = file.Read("page_size", FollowDefaults.PageSize, value => value.WholeNumber(1, EventQuery.MaxPageSize)),
            State = file.Require("state", value => value.FullPath()),
            Output = file.Section("output", OutputConfig.Read),
            Poll = file.Section("poll", PollConfig.Read),
            CursorRefused = file.Section("cursor_refused", CursorRefusedConfig.Read),
            Listen = file.Read<int?>("listen", null, value => value.WholeNumber(0, HighestPort)),
            Silence = file.Read<TimeSpan?>("silence", null, value => value.Duration(atLeast: ConfigUnits.Second)),
        };
    }
}
