namespace OnePassword.Events.Cli.Follow;

/// <summary>Where the lines of one feed go.</summary>
internal interface IFollowSink : IDisposable
{
    /// <summary>Where that is, for people.</summary>
    string Where { get; }

    /// <summary>Takes the output and checks that it fits the checkpoint. Nothing in it is changed yet.</summary>
    /// <returns>What the checkpoint is to hold before a line is written; null for nothing.</returns>
    string? Open(Checkpoint? checkpoint);

    /// <summary>
    /// Writes the lines of a page; they are safe when it returns, as far as the output can tell. Before the first page, what is not
    /// committed is removed from the output.
    /// </summary>
    /// <param name="lines">The lines.</param>
    /// <param name="save">Saves what the checkpoint must hold before the first line is written.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>What the checkpoint is to hold together with the page's cursor; null for nothing.</returns>
    Task<string?> WriteAsync(ReadOnlyMemory<byte> lines, Func<string, Task> save, CancellationToken cancellationToken);
}
