namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>An output of one followed feed.</summary>
internal interface IFollowSink : IDisposable
{
    /// <summary>Gets the folder that is written to; null if the output is not on a local disk.</summary>
    string? Folder { get; }

    /// <summary>Gets how many bytes must be free on the disks of the folder and the state; 0 for no limit.</summary>
    long MinFreeSpace { get; }

    /// <summary>Gets the display name of the output, once it is open.</summary>
    string Location { get; }

    /// <summary>Locks the output and checks that it matches the checkpoint. It is not changed yet.</summary>
    /// <returns>The state that a new checkpoint stores before an event is written; null for none.</returns>
    string? Open(Checkpoint? checkpoint);

    /// <summary>
    /// Appends the events of a page, and returns when they are safe. Uncommitted lines that the page begins with stay; others are
    /// moved aside.
    /// </summary>
    /// <returns>The state to commit with the cursor of the page; null for none.</returns>
    Task<string?> AppendAsync(OutputPage page, CancellationToken cancellationToken);

    /// <summary>Finishes what gets no further page. Called after each response, when its events are committed.</summary>
    /// <param name="save">Saves a state with the committed cursor.</param>
    /// <param name="endsRun">Whether the run ends now.</param>
    Task FinishAsync(Func<string, Task> save, bool endsRun);

    /// <summary>Removes what is old enough, because the disk is almost full.</summary>
    void RemoveOld();
}
