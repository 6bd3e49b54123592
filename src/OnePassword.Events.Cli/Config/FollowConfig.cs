using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Config.Outputs;
using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Config;

/// <summary>Reads the configuration file of <c>op-events follow</c> into a plan, with all problems at once.</summary>
internal static class FollowConfig
{
    /// <param name="path">The file.</param>
    /// <param name="cli">The context.</param>
    /// <param name="needsState">Whether the folder of the checkpoints is required.</param>
    /// <exception cref="CliException">
    /// The file is invalid. The message has a line for each problem, with its position.
    /// </exception>
    public static FollowPlan Read(string path, CliContext cli, bool needsState = true)
    {
        var text = ConfigText.Load(path);
        var context = new ConfigContext(text, cli);
        var plan = Read(context, ConfigParser.Parse(text), needsState);
        context.ThrowIfInvalid();
        return plan;
    }

    /// <summary>Reads a file and leaves its problems in the context.</summary>
    /// <param name="context">The context.</param>
    /// <param name="root">The content of the file.</param>
    /// <param name="needsState">Whether the folder of the checkpoints is required.</param>
    /// <param name="defaultOutput">The output of a file that names none; null for files.</param>
    public static FollowPlan Read(
        ConfigContext context, ConfigNode root, bool needsState = true, FollowOutput? defaultOutput = null) => context.Try(
        new ConfigValue(context, "", root), value => ConfigSection.Read(
            value, file => Read(file, context, needsState, defaultOutput)));

    private static FollowPlan Read(ConfigSection file, ConfigContext context, bool needsState, FollowOutput? defaultOutput)
    {
        _ = file.Optional("$schema", "", _ => ""); // For editors.
        var defaultStart = TimeExpression.Ago(EventQuery.Retention).Resolve(context.Now);
        var feeds = file.Optional("feeds", [], AccountReader.ReadFeeds);
        var start = file.Optional("start", defaultStart, value => value.Time());
        var quota = file.Optional<RequestQuota?>("quota", null, AccountReader.ReadQuota);
        var listen = ListenReader.Read(file, context);
        var outputs = file.Optional(
            "outputs", defaultOutput is null ? OutputsReader.Default(file) : [defaultOutput], OutputsReader.Read);
        var accounts = new AccountReader(feeds, start, quota, outputs);
        return new FollowPlan
        {
            Accounts = file.Required("accounts", accounts.Read),
            PageSize = file.Optional(
                "page_size", EventQuery.DefaultPageSize, value => value.WholeNumber(1, EventQuery.MaxPageSize)),
            State = needsState
                ? file.Required("state", value => value.FullPath())
                : file.Optional("state", "", value => value.FullPath()),
            Poll = file.Section("poll", ReadPoll),
            OnCursorRejected = file.Section("on_cursor_rejected", ReadCursorRejected),
            Listen = listen,
            Silence = ReadSilence(file),
        };
    }

    private static SilenceRule ReadSilence(ConfigSection file)
    {
        var limit = file.Optional<TimeSpan?>("silence", null, value => value.Duration(atLeast: ConfigValue.Second));
        var failsHealth = file.Optional("silence_fails_health", missing: false, value => value.Flag());
        if (failsHealth && !file.Has("silence"))
            file.AddProblem("silence_fails_health", "requires silence");
        return new SilenceRule(limit, failsHealth);
    }

    private static PollRange ReadPoll(ConfigSection poll)
    {
        var min = poll.Optional<TimeSpan?>("min", PollRange.Default.Min, value => value.Duration(atLeast: PollRange.Shortest));
        var max = poll.Optional<TimeSpan?>("max", PollRange.Default.Max, value => value.Duration(atLeast: PollRange.Shortest));
        if (max < min && poll.Has("max"))
            poll.AddProblem(
                "max", $"is less than min, which is {Duration.Format(min.Value)}{(poll.Has("min") ? "" : " by default")}");
        else if (max < min)
            poll.AddProblem("min", $"is more than max, which is {Duration.Format(max.Value)} by default");
        return new PollRange(min.GetValueOrDefault(), max.GetValueOrDefault());
    }

    private static CursorRejection ReadCursorRejected(ConfigSection rejected) => new(
        rejected.Optional(
            "action", FollowPlan.Defaults.OnCursorRejected, value =>
                value.OneOf("fail", "restart") == "restart" ? CursorRejectedAction.Restart : CursorRejectedAction.Fail),
        rejected.Optional("overlap", FollowPlan.Defaults.Overlap, ReadOverlap));

    private static TimeSpan ReadOverlap(ConfigValue value) =>
        value.Duration(atLeast: TimeSpan.Zero) is var overlap && overlap <= EventQuery.Retention
        ? overlap
        : throw new InvalidValueException(
            $"{value.Node.Display} is more than {Duration.Format(EventQuery.Retention)}, the retention of the API");
}
