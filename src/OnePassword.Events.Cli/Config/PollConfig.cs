namespace OnePassword.Events.Cli.Config;

/// <summary>How long a feed that has nothing new is left alone: at first, and at most.</summary>
internal sealed record PollConfig(TimeSpan Min, TimeSpan Max)
{
    public static PollConfig Read(ConfigSection poll)
    {
        var min = poll.Read<TimeSpan?>("min", FollowDefaults.PollMin, value => value.Duration(atLeast: ConfigUnits.Second));
        var max = poll.Read<TimeSpan?>("max", FollowDefaults.PollMax, value => value.Duration(atLeast: ConfigUnits.Second));
        if (max < min && poll.Has("max"))
            poll.Wrong("max", $"is less than min, which is {Seconds(min)}{(poll.Has("min") ? "" : " by default")}");
        else if (max < min)
            poll.Wrong("min", $"is more than max, which is {Seconds(max)} by default");
        return new PollConfig(min.GetValueOrDefault(), max.GetValueOrDefault());
    }

    private static string Seconds(TimeSpan? duration) => FormattableString.Invariant($"{duration?.TotalSeconds}s");
}
