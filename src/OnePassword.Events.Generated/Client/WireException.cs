namespace OnePassword.Events.Client;

/// <summary>An answer that is not the documented success. The façade turns it into an exception of its public family.</summary>
internal sealed class WireException(HttpResponseMessage response, ReadOnlyMemory<byte> body)
    : Exception($"The server answered {(int)response.StatusCode}.")
{
    /// <summary>The answer, for its status and headers; its body is <see cref="Body"/>.</summary>
    public HttpResponseMessage Response { get; } = response;

    /// <summary>What the server sent; for finding its message, never for printing.</summary>
    public ReadOnlyMemory<byte> Body { get; } = body;
}
