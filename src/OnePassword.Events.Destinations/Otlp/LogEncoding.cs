using System.Buffers;
using OnePassword.Events.Destinations.Http;

namespace OnePassword.Events.Destinations.Otlp;

/// <summary>An encoding of log records and of the request around them.</summary>
internal abstract class LogEncoding
{
    protected const string Scope = "op-events";

    /// <summary>Gets a request without records, which is valid.</summary>
    public abstract ReadOnlyMemory<byte> Empty { get; }

    public abstract string ContentType { get; }

    public abstract void Write(LogRecord record, IBufferWriter<byte> output);

    /// <summary>Returns the request around the records of a batch, which have one origin and so one resource.</summary>
    public abstract BatchBody Body(EventBatch batch, string serviceName);

    protected static IEnumerable<(string Key, string Value)> Resource(EventOrigin origin, string serviceName)
    {
        yield return ("service.name", serviceName);
        if (origin.Account is { } account)
            yield return ("onepassword.account", account);
        if (origin.Host is { } host)
            yield return ("server.address", host);
    }
}
