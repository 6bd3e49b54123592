using OnePassword.Events.Cli.Export;

namespace OnePassword.Events.Cli.Follow;

/// <summary>Standard output, at least once: what was written before a crash and not committed is written again after it.</summary>
internal sealed class StreamFollowSink(SharedOutput output, Action<IOException> gone, TimeProvider clock) : IFollowSink
{
    /// <summary>How long, once it is to end, whoever reads has for what is being written: a pipe that is full may stay so for ever.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(300);

    public string Where => "standard output";

    public string? Open(Checkpoint? checkpoint) => null;

    public void Dispose()
    {
        // It is shared.
    }

    public async Task<string?> WriteAsync(ReadOnlyMemory<byte> lines, Func<string, Task> save, CancellationToken cancellationToken)
    {
        try
        {
            var writing = output.WriteAsync(lines, cancellationToken).AsTask();
            await writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await writing.WaitAsync(Grace, clock, CancellationToken.None).ConfigureAwait(false); // Over already, unless it is to end.
            return null;
        }
        catch (TimeoutException e)
        {
            throw new OperationCanceledException("Whoever reads the output takes nothing any more.", e, cancellationToken);
        }
        catch (IOException e)
        {
            // Whoever read it has gone, and does not come back.
            gone(e);
            throw;
        }
    }
}
