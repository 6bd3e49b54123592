namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>The events of one feed in a store that has the checkpoints. Storing a page commits it.</summary>
internal sealed class EventStoreSink(IEventStore store, string location) : IFollowSink
{
    public string? Folder => null;

    public long MinFreeSpace => 0;

    public string Location => location;

    public string? Open(Checkpoint? checkpoint) => null;

    public async Task<string?> AppendAsync(OutputPage page, CancellationToken cancellationToken)
    {
        await store.StoreAsync(page.Page!, cancellationToken).ConfigureAwait(false);
        return null;
    }

    public Task FinishAsync(Func<string, Task> save, bool endsRun) => Task.CompletedTask;

    public void RemoveOld()
    {
    }

    public void Dispose()
    {
        // The store is shared.
    }
}
