namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>A store whose failures have a remedy that names the keys and commands of the tool.</summary>
internal sealed class OutputStore(IEventStore store, EventStoreOutput output) : IEventStore
{
    public ValueTask<Checkpoint?> LoadAsync(string name, CancellationToken cancellationToken = default) =>
        new(output.RunAsync(() => store.LoadAsync(name, cancellationToken).AsTask()));

    public ValueTask SaveAsync(string name, Checkpoint checkpoint, CancellationToken cancellationToken = default) =>
        new(output.RunAsync(() => store.SaveAsync(name, checkpoint, cancellationToken).AsTask()));

    public Task StoreAsync(FollowedPage<RawEvent> page, CancellationToken cancellationToken = default) =>
        output.RunAsync(() => store.StoreAsync(page, cancellationToken));

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
