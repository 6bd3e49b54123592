using System.Buffers;
using System.Globalization;
using System.Text;

namespace OnePassword.Events.Destinations.Syslog;

/// <summary>Writes events as messages of RFC 5424, each after its length (RFC 6587).</summary>
internal sealed class SyslogMessage
{
    private const int MaxHostName = 255;
    private const int MaxAppName = 48;
    private const int MaxFacility = 23;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_message;

    private readonly SyslogOptions _options;
    private readonly string _hostName;

    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public SyslogMessage(SyslogOptions options)
    {
        if (options.Facility is < 0 or > MaxFacility)
            throw new ArgumentException($"The facility must be 0 to {MaxFacility}.", nameof(options));
        if (options.MaxMessageBytes < 480)
            throw new ArgumentException("The largest message must be at least 480 bytes.", nameof(options));
        if (!IsName(options.AppName, MaxAppName))
            throw new ArgumentException(Rule("application name", MaxAppName), nameof(options));
        if (options.HostName is { } name && !IsName(name, MaxHostName))
            throw new ArgumentException(Rule("host name", MaxHostName), nameof(options));
        _options = options;
        _hostName = options.HostName ?? (IsName(Environment.MachineName, MaxHostName) ? Environment.MachineName : "-");
    }

    /// <exception cref="EventRejectedException">The message is larger than the receiver accepts.</exception>
    public void Write(in RawEvent rawEvent, EventOrigin origin, IBufferWriter<byte> output)
    {
        var message = s_message ??= new ArrayBufferWriter<byte>(4_096);
        message.ResetWrittenCount();
        using var fields = EventFields.Parse(rawEvent);
        var severity = SyslogSeverity.Of(fields, origin);
        WriteHeader(rawEvent, severity, origin, message);
        if (_options.Cef)
            CefMessage.Write(rawEvent, fields, severity, origin, message);
        else
            _options.Format.Write(rawEvent, origin, message);
        if (message.WrittenCount > _options.MaxMessageBytes)
            throw new EventRejectedException(FormattableString.Invariant(
                $"The message has {message.WrittenCount} bytes, and the limit of the receiver is {_options.MaxMessageBytes}. ")
                + "If the receiver accepts it, raise max_message.");
        output.Write(Encoding.ASCII.GetBytes(message.WrittenCount.ToString(CultureInfo.InvariantCulture)));
        output.Write(" "u8);
        output.Write(message.WrittenSpan);
    }

    private void WriteHeader(in RawEvent rawEvent, SyslogSeverity severity, EventOrigin origin, ArrayBufferWriter<byte> message)
    {
        var priority = (8 * _options.Facility) + severity.Syslog;
        var time = rawEvent.TryGetTimestamp(out var instant)
            ? instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture) : "-";
        Append(message, FormattableString.Invariant($"<{priority}>1 {time} {_hostName} {_options.AppName} - {origin.Feed} "));
        if (!_options.StructuredData)
        {
            Append(message, "- ");
            return;
        }
        Append(message, "[op-events@32473");
        Parameter("uuid", rawEvent.Uuid);
        Parameter("account", origin.Account);
        Parameter("account_uuid", origin.AccountUuid);
        Parameter("feed", origin.Feed);
        Parameter("api", origin.ApiVersion);
        Append(message, "] ");

        void Parameter(string name, string? value)
        {
            if (value is not null)
                Append(message, $" {name}=\"{Escape(value)}\"");
        }
    }

    private static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("]", "\\]", StringComparison.Ordinal).Replace('\0', '\uFFFD').ReplaceLineEndings(" ");

    private static void Append(ArrayBufferWriter<byte> message, string text) => Encoding.UTF8.GetBytes(text, message);

    private static string Rule(string name, int maxLength) => string.Create(
        CultureInfo.InvariantCulture, $"The {name} must be 1 to {maxLength} printable ASCII characters without a space.");

    private static bool IsName(string name, int maxLength) =>
        name.Length >= 1 && name.Length <= maxLength && name.All(c => c is > ' ' and <= '~');
}
