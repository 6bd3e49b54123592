namespace OnePassword.Events.Cli.Follow;

/// <summary>The output of one followed feed.</summary>
internal interface IFollowSink : IDisposable
{
    /// <summary>Gets the folder that is written to; null for standard output.</summary>
    string? Folder { get; }

    /// <summary>Gets the display name of the output, once it is open.</summary>
    string Location { get; }

    /// <summary>Locks the output and checks that it matches the checkpoint. It is not changed yet.</summary>
    /// <returns>The state that a new checkpoint stores before a line is written; null for none.</returns>
    string? Open(Checkpoint? checkpoint);

    /// <summary>
    /// Appends the lines of a page, and returns when they are safe. Uncommitted lines that the page begins with stay; others are
    /// moved aside.
    /// </summary>
    /// <param name="lines">The lines.</param>
    /// <param name="save">Saves a state that the checkpoint must have before the first line is written.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The state to commit with the cursor of the page; null for none.</returns>
    Task<string?> AppendAsync(ReadOnlyMemory<byte> lines, Func<string, Task> save, CancellationToken cancellationToken);

    /// <summary>Finishes what gets no further page. Called after each response, when its events are committed.</summary>
    /// <param name="save">Saves a state with the committed cursor.</param>
    /// <param name="endsRun">Whether the run ends now.</param>
    Task FinishAsync(Func<string, Task> save, bool endsRun);

    /// <summary>Removes what is old enough, because the disk is almost full.</summary>
    void RemoveOld();
}
