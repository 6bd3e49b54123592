namespace OnePassword.Events;

/// <summary>The time window of a parallel read of which a part has been returned: <see cref="ReadPosition.Window"/>.</summary>
/// <param name="end">The end of the window.</param>
/// <param name="cursor">The cursor after the last returned page.</param>
/// <param name="boundaryKeys">The keys of the returned events around the end.</param>
/// <exception cref="ArgumentNullException"><paramref name="boundaryKeys"/> is null.</exception>
/// <exception cref="ArgumentException"><paramref name="cursor"/> is null or empty, or a key is null.</exception>
public sealed class ReadWindow(DateTimeOffset end, string cursor, IEnumerable<string> boundaryKeys)
{
    /// <summary>Gets the end of the window.</summary>
    public DateTimeOffset End { get; } = end;

    /// <summary>Gets the cursor after the last returned page. It contains the page size of the read.</summary>
    public string Cursor { get; } =
        !string.IsNullOrEmpty(cursor) ? cursor : throw new ArgumentException("The cursor is missing.", nameof(cursor));

    /// <summary>
    /// Gets the keys of the returned events around the end, which the next window can contain too:
    /// <see cref="ReadPosition.BoundaryKeys"/>.
    /// </summary>
    public IReadOnlyList<string> BoundaryKeys { get; } = Checked(boundaryKeys, nameof(boundaryKeys));

    internal static string[] Checked(IEnumerable<string> keys, string parameter)
    {
        ArgumentNullException.ThrowIfNull(keys, parameter);
        string[] copy = [.. keys];
        return Array.TrueForAll(copy, key => key is not null) ? copy : throw new ArgumentException("A key is null.", parameter);
    }
}
