namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>The state of a feed or an account on a terminal, those that need attention first.</summary>
internal enum FollowState
{
    Stopped,
    Failing,
    Waiting,
    Behind,
    Starting,
    CaughtUp,
    Complete,
}
