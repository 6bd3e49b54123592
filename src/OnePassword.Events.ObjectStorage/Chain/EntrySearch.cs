namespace OnePassword.Events.ObjectStorage.Chain;

/// <summary>Finds the last entry of a chain, which has no gap: doubled steps, then halves.</summary>
internal static class EntrySearch
{
    /// <summary>Returns the number of the last entry.</summary>
    /// <param name="exists">Whether an entry exists.</param>
    /// <param name="known">The number of an entry that exists; 0 if none is known.</param>
    public static async Task<long> LastAsync(Func<long, Task<bool>> exists, long known)
    {
        var (last, step) = (known, 1L);
        while (await exists(last + step).ConfigureAwait(false))
        {
            last += step;
            step *= 2;
        }
        var missing = last + step;
        while (missing - last > 1)
        {
            var middle = last + ((missing - last) / 2);
            if (await exists(middle).ConfigureAwait(false))
                last = middle;
            else
                missing = middle;
        }
        return last;
    }
}
