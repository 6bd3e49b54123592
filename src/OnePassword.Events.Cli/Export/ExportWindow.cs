namespace OnePassword.Events.Cli.Export;

/// <summary>
/// The output up to a page of a time window that is not complete. If the server rejects the cursor, the output is truncated to
/// the part before the window, and the window is read again.
/// </summary>
internal sealed record ExportWindow : ExportedPart
{
    public required DateTimeOffset End { get; init; }

    /// <summary>Gets the cursor after the page.</summary>
    public required string Cursor { get; init; }

    /// <summary>Gets the keys of the events around the end that are in the output.</summary>
    public IReadOnlyList<string> BoundaryKeys { get; init; } = [];
}
