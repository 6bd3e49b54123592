using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Follow;

/// <summary>
/// Standard output, with at-least-once delivery: lines that were written but not committed are written again after a crash.
/// </summary>
/// <param name="output">The output, shared by all feeds.</param>
/// <param name="onFailed">Called when it can no longer be written.</param>
/// <param name="clock">Measures the grace period.</param>
internal sealed class StandardOutputSink(SharedOutput output, Action<IOException> onFailed, TimeProvider clock) : IFollowSink
{
    /// <summary>How long a write may take after cancellation. A full pipe can stay full.</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromMilliseconds(300);

    public string Location => SharedOutput.Name;

    public string? Open(Checkpoint? checkpoint) => null;

    public void Dispose()
    {
        // The output is shared.
    }

    public async Task<string?> AppendAsync(
        ReadOnlyMemory<byte> lines, Func<string, Task> save, CancellationToken cancellationToken)
    {
        try
        {
            var writing = output.AppendAsync(lines, cancellationToken).AsTask();
            await writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // It is complete, unless it was canceled.
            await writing.WaitAsync(GracePeriod, clock, CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (TimeoutException e)
        {
            throw new OperationCanceledException(
                "The process that reads standard output has stopped reading.", e, cancellationToken);
        }
        catch (IOException e)
        {
            // The reader closed the pipe, and does not return.
            onFailed(e);
            throw;
        }
    }
}
