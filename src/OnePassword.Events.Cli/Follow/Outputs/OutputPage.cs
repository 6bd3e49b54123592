namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>A page of a followed feed, for its output.</summary>
/// <param name="Events">The events.</param>
/// <param name="Origin">The origin of the events.</param>
/// <param name="MayHaveArrived">Whether an earlier attempt may have delivered events of the page.</param>
/// <param name="SaveStateAsync">Saves a state that the checkpoint must have before the first event is written.</param>
internal sealed record OutputPage(
    IReadOnlyList<RawEvent> Events, EventOrigin Origin, bool MayHaveArrived, Func<string, Task> SaveStateAsync)
{
    /// <summary>Gets the page, for a sink that commits it together with its events; null in an export.</summary>
    public FollowedPage<RawEvent>? Page { get; init; }
}
