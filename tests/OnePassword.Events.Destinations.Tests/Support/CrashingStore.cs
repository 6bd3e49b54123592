namespace OnePassword.Events.Destinations.Tests.Support;

/// <summary>A store that can crash before and after it saves a checkpoint.</summary>
internal sealed class CrashingStore(ICheckpointStore inner, CrashPoint crash) : ICheckpointStore
{
    public ValueTask<Checkpoint?> LoadAsync(string name, CancellationToken cancellationToken = default) =>
        inner.LoadAsync(name, cancellationToken);

    public async ValueTask SaveAsync(string name, Checkpoint checkpoint, CancellationToken cancellationToken = default)
    {
        crash.Pass();
        await inner.SaveAsync(name, checkpoint, cancellationToken);
        crash.Pass();
    }
}
