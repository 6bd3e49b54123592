namespace OnePassword.Events.Checkpoints;

/// <summary>
/// A store whose contract is checked. Each check uses names of its own, because the storage keeps its checkpoints.
/// </summary>
internal sealed class StoreUnderTest(Func<ICheckpointStore> open)
{
    // The longest valid name has 100 characters.
    private readonly string _prefix = $"contract-{Guid.NewGuid():N}-";

    public string Name(string suffix) => _prefix + suffix;

    public string LongestName() => Name(new string('x', CheckpointName.MaxLength - _prefix.Length));

    /// <summary>Opens the store, uses it, and disposes it.</summary>
    public async Task UseAsync(Func<ICheckpointStore, Task> use)
    {
        var store = open();
        try
        {
            await use(store).ConfigureAwait(false);
        }
        finally
        {
            if (store is IAsyncDisposable disposable)
                await disposable.DisposeAsync().ConfigureAwait(false);
            else
                (store as IDisposable)?.Dispose();
        }
    }

    /// <summary>Saves a checkpoint, and requires that a new store returns the same one.</summary>
    public async Task AssertSurvivesAsync(string name, Checkpoint checkpoint)
    {
        await UseAsync(async store => await store.SaveAsync(name, checkpoint).ConfigureAwait(false)).ConfigureAwait(false);
        await UseAsync(store => AssertAsync(store, name, checkpoint)).ConfigureAwait(false);
    }

    /// <summary>Requires that the store returns one of the expected checkpoints.</summary>
    /// <exception cref="InvalidOperationException">It does not. The message says what differs from the first.</exception>
    public static async Task AssertAsync(ICheckpointStore store, string name, params Checkpoint[] expected)
    {
        var loaded = await store.LoadAsync(name).ConfigureAwait(false);
        if (loaded is null)
            throw new InvalidOperationException($"LoadAsync returned null for '{name}', although it was saved.");
        if (Array.TrueForAll(expected, one => one.ToJson() != loaded.ToJson()))
            throw new InvalidOperationException(Difference(expected[0], loaded));
    }

    private static string Difference(Checkpoint expected, Checkpoint loaded)
    {
        (string Property, string? Expected, string? Loaded)[] properties =
        [
            (nameof(Checkpoint.Host), expected.Host, loaded.Host),
            (nameof(Checkpoint.ApiVersion), expected.ApiVersion, loaded.ApiVersion),
            (nameof(Checkpoint.Feed), expected.Feed, loaded.Feed),
            (nameof(Checkpoint.AccountUuid), expected.AccountUuid, loaded.AccountUuid),
            (nameof(Checkpoint.Cursor), expected.Cursor, loaded.Cursor),
            (nameof(Checkpoint.Start), $"{expected.Start:O}", $"{loaded.Start:O}"),
            (nameof(Checkpoint.PageSize), $"{expected.PageSize}", $"{loaded.PageSize}"),
            (nameof(Checkpoint.LastEventTime), expected.LastEventTime?.Text, loaded.LastEventTime?.Text),
            (nameof(Checkpoint.SavedAt), $"{expected.SavedAt:O}", $"{loaded.SavedAt:O}"),
            (nameof(Checkpoint.Events), $"{expected.Events}", $"{loaded.Events}"),
            (nameof(Checkpoint.Pages), $"{expected.Pages}", $"{loaded.Pages}"),
            (nameof(Checkpoint.Duplicates), $"{expected.Duplicates}", $"{loaded.Duplicates}"),
            (nameof(Checkpoint.State), expected.State, loaded.State),
            (nameof(Checkpoint.RecentUuids), string.Join(' ', expected.RecentUuids), string.Join(' ', loaded.RecentUuids)),
        ];
        var different = properties.First(one => one.Expected != one.Loaded);
        return $"{different.Property} was saved as {Short(different.Expected)} and loaded as {Short(different.Loaded)}.";
    }

    private static string Short(string? value) => value switch
    {
        null => "null",
        { Length: > 100 } => $"'{value[..100]}…' ({value.Length} characters)",
        _ => $"'{value}'",
    };
}
