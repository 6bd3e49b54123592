namespace OnePassword.Events.Pipeline.Quota;

/// <summary>The state of a requested permit at the time of the request. The permit may be granted at any time after it.</summary>
/// <param name="Waits">Whether the permit was not decided at once.</param>
/// <param name="Least">The shortest wait; null if it depends on a request in flight.</param>
/// <param name="Permit">Completes when the permit is granted, or the pause is too long.</param>
internal readonly record struct QuotaRequest(bool Waits, TimeSpan? Least, ValueTask<QuotaPermit> Permit)
{
    public static QuotaRequest Decided(QuotaPermit permit) => new(Waits: false, TimeSpan.Zero, ValueTask.FromResult(permit));
}
