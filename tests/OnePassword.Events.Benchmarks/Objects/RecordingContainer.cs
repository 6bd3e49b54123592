using System.Collections.Concurrent;
using OnePassword.Events.ObjectStorage;

namespace OnePassword.Events.Benchmarks.Objects;

/// <summary>A container that records the writes of each follower, in their order.</summary>
internal sealed class RecordingContainer(IObjectContainer container) : IObjectContainer
{
    private readonly ConcurrentDictionary<string, List<(string Key, byte[] Content)>> _writes = new(StringComparer.Ordinal);

    /// <summary>The writes of each follower.</summary>
    public IEnumerable<List<(string Key, byte[] Content)>> Writes => _writes.Values;

    public async ValueTask<bool> TryCreateAsync(
        string key, ReadOnlyMemory<byte> content, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken = default)
    {
        Record(key, content);
        return await container.TryCreateAsync(key, content, metadata, cancellationToken);
    }

    public async ValueTask ReplaceAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        Record(key, content);
        await container.ReplaceAsync(key, content, cancellationToken);
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string key, CancellationToken cancellationToken = default) =>
        container.ReadAsync(key, cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, string>?> ReadMetadataAsync(string key, CancellationToken cancellationToken = default) =>
        container.ReadMetadataAsync(key, cancellationToken);

    // A follower writes one object after the other. The check of the storage has no follower.
    private void Record(string key, ReadOnlyMemory<byte> content)
    {
        if (FeedNames.All.FirstOrDefault(feed => key.Contains(feed, StringComparison.Ordinal)) is { } follower)
            _writes.GetOrAdd(follower, _ => []).Add((key, content.ToArray()));
    }
}
