using System.Collections.Concurrent;

namespace OnePassword.Events.ObjectStorage.Tests.Support;

/// <summary>A container in memory. A hook runs before and after the effect of each request.</summary>
internal sealed class MemoryContainer : IObjectContainer
{
    private readonly ConcurrentDictionary<string, StoredObject> _objects;

    public MemoryContainer()
        : this(new ConcurrentDictionary<string, StoredObject>(StringComparer.Ordinal))
    {
    }

    private MemoryContainer(ConcurrentDictionary<string, StoredObject> objects) => _objects = objects;

    /// <summary>The objects, by key.</summary>
    public IReadOnlyDictionary<string, StoredObject> Objects => _objects;

    /// <summary>Runs before the effect of a request, with its number and its description.</summary>
    public Func<int, string, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Runs after the effect of a request, before its response.</summary>
    public Func<int, string, Task> After { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Runs a hook at each request, before or after its effect.</summary>
    public void At(bool hasEffect, Func<int, Task> hook)
    {
        if (hasEffect)
            After = (number, _) => hook(number);
        else
            Before = (number, _) => hook(number);
    }

    /// <summary>Whether a create replaces an existing object, as a storage without conditional writes does.</summary>
    public bool IgnoresConditions { get; init; }

    /// <summary>How many requests this client has sent.</summary>
    public int Requests { get; private set; }

    /// <summary>The descriptions of the requests.</summary>
    public List<string> Log { get; } = [];

    /// <summary>Returns another client of the same objects.</summary>
    public MemoryContainer Client() => new(_objects);

    public void Delete(string key) => _objects.TryRemove(key, out _);

    public ValueTask<bool> TryCreateAsync(
        string key, ReadOnlyMemory<byte> content, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken = default) =>
        RunAsync($"create {key}", () =>
        {
            if (IgnoresConditions)
                _objects.TryRemove(key, out _);
            return _objects.TryAdd(key, new StoredObject(content.ToArray(), metadata.ToDictionary(StringComparer.Ordinal)));
        }, cancellationToken);

    public async ValueTask ReplaceAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        await RunAsync(
            $"replace {key}", () => _objects[key] = new StoredObject(content.ToArray(), new(StringComparer.Ordinal)), cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string key, CancellationToken cancellationToken = default) =>
        RunAsync<ReadOnlyMemory<byte>?>(
            $"read {key}", () => _objects.TryGetValue(key, out var one) ? one.Content : default(ReadOnlyMemory<byte>?), cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, string>?> ReadMetadataAsync(string key, CancellationToken cancellationToken = default) =>
        RunAsync<IReadOnlyDictionary<string, string>?>(
            $"head {key}", () => _objects.TryGetValue(key, out var one) ? one.Metadata : null, cancellationToken);

    private async ValueTask<T> RunAsync<T>(string description, Func<T> effect, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var number = ++Requests;
        Log.Add(description);
        await Before(number, description);
        var result = effect();
        await After(number, description);
        return result;
    }
}
