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
            var lost = DropIfClosed();
            return await ConnectAsync(cancellationToken).ConfigureAwait(false)
                ?? await WriteAsync(batch, cancellationToken).ConfigureAwait(false) with { Warning = lost };
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

    private string? DropIfClosed()
    {
        if (_connection is not { IsClosed: true } closed)
            return null;
        _connection = null;
        using (closed)
            return closed.HasWritten ? $"{closed.Failure} Events that it had not read are lost." : null;
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
            return DeliveryResult.Retry($"the connection failed: {e.Message.TrimEnd('.')}.");
        }
    }

    private async Task<DeliveryResult> WriteAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        var isComplete = false;
        try
        {
            await _connection!.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
            isComplete = !_connection.IsClosed;
            return isComplete
                ? DeliveryResult.Delivered
                : DeliveryResult.Retry(_connection.Failure) with { MayHaveArrived = true };
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return DeliveryResult.Retry($"the connection broke: {e.Message.TrimEnd('.')}.") with { MayHaveArrived = true };
        }
        finally
        {
            // A part of a message would make the receiver misread the next one.
            if (!isComplete)
            {
                _connection!.Dispose();
                _connection = null;
            }
        }
    }
}
