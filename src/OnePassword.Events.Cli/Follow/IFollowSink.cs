namespace OnePassword.Events.Cli.Follow;

/// <summary>Where the lines of one feed go.</summary>
internal interface IFollowSink : IDisposable
{
    /// <summary>Where that is, for people.</summary>
    string Where { get; }

    /// <summary>Makes the output fit the checkpoint.</summary>
    /// <returns>What the checkpoint is to hold before a line is written; null for nothing.</returns>
    string? Open(EventsCheckpoint? checkpoint);

    /// <summary>Writes the lines of a page; they are safe when it returns, as far as the output can tell.</summary>
    /// <returns>What the checkpoint is to hold together with the page's cursor; null for nothing.</returns>
    Task<string?> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken);
}
