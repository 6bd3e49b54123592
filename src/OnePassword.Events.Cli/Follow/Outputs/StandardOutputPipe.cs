using System.Runtime.ExceptionServices;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>
/// Standard output and the acknowledgements of its reader. A failure of either stops the feeds that are written to it.
/// </summary>
internal sealed class StandardOutputPipe : IDisposable
{
    // How long a write and its acknowledgement may take after cancellation. A full pipe can stay full.
    private static readonly TimeSpan GracePeriod = TimeSpan.FromMilliseconds(300);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _failed = new();
    private readonly TimeProvider _clock;
    private readonly SharedOutput _output;
    private bool _isComplete;

    /// <summary>Starts to read acknowledgements, if there is a source of them.</summary>
    /// <exception cref="CliException">That source does not exist.</exception>
    public StandardOutputPipe(bool gzip, string? ack, CliContext cli)
    {
        var acknowledgements = ack is null ? null : Acknowledgements.Start(AckSource.Find(ack, cli), Fail);
        (_clock, _output) = (cli.Clock, new SharedOutput(cli.Output, gzip, acknowledgements));
    }

    /// <summary>Gets a token that is canceled when the output can no longer be written.</summary>
    public CancellationToken Failed => _failed.Token;

    /// <summary>Gets why the output can no longer be written; null while it can.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Writes lines, and waits until the reader has acknowledged them, if it does that.</summary>
    /// <exception cref="OperationCanceledException">The run is canceled, or the output failed, which cancels it.</exception>
    public async Task AppendAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        try
        {
            var writing = _output.AppendAsync(lines, cancellationToken).AsTask();
            await writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // It is complete, unless it was canceled.
            await writing.WaitAsync(GracePeriod, _clock, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new OperationCanceledException(
                "The process that reads standard output has stopped reading.", e, cancellationToken);
        }
        catch (Exception e) when (e is IOException or CliException)
        {
            // The reader closed the pipe, and does not return.
            Fail(e);
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }

    /// <summary>Writes the end of the compressed data, but does not wait for a reader that has stopped reading.</summary>
    /// <exception cref="IOException">The output could not be written, or its reader closed it.</exception>
    /// <exception cref="CliException">An acknowledgement was invalid.</exception>
    public async Task CompleteAsync()
    {
        lock (_lock)
            _isComplete = true; // The reader may end from now on.
        if (Failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
        try
        {
            await _output.CompleteAsync(CancellationToken.None).AsTask().WaitAsync(GracePeriod, _clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Lines that the reader did not receive are not committed either.
        }
    }

    public void Dispose()
    {
        lock (_lock)
            _isComplete = true;
        _output.Dispose();
        _failed.Dispose();
    }

    private void Fail(Exception failure)
    {
        lock (_lock)
        {
            if (_isComplete || Failure is not null)
                return;
            Failure = failure;
            _failed.Cancel();
        }
    }
}
