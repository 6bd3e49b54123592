using System.Net;
using System.Net.Http.Headers;

namespace OnePassword.Events;

/// <summary>An answer that is not the documented success. The façade turns it into an exception of its public family.</summary>
internal sealed class WireException(HttpStatusCode status, ReadOnlyMemory<byte> body, RetryConditionHeaderValue? retryAfter)
    : Exception($"The server answered {(int)status}.")
{
    public HttpStatusCode Status { get; } = status;

    /// <summary>What the server sent; for finding its message, never for printing.</summary>
    public ReadOnlyMemory<byte> Body { get; } = body;

    public RetryConditionHeaderValue? RetryAfter { get; } = retryAfter;
}
