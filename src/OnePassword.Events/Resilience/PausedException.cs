namespace OnePassword.Events.Resilience;

/// <summary>The server has told the account to wait, for longer than a request may take; it was not sent.</summary>
internal sealed class PausedException(TimeSpan wait) : Exception("The account is paused.")
{
    public TimeSpan Wait { get; } = wait;
}
