namespace OnePassword.Events.Client;

/// <summary>A response without the documented success status. The library maps it to a public exception.</summary>
internal sealed class WireException(HttpResponseMessage response, ReadOnlyMemory<byte> body)
    : Exception($"The server returned {(int)response.StatusCode}.")
{
    /// <summary>Gets the response, for its status and headers. Its body is <see cref="Body"/>.</summary>
    public HttpResponseMessage Response { get; } = response;

    /// <summary>Gets the body, to extract the server's message. It must never be logged.</summary>
    public ReadOnlyMemory<byte> Body { get; } = body;
}
