namespace OnePassword.Events.Cli.Config;

/// <summary>What happens when the server does not take a cursor any more; a restart reads again from so long before the last event.</summary>
internal sealed record CursorRefusedConfig(CursorRefusedPolicy Policy, TimeSpan Overlap)
{
    public static CursorRefusedConfig Read(ConfigSection refused) => new(
        refused.Read("policy", FollowDefaults.CursorRefused, value => Enum.Parse<CursorRefusedPolicy>(value.OneOf("fail", "restart"), ignoreCase: true)),
        refused.Read("overlap", FollowDefaults.Overlap, Length));

    private static TimeSpan Length(ConfigValue value) => value.Duration(atLeast: TimeSpan.Zero) is var overlap && overlap <= EventQuery.Retention
        ? overlap
        : throw new InvalidValueException($"{SafeDisplay.Value(value.Node)} is more than {Shared.Duration.Text(EventQuery.Retention)}, as long as the API keeps events");
}
