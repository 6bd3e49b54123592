namespace OnePassword.Events.Pipeline.Quota;

/// <summary>A request that waits for its turn.</summary>
internal sealed class QuotaWaiter(TimeSpan patience)
{
    /// <summary>The longest pause of the server that it waits for.</summary>
    public TimeSpan Patience { get; } = patience;

    public TaskCompletionSource<QuotaPermit> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
