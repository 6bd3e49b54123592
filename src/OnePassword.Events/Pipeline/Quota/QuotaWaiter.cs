namespace OnePassword.Events.Pipeline.Quota;

/// <summary>A request that waits for its permit.</summary>
internal sealed class QuotaWaiter(TimeSpan patience)
{
    /// <summary>The longest pause that it waits for.</summary>
    public TimeSpan Patience { get; } = patience;

    public TaskCompletionSource<QuotaPermit> Permit { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
