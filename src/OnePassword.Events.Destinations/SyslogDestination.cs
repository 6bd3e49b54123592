using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using OnePassword.Events.Destinations.Syslog;

namespace OnePassword.Events.Destinations;

/// <summary>A syslog receiver: RFC 5424 over TCP or TLS, with octet counting (RFC 6587).</summary>
/// <remarks>
/// Syslog has no acknowledgment. A page is delivered when the operating system accepted its bytes: events that the receiver has
/// not read yet are lost when the connection breaks. The message does not start with a byte order mark.
/// </remarks>
public sealed class SyslogDestination : IEventDestination
{
    private readonly SyslogOptions _options;
    private readonly SyslogMessage _message;
    private readonly SemaphoreSlim _turn = new(1);
    private SyslogConnection? _connection;
    private string? _lost; // Which events may be lost, until a result carries it.

    /// <summary>Initializes a new instance of the <see cref="SyslogDestination"/> class.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message has its name.</exception>
    public SyslogDestination(SyslogOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        SyslogAddress.ThrowIfInvalid(options.Url);
        _options = options;
        _message = new SyslogMessage(options);
        // A page is one batch, because a broken connection can lose any part of it.
        Limits = new BatchLimits { MaxConcurrency = 1, MaxBytes = int.MaxValue };
    }

    /// <inheritdoc/>
    public string Name => $"syslog at {SyslogAddress.Text(_options.Url)}";

    /// <inheritdoc/>
    public string Guarantee => "no acknowledgment: events in socket buffers are lost when the connection breaks";

    /// <inheritdoc/>
    public BatchLimits Limits { get; }

    /// <inheritdoc/>
    public void Write(in RawEvent rawEvent, EventOrigin origin, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentNullException.ThrowIfNull(output);
        _message.Write(rawEvent, origin, output);
    }

    /// <inheritdoc/>
    public async Task<DeliveryResult> SendAsync(EventBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            DropIfClosed();
            var result = await ConnectAsync(cancellationToken).ConfigureAwait(false)
                ?? await WriteAsync(_connection!, batch, cancellationToken).ConfigureAwait(false);
            return result with { Warning = Interlocked.Exchange(ref _lost, null) };
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ProbeResult>> ProbeAsync(
        IReadOnlyList<EventOrigin> origins, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            DropIfClosed();
            if (await ConnectAsync(cancellationToken).ConfigureAwait(false) is { } failure)
                return [new ProbeResult(ProbeStatus.Failed, $"{Name}: {failure.Reason}")];
            return [new ProbeResult(ProbeStatus.Ok, $"Connected to {Name}{_connection!.Protocol}."), .. Notes()];
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection?.Dispose();
        _turn.Dispose();
    }

    private IEnumerable<ProbeResult> Notes()
    {
        yield return new(
            ProbeStatus.Note,
            "Syslog has no acknowledgment. A broken connection loses the events that the receiver has not read.");
        yield return new(ProbeStatus.Note, _options.Cef
            ? "The header keeps 6 of 9 digits of a time, and the key rt keeps 3. The key cs6 has the whole event."
            : "The header keeps 6 of 9 digits of a time. The message keeps all.");
        yield return new(ProbeStatus.Note, string.Create(
            CultureInfo.InvariantCulture,
            $"Messages above {_options.MaxMessageBytes:N0} bytes become dead letters. The receiver must accept this size."));
        if (!SyslogAddress.IsTls(_options.Url) && !_options.Url.IsLoopback)
            yield return new(ProbeStatus.Note, "The connection is not encrypted. Use tls:// if the receiver supports it.");
    }

    private void DropIfClosed()
    {
        if (_connection is { IsClosed: true } closed)
            Drop(closed, closed.HasWritten ? closed.Failure : null);
    }

    private void Drop(SyslogConnection connection, string? reasonOfLoss)
    {
        connection.Dispose();
        _connection = null;
        if (reasonOfLoss is not null)
            _lost = $"{reasonOfLoss} Events that the receiver had not read are lost.";
    }

    private async Task<DeliveryResult?> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            _connection ??= await SyslogConnection.OpenAsync(_options, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (AuthenticationException e)
        {
            return DeliveryResult.Stop(
                $"TLS failed: {e.Message.TrimEnd('.')}. Check the address, and trust the authority of the certificate.");
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            var advice = e is SocketException ? " Check that the address is correct and that the receiver runs." : "";
            return DeliveryResult.Retry($"the connection failed: {e.Message.TrimEnd('.')}.{advice}");
        }
    }

    private async Task<DeliveryResult> WriteAsync(
        SyslogConnection connection, EventBatch batch, CancellationToken cancellationToken)
    {
        var hasEarlierPages = connection.HasWritten;
        string? failure = "the receiver did not read a page in time.";
        try
        {
            await connection.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
            failure = connection.IsClosed ? connection.Failure : null;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            failure = $"the connection broke: {e.Message.TrimEnd('.')}.";
        }
        finally
        {
            // A part of a message would make the receiver misread the next one.
            if (failure is not null)
                Drop(connection, hasEarlierPages ? failure : null);
        }
        return failure is null ? DeliveryResult.Delivered : DeliveryResult.Retry(failure) with { MayHaveArrived = true };
    }
}
