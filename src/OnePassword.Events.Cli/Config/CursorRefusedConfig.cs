namespace OnePassword.Events.Cli.Config;

/// <summary>What happens when the server does not take a cursor any more; a restart reads again from so long before the last event.</summary>
internal sealed record CursorRefusedConfig(CursorRefusedPolicy Policy, TimeSpan Overlap)
{
    public static CursorRefusedConfig Read(ConfigSection refused) => new(
        refused.Read("policy", FollowDefaults.CursorRefused, value => Enum.Parse<CursorRefusedPolicy>(value.OneOf("fail", "restart"), ignoreCase: true)),
        refused.Read("overlap", FollowDefaults.Overlap, value => value.Duration(atLeast: TimeSpan.Zero)));
}
