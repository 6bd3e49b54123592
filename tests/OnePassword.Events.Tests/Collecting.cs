namespace OnePassword.Events.Tests;

/// <summary>Takes all of an asynchronous sequence.</summary>
internal static class Collecting
{
    public static async Task<List<T>> ToListAsync<T>(this IAsyncEnumerable<T> items, CancellationToken cancellationToken = default)
    {
        var list = new List<T>();
        await foreach (var item in items.WithCancellation(cancellationToken))
            list.Add(item);
        return list;
    }
}
