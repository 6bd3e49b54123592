namespace OnePassword.Events.Emulator.Http;

/// <summary>Sends a response without a fault.</summary>
internal static class Delivery
{
    /// <summary>Less than Kestrel buffers before it waits for the client, so that it never buffers a complete page.</summary>
    private const int SliceLength = 32_768;

    public static async Task SendAsync(PendingResponse pending)
    {
        var response = pending.Context.Response;
        WriteHead(response, pending.Response);
        for (var rest = pending.Response.Body.Written; !rest.IsEmpty; rest = rest[Math.Min(SliceLength, rest.Length)..])
        {
            var slice = rest[..Math.Min(SliceLength, rest.Length)];
            await response.BodyWriter.WriteAsync(slice, pending.Context.RequestAborted).ConfigureAwait(false);
        }
    }

    public static void WriteHead(HttpResponse target, ApiResponse response)
    {
        target.StatusCode = response.Status;
        target.ContentType = response.ContentType;
        target.ContentLength = response.Body.Length;
        foreach (var (name, value) in response.Headers)
            target.Headers[name] = value;
    }
}
