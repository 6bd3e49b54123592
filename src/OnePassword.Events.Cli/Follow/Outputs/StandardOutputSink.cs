using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>
/// Standard output. With acknowledgements, delivery is at least once. Without them, lines in the pipe are lost with its reader.
/// </summary>
internal sealed class StandardOutputSink(StandardOutputPipe output, LineFormatter lines) : IFollowSink
{
    public string? Folder => null;

    public long MinFreeSpace => 0;

    public string Location => SharedOutput.Name;

    public string? Open(Checkpoint? checkpoint) => null;

    public async Task<string?> AppendAsync(OutputPage page, CancellationToken cancellationToken)
    {
        await output.AppendAsync(lines.Format(page.Events, page.Origin.ReadAt), cancellationToken).ConfigureAwait(false);
        return null;
    }

    public Task FinishAsync(Func<string, Task> save, bool endsRun) => Task.CompletedTask;

    public void RemoveOld()
    {
    }

    public void Dispose()
    {
        // The output is shared.
    }
}
